/// Splits a text into lines that end in LF or CRLF; the last line end may be missing.
struct Lines: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>
    /// The number of the line given out last, counted from 1.
    private(set) var number = 0

    init(_ text: ArraySlice<UInt8>) { rest = text }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func next() -> ArraySlice<UInt8>? {
        guard !rest.isEmpty else { return nil }
        number += 1
        guard let end = rest.firstIndex(of: ASCII.lineFeed) else {
            defer { rest = [] }
            return rest
        }
        defer { rest = rest[(end + 1)...] }
        let line = rest[..<end]
        return line.last == ASCII.carriageReturn ? line.dropLast() : line
    }
}
