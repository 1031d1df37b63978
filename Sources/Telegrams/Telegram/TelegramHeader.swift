/// The fields that a telegram and a draft have in common, and the one reader and writer of both.
struct TelegramHeader {
    /// Which of the two texts is meant.
    enum Form {
        case telegram
        /// Without number and date-time, and the sender may be left open.
        case draft
    }

    var number: Int64?
    var dateTime: Instant?
    var from: Address?
    var content: Telegram.Content

    /// Every field in the order in which it stands.
    static let vocabulary = [
        "number", "filing-reference", "date-time", "precedence", "info-precedence", "from", "to", "info", "exempt",
        "care-of", "kind", "matter", "subject", "reference", "reply-by", "action", "handling", "enclosure", "drafter",
        "releaser",
    ]

    static let draftVocabulary = vocabulary.filter { $0 != "number" && $0 != "date-time" }
}

extension TelegramHeader {
    init(parsing lines: [String], firstLine: FirstLine, form: Form) throws(FormatError) {
        try firstLine.check(lines[0])
        let vocabulary = form == .telegram ? Self.vocabulary : Self.draftVocabulary
        var reader = try HeaderReader(vocabulary: vocabulary, text: lines)
        try self.init(reading: &reader, form: form)
        content.paragraphs = try Paragraphs.read(lines, after: reader.lastNumber)
        guard !content.paragraphs.isEmpty || !content.enclosures.isEmpty else {
            throw FormatError(line: lines.count, "no text and no enclosure")
        }
    }

    /// Reads the header, and leaves the paragraphs empty.
    init(reading reader: inout HeaderReader, form: Form) throws(FormatError) {
        if form == .telegram {
            number = try reader.required("number") { value throws(FormatError) in
                try WholeNumber.parse(value, in: 1...Int64.max, what: "telegram number")
            }
        }
        let filingReference = try reader.optional("filing-reference", String.init)
        if form == .telegram {
            dateTime = try reader.required("date-time", Instant.init(rfc3339:))
        }
        content = Telegram.Content(
            filingReference: filingReference, precedence: try reader.required("precedence", Precedence.init(word:)),
            to: [], kind: .service)
        content.infoPrecedence = try reader.optional("info-precedence", Precedence.init(word:))
        let infoPrecedenceLine = reader.lastNumber
        from =
            try form == .telegram
            ? reader.required("from", Address.init) : reader.optional("from", Address.init)
        try content.readAddressees(&reader)
        try content.checkInfoPrecedence(line: infoPrecedenceLine)
        try content.readMatter(&reader)
        try content.readRest(&reader)
        try reader.finish()
    }
}

extension Telegram.Content {
    fileprivate mutating func readAddressees(_ reader: inout HeaderReader) throws(FormatError) {
        var seen: Set<Address> = []
        var room = Telegram.Limits.addressees
        func admit(_ value: Substring) throws(FormatError) -> Address {
            room -= 1
            guard room >= 0 else { throw FormatError("more than \(Telegram.Limits.addressees) addressees") }
            return try Address(value)
        }
        func unique(_ value: Substring) throws(FormatError) -> Address {
            let address = try admit(value)
            guard seen.insert(address).inserted else { throw FormatError("'\(address)' is listed twice") }
            return address
        }
        let limit = Telegram.Limits.addressees
        to = try reader.nonEmptyList("to", limit: limit, unique)
        info = try reader.list("info", limit: limit, unique)
        exempt = try reader.list("exempt", limit: limit, unique)
        seen = []
        careOf = try reader.list("care-of", limit: limit) { value throws(FormatError) in
            let custodian = try unique(value)
            guard custodian.officer != nil else { throw FormatError("a custodian is an officer at a station") }
            return custodian
        }
    }

    fileprivate func checkInfoPrecedence(line: Int) throws(FormatError) {
        guard let infoPrecedence else { return }
        guard infoPrecedence > precedence else {
            throw FormatError(
                line: line, "info-precedence must be less urgent than precedence; leave it out if it is the same")
        }
        guard !info.isEmpty else { throw FormatError(line: line, "info-precedence without an info addressee") }
    }

    fileprivate mutating func readMatter(_ reader: inout HeaderReader) throws(FormatError) {
        kind = try reader.required("kind", Telegram.Kind.init(word:))
        matter = try reader.optional("matter", String.init)
        if matter == nil, !kind.isServiceTraffic { throw reader.missing("matter") }
        subject = try reader.optional("subject", String.init)
        if subject == nil, !kind.isServiceTraffic { throw reader.missing("subject") }
    }

    fileprivate mutating func readRest(_ reader: inout HeaderReader) throws(FormatError) {
        references = try reader.list("reference", limit: Telegram.Limits.references, Reference.init)
        replyBy = try reader.optional("reply-by", Instant.init(rfc3339:))
        actions = try reader.list("action", limit: Telegram.Limits.actions, String.init)
        handling = try reader.list("handling", limit: Telegram.Limits.handling, String.init)
        var names: Set<String> = []
        enclosures = try reader.list("enclosure", limit: Telegram.Limits.enclosures) { value throws(FormatError) in
            let enclosure = try Enclosure(value)
            guard names.insert(enclosure.name).inserted else {
                throw FormatError("two enclosures are named \(quoted(enclosure.name))")
            }
            return enclosure
        }
        drafter = try reader.optional("drafter", Codename.init)
        releaser = try reader.optional("releaser", Codename.init)
    }
}
