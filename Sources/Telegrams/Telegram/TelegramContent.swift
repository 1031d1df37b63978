extension Telegram {
    /// What the author of a telegram writes: everything but its number, time and sender.
    ///
    /// Plain data while it is being put together; `Telegram` and `Draft` check it.
    package struct Content: Hashable, Sendable {
        /// The author's own file number: `335/III`.
        package var filingReference: String?
        /// For the action addressees.
        package var precedence: Precedence
        /// For the info addressees, where it is less urgent for them.
        package var infoPrecedence: Precedence?
        /// Who has to act.
        package var to: [Address]
        /// Who is only informed.
        package var info: [Address]
        /// Who is left out although a station of his is addressed.
        package var exempt: [Address]
        /// Custodians who receive it and hand it over.
        package var careOf: [Address]
        package var kind: Kind
        /// What it is about, in the words of the mandates; required except in receipts and service telegrams.
        package var matter: String?
        /// Required except in receipts and service telegrams.
        package var subject: String?
        package var references: [Reference]
        /// When an answer is due, to the second.
        package var replyBy: Instant?
        /// What the action addressees are to do.
        package var actions: [String]
        package var handling: [String]
        package var enclosures: [Enclosure]
        package var drafter: Codename?
        package var releaser: Codename?
        /// One string each, with line feeds inside; none only where there is an enclosure.
        package var paragraphs: [String]

        package init(
            filingReference: String? = nil, precedence: Precedence, infoPrecedence: Precedence? = nil,
            to: [Address], info: [Address] = [], exempt: [Address] = [], careOf: [Address] = [], kind: Kind,
            matter: String? = nil, subject: String? = nil, references: [Reference] = [], replyBy: Instant? = nil,
            actions: [String] = [], handling: [String] = [], enclosures: [Enclosure] = [],
            drafter: Codename? = nil, releaser: Codename? = nil, paragraphs: [String] = []
        ) {
            self.filingReference = filingReference
            self.precedence = precedence
            self.infoPrecedence = infoPrecedence
            self.to = to
            self.info = info
            self.exempt = exempt
            self.careOf = careOf
            self.kind = kind
            self.matter = matter
            self.subject = subject
            self.references = references
            self.replyBy = replyBy
            self.actions = actions
            self.handling = handling
            self.enclosures = enclosures
            self.drafter = drafter
            self.releaser = releaser
            self.paragraphs = paragraphs
        }
    }
}

extension Telegram.Content {
    /// Checks what a program may have put into the strings, and in its own words: a line feed in a subject would
    /// otherwise show as a strange field further down.
    func checkStrings() throws(FormatError) {
        try Rules.checkValue(filingReference, "filing-reference")
        try Rules.checkValue(matter, "matter")
        try Rules.checkValue(subject, "subject")
        for case .outside(let words) in references { try Rules.checkValue(words, "reference") }
        for action in actions { try Rules.checkValue(action, "action") }
        for note in handling { try Rules.checkValue(note, "handling") }
        if let replyBy { try Rules.checkWholeSecond(replyBy, "reply-by") }
        for paragraph in paragraphs { try Rules.checkParagraph(paragraph) }
    }
}

/// Checks of single values that were put together by a program.
enum Rules {
    static func checkValue(_ value: String?, _ name: String) throws(FormatError) {
        guard let value else { return }
        do {
            try HeaderLine.check(value: value)
            try CanonicalText.check(line: value)
        } catch {
            throw FormatError("\(name): \(error.rule)")
        }
    }

    static func checkWholeSecond(_ instant: Instant, _ name: String) throws(FormatError) {
        guard instant == instant.wholeSecond else { throw FormatError("\(name): not a whole second") }
    }

    static func checkParagraph(_ paragraph: String) throws(FormatError) {
        for line in paragraph.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            guard !line.isEmpty else { throw FormatError("a paragraph contains an empty line") }
            do { try CanonicalText.check(line: String(Substring(line))) } catch {
                throw FormatError("paragraph: \(error.rule)")
            }
        }
    }
}
