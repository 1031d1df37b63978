extension Notice {
    /// The most notices that one telegram may carry.
    package static let limit = 500

    /// Reads the notices of a receipt or service telegram.
    ///
    /// - Throws: `FormatError` naming the line of the telegram's text.
    package static func parse(_ telegram: Telegram) throws(FormatError) -> [Notice] {
        guard telegram.content.kind.isServiceTraffic else {
            throw FormatError("notices stand in receipts and service telegrams only")
        }
        guard telegram.content.paragraphs.count == 1 else { throw FormatError("notices stand in one paragraph") }
        // First line of the text, the header, an empty line.
        let firstLine = telegram.headerLines.count + 3
        var notices: [Notice] = []
        for line in telegram.content.paragraphs[0].utf8.split(separator: 0x0A) {
            let number = firstLine + notices.count
            guard notices.count < limit else { throw FormatError(line: number, "more than \(limit) notices") }
            do { notices.append(try Notice(line: String(Substring(line)))) } catch { throw error.at(line: number) }
        }
        return notices
    }

    /// The paragraph that carries the notices.
    ///
    /// - Throws: `FormatError` where there are none, more than 500, or one that would not be read back as it is: a
    ///   reason with a line feed in it must not become a notice of its own.
    package static func paragraph(_ notices: [Notice]) throws(FormatError) -> String {
        guard (1...limit).contains(notices.count) else { throw FormatError("a telegram carries 1 to \(limit) notices") }
        for notice in notices {
            guard try Notice(line: notice.description) == notice else {
                throw FormatError("the notice \(quoted(notice.description)) would not be read back as it is")
            }
        }
        return notices.map(\.description).joined(separator: "\n")
    }
}

extension Telegram.Content {
    /// A receipt or service telegram that carries notices.
    package init(
        kind: Telegram.Kind, precedence: Precedence, to: [Address], notices: [Notice]
    ) throws(FormatError) {
        guard kind.isServiceTraffic else {
            throw FormatError("notices stand in receipts and service telegrams only")
        }
        self.init(precedence: precedence, to: to, kind: kind, paragraphs: [try Notice.paragraph(notices)])
    }
}
