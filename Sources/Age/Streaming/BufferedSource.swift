/// Reads ahead from another source, so that lines can be taken off its front.
struct BufferedSource: ByteSource {
    private static let capacity = 64 << 10

    private var base: any ByteSource
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false

    init(_ base: any ByteSource) {
        self.base = base
    }

    private var available: ArraySlice<UInt8> { buffer[position...] }

    /// What lies ahead, up to `count` bytes; fewer only when the source ends first.
    mutating func peek(_ count: Int) throws -> ArraySlice<UInt8> {
        while available.count < count, !isAtEnd { try refill() }
        return available.prefix(count)
    }

    mutating func skip(_ count: Int) {
        position += min(count, available.count)
    }

    /// The next line without its line feed and whether it had one, or nil at the end.
    ///
    /// A line longer than `limit` is cut there and has no line feed.
    mutating func readLine(limit: Int) throws -> (text: ArraySlice<UInt8>, hasLineFeed: Bool)? {
        var searched = 0
        while true {
            if let end = available.dropFirst(searched).firstIndex(of: UInt8(ascii: "\n")), end - position <= limit {
                defer { position = end + 1 }
                return (buffer[position..<end], true)
            }
            searched = available.count
            guard searched <= limit, !isAtEnd else { break }
            try refill()
        }
        let text = available.prefix(limit)
        position += text.count
        return text.isEmpty ? nil : (text, false)
    }

    mutating func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        guard !available.isEmpty else { return isAtEnd ? 0 : try base.read(into: output) }
        let taken = available.prefix(output.count)
        output.copyBytes(from: taken)
        position += taken.count
        return taken.count
    }

    private mutating func refill() throws {
        buffer.removeFirst(position)
        position = 0
        let kept = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: Self.capacity))
        var count = 0
        defer { buffer.removeLast(Self.capacity - count) }
        count = try buffer.withUnsafeMutableBytes { buffer in
            try base.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[kept...]))
        }
        isAtEnd = count == 0
    }
}
