import Telegrams

extension FuzzTarget {
    static let telegram = FuzzTarget("telegram", longestInput: 1024) { bytes in
        let telegram = try Telegram(parsing: bytes)
        promise("prints as it was read") { telegram.text == bytes }
        promise("segments make up the text") {
            let segments = telegram.segments
            return try Segment.text(of: segments) == bytes && Telegram(segments: segments) == telegram
        }
        promise("is put together again from its parts") {
            try Telegram(
                number: telegram.number, dateTime: telegram.dateTime, from: telegram.from, content: telegram.content)
                == telegram
        }
        if let notices = try? Notice.parse(telegram) {
            promise("notices make up the paragraph") { try Notice.paragraph(notices) == telegram.paragraphs[0] }
        }
    }

    /// Pieces that begin with a byte for their kind and end at a zero: no two lists make up one telegram.
    static let segments = FuzzTarget("segments", longestInput: 1024) { bytes in
        let segments = bytes.split(separator: 0).map {
            Segment(kind: $0.first == 1 ? .headerLine : .paragraph, text: Array($0.dropFirst()))
        }
        let telegram = try Telegram(segments: segments)
        promise("the telegram has the same segments") { telegram.segments == segments }
        promise("reads back from its text") { try Telegram(parsing: telegram.text) == telegram }
    }
}
