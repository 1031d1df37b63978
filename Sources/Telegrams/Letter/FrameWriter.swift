/// Puts a container of named parts together; the counterpart of `FrameReader`.
package struct FrameWriter {
    private var bytes: [UInt8] = []

    /// - Parameter capacity: the size expected, in bytes, so that the buffer need not grow.
    package init(firstLine: FirstLine, capacity: Int) {
        bytes.reserveCapacity(capacity)
        bytes.append(contentsOf: firstLine.text.utf8)
        bytes.append(0x0A)
    }

    package mutating func append(_ name: String, _ part: some Collection<UInt8>) {
        bytes.append(contentsOf: "\(name) \(part.count)\n".utf8)
        bytes.append(contentsOf: part)
        bytes.append(0x0A)
    }

    /// Adds the padding and hands over the whole.
    package consuming func finish(padding step: PaddingStep) -> [UInt8] {
        if let count = Padding.count(after: bytes.count, step: step) {
            append(Padding.name, repeatElement(0, count: count))
        }
        return bytes
    }
}
