/// A piece of a telegram that is committed to by itself, so that it can be withheld later while the rest still
/// verifies: each header line after the first line of the text, and each paragraph.
package struct Segment: Hashable, Sendable {
    /// The raw value goes into the commitment (`docs/formats/letter.md`).
    package enum Kind: UInt8, Sendable {
        case headerLine = 1
        case paragraph = 2
    }

    package let kind: Kind
    /// Without a line feed at the end; a paragraph keeps those inside.
    package let text: [UInt8]

    package init(kind: Kind, text: [UInt8]) {
        self.kind = kind
        self.text = text
    }

    /// Whether an extract may leave it out: from, to, number, date-time, precedence and kind always stay.
    package var canWithhold: Bool {
        switch kind {
        case .paragraph: true
        case .headerLine: text.firstIndex(of: 0x3A).map { Self.withholdable.contains(Array(text[..<$0])) } ?? false
        }
    }

    private static let withholdable: Set<[UInt8]> = {
        let fixed: Set = ["number", "date-time", "precedence", "from", "to", "kind"]
        return Set(TelegramHeader.vocabulary.filter { !fixed.contains($0) }.map { Array($0.utf8) })
    }()
}

extension Segment {
    /// Puts the canonical text together again.
    ///
    /// - Throws: `FormatError` where the segments are not header lines and then paragraphs, each in one piece.
    package static func text(of segments: [Segment]) throws(FormatError) -> [UInt8] {
        guard segments.first?.kind == .headerLine else { throw FormatError("the first segment is not a header line") }
        var text = Array((Telegram.firstLine.text + "\n").utf8)
        var isHeader = true
        for (index, segment) in segments.enumerated() {
            guard segment.isInOnePiece else { throw FormatError("segment \(index) is not in one piece") }
            guard isHeader || segment.kind == .paragraph else {
                throw FormatError("segment \(index) is a header line after a paragraph")
            }
            isHeader = segment.kind == .headerLine
            if !isHeader { text.append(0x0A) }
            text += segment.text
            text.append(0x0A)
        }
        return text
    }

    private var isInOnePiece: Bool {
        switch kind {
        case .headerLine: !text.isEmpty && !text.contains(0x0A)
        case .paragraph: !text.split(separator: 0x0A, omittingEmptySubsequences: false).contains { $0.isEmpty }
        }
    }
}

extension Telegram {
    /// Every header line after the first line of the text, then every paragraph.
    package var segments: [Segment] {
        headerLines.map { Segment(kind: .headerLine, text: Array($0)) }
            + content.paragraphs.map { Segment(kind: .paragraph, text: Array($0.utf8)) }
    }

    /// Reads the text that the segments make up.
    package init(segments: [Segment]) throws(FormatError) {
        try self.init(parsing: Segment.text(of: segments))
    }
}
