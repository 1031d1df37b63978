/// Drafts as their authors type them.
///
/// Here, and only here, repairing is right: nothing is signed yet, and what comes out is shown to the author again.
package enum DraftText {
    /// Reads a draft in which the fields may stand in any order, between empty lines and comments.
    ///
    /// - Parameter from: the sender, where the text does not name one.
    /// - Throws: `FormatError` naming the author's own line.
    package static func parse(_ bytes: [UInt8], from: Address? = nil) throws(FormatError) -> Draft {
        guard bytes.count <= Telegram.Limits.text else {
            throw FormatError("text is longer than \(Telegram.Limits.text) bytes")
        }
        let lines = try RepairedLines.read(bytes)
        var scanner = DraftHeaderScanner()
        let textStart = try scanner.scan(lines)
        var reader = HeaderReader(
            vocabulary: TelegramHeader.draftVocabulary, lines: scanner.inCanonicalOrder,
            endNumber: min(textStart + 1, lines.count))
        var header = try TelegramHeader(reading: &reader, form: .draft)
        header.content.paragraphs = paragraphs(lines[textStart...])
        guard !header.content.paragraphs.isEmpty || !header.content.enclosures.isEmpty else {
            throw FormatError(line: max(1, lines.count), "no text and no enclosure")
        }
        return try Draft(from: header.from ?? from, content: header.content)
    }

    /// Reads the text alone, without any fields, as an author types it.
    package static func paragraphs(of bytes: [UInt8]) throws(FormatError) -> [String] {
        let found = paragraphs(try RepairedLines.read(bytes)[...])
        guard !found.isEmpty else { throw FormatError("the text is empty") }
        return found
    }

    private static func paragraphs(_ lines: ArraySlice<String>) -> [String] {
        lines.split { $0.isEmpty }.map { $0.joined(separator: "\n") }
    }
}
