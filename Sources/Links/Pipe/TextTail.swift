/// The end of what a command writes to its standard error.
struct TextTail: Sendable {
    /// Bytes that are kept.
    static let longest = 2048

    private var bytes: [UInt8] = []

    mutating func append(_ more: some Collection<UInt8>) {
        bytes += more.suffix(Self.longest)
        bytes.removeFirst(max(0, bytes.count - Self.longest))
    }

    /// In one line, without control characters, which act on a terminal.
    var line: String {
        let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? " " : scalar
        }
        let words = String(String.UnicodeScalarView(scalars)).split(separator: " ")
        return words.joined(separator: " ")
    }
}
