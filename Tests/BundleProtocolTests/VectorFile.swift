import FoundationEssentials

/// A file of `Tests/Vectors/bundle` or `tcpcl`: header lines, an empty line, hexadecimal; for what comes out, a second
/// block of it.
struct VectorFile {
    struct Malformed: Error { let reason: String }

    let name: String
    private let headers: [String: String]
    let input: [UInt8]
    let output: [UInt8]?

    /// The folder of the package.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every vector of a format.
    static func all(of format: String = "bundle") throws -> [VectorFile] {
        let folder = root.appending(path: "Tests/Vectors").appending(path: format)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
            try VectorFile(name: $0, of: format)
        }
    }

    init(name: String, of format: String = "bundle") throws {
        self.name = name
        let path = "Tests/Vectors/\(format)/\(name)"
        let text = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var paragraphs = lines.split(separator: "").map(Array.init)
        headers = try Dictionary(uniqueKeysWithValues: paragraphs.removeFirst().map(Self.header))
        let blocks = try paragraphs.map { try bytes($0.joined()) }
        guard blocks.count <= 2 else { throw Malformed(reason: name) }
        input = blocks.first ?? []
        output = blocks.count == 2 ? blocks[1] : nil
    }

    subscript(header: String) -> String? { headers[header] }

    func number(_ header: String) throws -> UInt64? {
        guard let text = headers[header] else { return nil }
        guard let number = UInt64(text) else { throw Malformed(reason: "\(name): \(header)") }
        return number
    }

    func words(_ header: String) -> [String] {
        (headers[header] ?? "").split(separator: ", ").map(String.init)
    }

    private static func header(_ line: Substring) throws -> (String, String) {
        guard let colon = line.firstIndex(of: ":") else { throw Malformed(reason: String(line)) }
        return (String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " }))
    }
}

/// Bytes from hexadecimal digits.
func bytes(_ hexadecimal: String) throws -> [UInt8] {
    let digits = hexadecimal.compactMap(\.hexDigitValue)
    guard digits.count == hexadecimal.count, digits.count.isMultiple(of: 2) else {
        throw VectorFile.Malformed(reason: hexadecimal)
    }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// Hexadecimal digits of bytes, for messages of failures.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}
