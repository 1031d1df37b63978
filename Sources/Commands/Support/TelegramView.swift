import Desk
import Sealing
import Station
import Telegrams
import Traffic

/// An opened telegram as `open` and `show` print it.
struct TelegramView: Presentable {
    struct EnclosureView: Encodable {
        let name: String
        let mediaType: String
        let size: Int64
        let sha256: String
        let arrived: Int64
        let total: Int64
    }

    let number: Int64?
    let station: String
    let originatorNumber: Int64
    let dateTime: String
    let from: String
    let signer: String
    let signerKey: String
    let to: [String]
    let info: [String]
    let careOf: [String]
    let precedence: String
    let kind: String
    let filingReference: String?
    let matter: String?
    let subject: String?
    let references: [String]
    let replyBy: String?
    let actions: [String]
    let handling: [String]
    let enclosures: [EnclosureView]
    let paragraphs: [String]
    let identity: String
    let readdressed: [TelegramView]
    /// The stations that did not accept it, and who cannot open it: nothing of that is in the telegram itself.
    private(set) var troubles: [String] = []

    init(_ message: OpenedTelegram, station: Station, book: CodenameBook = CodenameBook()) throws {
        let enclosures = try message.telegram.content.enclosures.map { try station.status(of: $0) }
        self.init(
            message.telegram, number: message.entry.number, identity: message.identity, signer: message.signer,
            key: message.signerFingerprint, enclosures: enclosures,
            readdressed: message.readdressed.map { TelegramView($0, book: book) }, book: book)
        if message.entry.direction == .outgoing { troubles = try station.trace(message.entry.number).troubles }
    }

    private init(_ original: ReaddressedTelegram, book: CodenameBook) {
        self.init(
            original.telegram, number: nil, identity: original.identity, signer: original.signer,
            key: original.signerFingerprint, enclosures: [], readdressed: [], book: book)
    }

    private init(
        _ telegram: Telegram, number: Int64?, identity: Digest256, signer: SignerState, key: KeyFingerprint,
        enclosures: [EnclosureStatus], readdressed: [TelegramView], book: CodenameBook
    ) {
        self.number = number
        station = telegram.from.station.description
        originatorNumber = telegram.number
        dateTime = telegram.dateTime.description
        from = book.name(telegram.from)
        self.signer = signer.word
        signerKey = key.description
        to = telegram.content.to.map(book.name)
        info = telegram.content.info.map(book.name)
        careOf = telegram.content.careOf.map(book.name)
        precedence = telegram.content.precedence.description
        kind = telegram.content.kind.rawValue
        filingReference = telegram.content.filingReference
        matter = telegram.content.matter
        subject = telegram.content.subject
        references = telegram.content.references.map(\.words)
        cited = telegram.content.references.map(\.line)
        replyBy = telegram.content.replyBy?.description
        actions = telegram.content.actions
        handling = telegram.content.handling
        self.enclosures = enclosures.map {
            EnclosureView(
                name: $0.line.name, mediaType: $0.line.mediaType, size: $0.line.size,
                sha256: $0.line.digest.description,
                arrived: $0.present, total: $0.total)
        }
        paragraphs = telegram.content.paragraphs
        self.identity = identity.description
        self.readdressed = readdressed
        date = DateTimeGroup.short(telegram.dateTime)
    }

    private let date: String
    /// The references as a person reads them.
    private let cited: [String]

    enum CodingKeys: String, CodingKey {
        case number, station, originatorNumber, dateTime, from, signer, signerKey, to, info, careOf, precedence, kind
        case filingReference, matter, subject, references, replyBy, actions, handling, enclosures, paragraphs, identity
        case readdressed, troubles
    }

    var lines: [String] {
        let style = Console.style
        let here = number == originatorNumber || number == nil ? "" : "   here No. \(number ?? 0)"
        let head =
            [
                style("\(station) No. \(originatorNumber)", .bold) + "   \(date)   "
                    + style(precedence.uppercased(), .bold) + "   \(kind)\(here)",
                row("from", "\(from)   \(signerWords)"),
            ] + troubles.map { style(Console.visible($0), .yellow) }
        let fields =
            rows("to", to) + rows("info", info) + rows("care of", careOf) + quotedRows("filed as", filingReference)
            + quotedRows("matter", matter) + quotedRows("subject", subject) + rows("cites", cited)
            + rows("reply by", replyBy.map { [$0] } ?? []) + rows("action", actions.map { Console.quoted($0) })
            + rows("handling", handling.map { Console.quoted($0) }) + rows("enclosed", enclosures.map(words))
        let text = paragraphs.isEmpty ? [] : [""] + Console.page.theirs(paragraphs.joined(separator: "\n\n"))
        return head + fields + text + readdressed.flatMap { ["", style("readdressed:", .bold)] + $0.lines }
    }

    private var signerWords: String {
        switch signer {
        case SignerState.confirmed.word: "(signature good)"
        case SignerState.unconfirmed.word: "(signature good, card unverified)"
        default: Console.style("(SIGNATURE NOT CHECKED: no card of \(station) is pinned; key \(signerKey))", .red)
        }
    }

    private func words(_ enclosure: EnclosureView) -> String {
        let missing =
            enclosure.arrived == enclosure.total
            ? "" : ", \(enclosure.arrived) of \(enclosure.total) bytes have arrived"
        return "\(Console.quoted(enclosure.name)) (\(enclosure.mediaType), \(enclosure.size) bytes\(missing))"
    }

    private func rows(_ name: String, _ values: [String]) -> [String] { values.map { row(name, $0) } }

    private func quotedRows(_ name: String, _ value: String?) -> [String] {
        value.map { [row(name, Console.quoted($0))] } ?? []
    }

    private func row(_ name: String, _ value: String) -> String {
        name + String(repeating: " ", count: 10 - name.count) + Console.visible(value)
    }
}

extension SignerState {
    var word: String {
        switch self {
        case .confirmed: "good"
        case .unconfirmed: "good-unverified-card"
        case .unknown: "not-checked"
        }
    }
}

extension Reference {
    /// The reference in words: `BEIJING No. 512 of 291000Z JUN 51`.
    var words: String {
        switch self {
        case .telegram(let station, let number, let date, _):
            "\(station) No. \(number)" + (date.map { " of \(DateTimeGroup.short($0))" } ?? "")
        case .outside(let text): text
        }
    }

    /// The same within a line of the program's own.
    fileprivate var line: String {
        if case .outside(let text) = self { Console.quoted(text) } else { words }
    }
}

extension Trace {
    /// What keeps the telegram from those to whom it is addressed, a line each.
    var troubles: [String] {
        refusals.map { refused in
            "REFUSED by \(refused.parcel.peer), \(DateTimeGroup.short(refused.at)), \(Console.quoted(refused.reason)): "
                + "'cable send-again \(entry.number)'"
        }
            + addressees.filter { $0.unreadable != nil && $0.opened == nil }.map {
                "UNREADABLE for \($0.address): the key to which it is sealed is gone"
            }
    }
}
