extension DraftText {
    /// A form to fill in, with what is known already: fields that stay empty are taken as left out.
    package static func template(
        from: Address? = nil, to: [Address] = [], references: [Reference] = [],
        matter: String? = nil, subject: String? = nil
    ) -> String {
        var form = Form()
        form.note("a draft; lines that begin with # and fields without a value are left out")
        form.field("precedence", "routine", note: "override, flash, immediate, priority, routine or deferred")
        form.optional("info-precedence", note: "for the info addressees, if less urgent")
        form.optional("filing-reference", note: "your own file number")
        form.field("from", from?.description ?? "", note: "OFFICER@STATION; you, if left out")
        form.field("to", to.map(\.description).joined(separator: ", "), note: "who has to act: OFFICER@STATION, ...")
        form.field("info", "", note: "who is only informed")
        form.optional("exempt", note: "who is left out although his station is addressed")
        form.optional("care-of", note: "the custodian who receives it and hands it over")
        form.field("kind", "", note: "instruction, advice, request, report or draft")
        form.field("matter", matter ?? "", note: "what it is about, in the words of the mandate")
        form.field("subject", subject ?? "", note: "one line")
        form.note("STATION NUMBER, and the time and identity if known; or: outside WORDS")
        for reference in references { form.field("reference", reference.description) }
        form.optional("reference", note: nil)
        form.optional("reply-by", note: "1951-07-01T12:00:00Z or 011200Z JUL 1951")
        form.optional("action", note: "what is to be done; one line each")
        form.optional("handling", note: "handling instructions; one line each")
        form.optional("drafter", note: "codename")
        form.optional("releaser", note: "codename")
        form.line("")
        form.line(DraftHeaderScanner.textMark)
        return form.text
    }

    /// A draft as its author may edit it: the canonical text, with the line that marks where the text begins.
    package static func editable(_ draft: Draft) -> String {
        var writer = TextWriter(firstLine: Draft.firstLine.text)
        TelegramHeader(from: draft.from, content: draft.content).write(to: &writer)
        writer.line("")
        writer.line(DraftHeaderScanner.textMark)
        Paragraphs.write(draft.content.paragraphs, to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The lines of the form: a note, and under it the field.
    private struct Form {
        private(set) var text = ""

        mutating func line(_ line: String) {
            text += line + "\n"
        }

        mutating func note(_ note: String?) {
            if let note { line("# " + note) }
        }

        mutating func field(_ name: String, _ value: String, note: String? = nil) {
            self.note(note)
            line(value.isEmpty ? name + ":" : name + ": " + value)
        }

        /// A field that few telegrams need: there to be uncommented.
        mutating func optional(_ name: String, note: String?) {
            self.note(note)
            line("#" + name + ":")
        }
    }
}
