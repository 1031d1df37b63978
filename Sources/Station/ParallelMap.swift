import Dispatch

/// Transforms the elements on all cores and returns the results in order.
func parallelMap<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ transform: @Sendable (Element) -> Result
) -> [Result] {
    guard elements.count > 1 else { return elements.map(transform) }
    return withoutActuallyEscaping(transform) { transform in
        [Result](unsafeUninitializedCapacity: elements.count) { buffer, initialized in
            // Safe although unchecked: each iteration writes its own element, and nobody reads before all have ended.
            nonisolated(unsafe) let results = buffer
            DispatchQueue.concurrentPerform(iterations: elements.count) { index in
                results.initializeElement(at: index, to: transform(elements[index]))
            }
            initialized = elements.count
        }
    }
}
