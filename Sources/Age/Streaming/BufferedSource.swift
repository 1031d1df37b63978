/// Reads ahead from another source, so that lines can be taken off its front.
struct BufferedSource: ByteSource {
    /// Room for the longest line of a header, which is the longest that is ever looked at as a whole.
    private static let capacity = 4 * HeaderLimits.lineBytes

    private var base: any ByteSource
    private var buffer = [UInt8](repeating: 0, count: capacity)
    private var position = 0
    private var end = 0
    private var isAtEnd = false

    init(_ base: any ByteSource) {
        self.base = base
    }

    private var available: ArraySlice<UInt8> { buffer[position..<end] }

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
            let lineFeed = available.dropFirst(searched).firstIndex(of: UInt8(ascii: "\n"))
            if let lineFeed, lineFeed - position <= limit {
                defer { position = lineFeed + 1 }
                return (buffer[position..<lineFeed], true)
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
        buffer.withUnsafeMutableBytes { [position, end] buffer in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[position..<end]))
        }
        (position, end) = (0, end - position)
        let count = try buffer.withUnsafeMutableBytes { [end] buffer in
            try base.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
        }
        end += count
        isAtEnd = count == 0
    }
}
