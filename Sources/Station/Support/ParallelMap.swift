import Dispatch

/// Transforms the elements on all cores and returns the results in order.
package func parallelMap<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ transform: @Sendable (Element) -> Result
) -> [Result] {
    guard elements.count > 1 else { return elements.map(transform) }
    // Some elements at a time: to hand one to another thread takes longer than a small one needs.
    let size = max(1, elements.count / 16)
    return withoutActuallyEscaping(transform) { transform in
        [Result](unsafeUninitializedCapacity: elements.count) { buffer, initialized in
            // Safe although unchecked: each iteration writes its own element, and nobody reads before all have ended.
            nonisolated(unsafe) let results = buffer
            DispatchQueue.concurrentPerform(iterations: (elements.count + size - 1) / size) { group in
                for index in group * size..<min((group + 1) * size, elements.count) {
                    results.initializeElement(at: index, to: transform(elements[index]))
                }
            }
            initialized = elements.count
        }
    }
}
