import Dispatch
import Synchronization

/// Transforms the elements on all cores and returns the results in order, or the first error.
func parallelMap<Result: Sendable>(
    _ elements: Range<Int>, _ transform: @Sendable (Int) throws -> Result
) throws -> [Result] {
    let results = Mutex([Int: Swift.Result<Result, any Error>]())
    withoutActuallyEscaping(transform) { transform in
        DispatchQueue.concurrentPerform(iterations: elements.count) { index in
            let result = Swift.Result { try transform(elements.lowerBound + index) }
            results.withLock { $0[index] = result }
        }
    }
    let all = results.withLock { $0 }
    return try elements.indices.compactMap { try all[$0 - elements.lowerBound]?.get() }
}
