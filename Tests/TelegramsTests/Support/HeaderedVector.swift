import FoundationEssentials
import Testing

/// A vector whose header tells more than acceptance: named facts, an empty line, and the text, byte for byte.
struct HeaderedVector: Sendable, CustomStringConvertible {
    let name: String
    let fields: [String: String]
    let text: [UInt8]

    var isAccepted: Bool { fields["expect"] == "accept" }
    var description: String { name }

    /// Every vector in `Tests/Vectors/FORMAT`; none is left out.
    static func all(of format: String) throws -> [HeaderedVector] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Vectors/\(format)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try names.sorted().map { try HeaderedVector(contentsOf: folder.appending(path: $0)) }
    }

    private init(contentsOf file: URL) throws {
        let bytes = [UInt8](try Data(contentsOf: file))
        name = file.lastPathComponent
        let end = try #require(zip(bytes, bytes.dropFirst()).enumerated().first { $0.element == (0x0A, 0x0A) }).offset
        var fields: [String: String] = [:]
        for line in bytes[..<end].split(separator: 0x0A) {
            let colon = try #require(line.firstIndex(of: 0x3A), "\(name): a header line without a colon")
            let value = line[(colon + 1)...].drop { $0 == 0x20 }
            fields[String(decoding: line[..<colon], as: UTF8.self)] = String(decoding: value, as: UTF8.self)
        }
        self.fields = fields
        text = Array(bytes[(end + 2)...])
    }
}
