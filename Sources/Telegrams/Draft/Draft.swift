/// A telegram before it is released: without a number and a time, and perhaps without a sender.
///
/// As strict as a telegram; what an author types goes through `DraftText` first.
package struct Draft: Hashable, Sendable {
    package let from: Address?
    package let content: Telegram.Content

    package init(from: Address?, content: Telegram.Content) throws(FormatError) {
        try content.checkStrings()
        let draft = try Draft(parsing: TelegramHeader(from: from, content: content).text(firstLine: Self.firstLine))
        guard draft.content == content else { throw FormatError("the draft would not be read back as it is") }
        self = draft
    }

    /// Reads the canonical text of a stored draft.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        let lines = try CanonicalText.lines(of: bytes, limit: Telegram.Limits.text)
        let header = try TelegramHeader(parsing: lines, firstLine: Self.firstLine, form: .draft)
        from = header.from
        content = header.content
    }

    /// The canonical text, for storage.
    package var text: [UInt8] {
        TelegramHeader(from: from, content: content).text(firstLine: Self.firstLine)
    }

    /// The telegram that this draft becomes when it is released.
    ///
    /// - Parameter sender: who releases it, where the draft leaves that open; must agree with the draft otherwise.
    package func telegram(
        number: Int64, dateTime: Instant, from sender: Address? = nil
    ) throws(FormatError) -> Telegram {
        guard let from = from ?? sender else { throw FormatError("the draft does not say whom it is from") }
        if let sender, sender != from { throw FormatError("the draft is from \(from), not from \(sender)") }
        return try Telegram(number: number, dateTime: dateTime, from: from, content: content)
    }

    static let firstLine = FirstLine(format: "CABLEGRAM DRAFT")
}
