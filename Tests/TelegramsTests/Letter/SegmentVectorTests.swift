import Telegrams
import Testing

/// The commitments themselves need SHA-256 and are checked where letters are signed; here, what goes into them.
@Suite struct SegmentVectorTests {
    @Test func `the segments of the vector are those of its telegram, and its manifest agrees with it`() throws {
        let vector = try #require(try VectorFile.all(of: "letter").first { $0.name == "letter/segments-of-full.txt" })
        let full = try #require(try VectorFile.all(of: "telegram").first { $0.name == "telegram/full.txt" })
        let telegram = try Telegram(parsing: full.body)
        var segments: [Segment] = []
        var manifest: Manifest?
        for line in String(decoding: vector.body, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            switch words[0] {
            case "segment":
                #expect(words[1] == "\(segments.count)")
                let kind = try #require(UInt8(words[2]).flatMap(Segment.Kind.init))
                segments.append(Segment(kind: kind, text: try bytes(hex: words[5])))
            case "manifest": manifest = try Manifest(parsing: bytes(hex: words[1]))
            case "root": #expect(try Digest256(hex: words[1]).description == words[1])
            default: continue
            }
        }
        #expect(segments == telegram.segments)
        #expect(try #require(manifest).disagreement(with: telegram) == nil)
        print("letter: 1 vector of segments")
    }

    private func bytes(hex: Substring) throws -> [UInt8] {
        let digits = Array(hex.utf8)
        return try stride(from: 0, to: digits.count, by: 2).map {
            try #require(UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16))
        }
    }
}
