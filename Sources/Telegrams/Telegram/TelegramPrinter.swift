extension TelegramHeader {
    /// The canonical text, in which fields that are nil are left out (for a draft, number and date-time).
    func text(firstLine: FirstLine) -> [UInt8] {
        var writer = TextWriter(firstLine: firstLine.text)
        write(to: &writer)
        Paragraphs.write(content.paragraphs, to: &writer)
        return writer.bytes
    }

    /// Writes the fields in their order.
    func write(to writer: inout TextWriter) {
        writer.field("number", number.map { String($0) })
        writer.field("filing-reference", content.filingReference)
        writer.field("date-time", dateTime?.description)
        writer.field("precedence", content.precedence)
        writer.field("info-precedence", content.infoPrecedence?.description)
        writer.field("from", from?.description)
        writer.field("to", each: content.to)
        writer.field("info", each: content.info)
        writer.field("exempt", each: content.exempt)
        writer.field("care-of", each: content.careOf)
        writer.field("kind", content.kind)
        writer.field("matter", content.matter)
        writer.field("subject", content.subject)
        writer.field("reference", each: content.references)
        writer.field("reply-by", content.replyBy?.description)
        writer.field("action", each: content.actions)
        writer.field("handling", each: content.handling)
        writer.field("enclosure", each: content.enclosures)
        writer.field("drafter", content.drafter?.description)
        writer.field("releaser", content.releaser?.description)
    }
}
