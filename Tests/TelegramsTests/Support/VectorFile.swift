import FoundationEssentials
import Telegrams
import Testing

/// A vector: header lines that say what to expect, an empty line, and the text.
struct VectorFile {
    enum Expectation: Equatable {
        case accept
        case reject(FormatError)
    }

    let name: String
    let expectation: Expectation
    let body: [UInt8]

    init(contentsOf url: URL) throws {
        let bytes = [UInt8](try Data(contentsOf: url))
        name = url.pathComponents.suffix(2).joined(separator: "/")
        let headerEnd = try #require(zip(bytes, bytes.dropFirst()).enumerated().first { $0.element == (0x0A, 0x0A) })
            .offset
        let header = String(decoding: bytes[..<headerEnd], as: UTF8.self).split(separator: "\n")
        let expect = try #require(header.first { $0.hasPrefix("expect: ") }, "\(name) does not say what to expect")
        expectation = try Self.expectation(String(expect.dropFirst("expect: ".count)))
        body = Array(bytes[(headerEnd + 2)...])
    }

    /// Every vector of a format, in order; there must be some.
    static func all(of format: String) throws -> [VectorFile] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Vectors/\(format)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".txt") }
        try #require(!names.isEmpty, "no vectors in \(folder.path)")
        return try names.sorted().map { try VectorFile(contentsOf: folder.appending(path: $0)) }
    }

    private static func expectation(_ words: String) throws -> Expectation {
        if words == "accept" { return .accept }
        let parts = words.split(separator: ": ", maxSplits: 1)
        let rule = String(try #require(parts.last))
        guard let line = parts[0].split(separator: " ").dropFirst(2).first else { return .reject(FormatError(rule)) }
        let number: Int = try #require(Int(line))
        return .reject(FormatError(line: number, rule))
    }

    /// Runs every vector of a format through its parser, which prints again what it has read.
    static func run(_ format: String, _ reprint: ([UInt8]) throws(FormatError) -> [UInt8]) throws {
        let vectors = try all(of: format)
        for vector in vectors {
            do throws(FormatError) {
                let printed = try reprint(vector.body)
                #expect(vector.expectation == .accept, "\(vector.name) was accepted")
                #expect(printed == vector.body, "\(vector.name) is printed differently")
            } catch {
                #expect(
                    vector.expectation == .reject(error),
                    "\(vector.name): expect: reject line \(error.line ?? 0): \(error.rule)")
            }
        }
        print("\(format): \(vectors.count) vectors")
    }
}
