import Telegrams
import Testing

@Suite struct SegmentTests {
    @Test func `each header line and each paragraph is a segment, in order`() throws {
        let segments = try Sample.telegram().segments
        #expect(segments.count == 25)
        #expect(segments.map(\.kind.rawValue) == Array(repeating: 1, count: 22) + [2, 2, 2])
        #expect(segments.first?.text == Array("number: 3917".utf8))
        #expect(segments.last?.text == Array("You lead the talks; from here you get advice.".utf8))
        #expect(segments.allSatisfy { $0.text.last != 0x0A })
    }

    @Test func `what says who wrote to whom, and when, cannot be withheld`() throws {
        let kept = try Sample.telegram().segments.filter { !$0.canWithhold }
            .map { String(decoding: $0.text.prefix { $0 != 0x3A }, as: UTF8.self) }
        #expect(kept == ["number", "date-time", "precedence", "from", "to", "kind"])
    }

    @Test func `a line that is no field cannot be withheld`() {
        #expect(!Segment(kind: .headerLine, text: Array("nonsense".utf8)).canWithhold)
        #expect(!Segment(kind: .headerLine, text: Array("secret: x".utf8)).canWithhold)
        #expect(!Segment(kind: .headerLine, text: []).canWithhold)
    }

    @Test func `random telegrams are put together again from their segments`() throws {
        for seed in 1...200 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            let telegram = try random.telegram()
            #expect(try Segment.text(of: telegram.segments) == telegram.text, "seed \(seed)")
            #expect(try Telegram(segments: telegram.segments) == telegram, "seed \(seed)")
        }
    }

    @Test func `segments that are not in one piece or in order are refused`() {
        let header = Segment(kind: .headerLine, text: Array("number: 1".utf8))
        let paragraph = Segment(kind: .paragraph, text: Array("x".utf8))
        func refuses(_ segments: [Segment]) -> Bool {
            formatError { () throws(FormatError) in try Segment.text(of: segments) } != nil
        }
        #expect(refuses([]))
        #expect(refuses([paragraph]))
        #expect(refuses([header, paragraph, header]))
        #expect(refuses([header, Segment(kind: .headerLine, text: Array("a\nb".utf8))]))
        #expect(refuses([header, Segment(kind: .headerLine, text: [])]))
        for text in ["", "a\n", "\na", "a\n\nb"] {
            #expect(refuses([header, Segment(kind: .paragraph, text: Array(text.utf8))]))
        }
        #expect(!refuses([header, paragraph, paragraph]))
    }
}
