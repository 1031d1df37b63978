import Desk
import Station
import Telegrams

/// A telegram as a line of `list`, `inbox` and `search`.
struct SummaryRow: Encodable {
    struct Person: Encodable {
        let address: String
        let role: String
        let state: String
        let arrived: String?
        let opened: String?
        let done: String?
        let declined: String?
        let reasonNumber: Int64?
        /// Since when it is known that he cannot open it.
        let unreadable: String?

        /// - Parameter isRefused: whether his station did not accept it.
        init(_ addressee: TelegramSummary.Person, isRefused: Bool) {
            address = addressee.address.description
            role = addressee.role.rawValue
            state = isRefused ? "refused" : addressee.state
            arrived = addressee.arrived?.description
            opened = addressee.opened?.description
            done = addressee.done?.description
            declined = addressee.declined?.description
            reasonNumber = addressee.reasonNumber
            unreadable = addressee.unreadable?.description
        }
    }

    /// A station that did not accept it.
    struct Refusal: Encodable {
        let station: String
        let channel: Int64
        let at: String
        let reason: String
    }

    let number: Int64
    let direction: String
    let service: Bool
    let recorded: String
    let precedence: String
    let from: String?
    let originatorNumber: Int64?
    let dateTime: String?
    let kind: String?
    let channel: Int64?
    let subject: String?
    let addressees: [Person]
    let refusals: [Refusal]
    /// When it was entered here, as a date-time group.
    let recordedGroup: String

    enum CodingKeys: String, CodingKey {
        case number, direction, service, recorded, precedence, from, originatorNumber, dateTime, kind, channel, subject
        case addressees, refusals
    }

    init(_ summary: TelegramSummary) {
        let entry = summary.entry
        number = entry.number
        direction = entry.direction.rawValue
        service = entry.isService
        recorded = entry.recorded.description
        precedence = entry.precedence.description
        from = entry.heading?.originator.description ?? entry.origin?.peer.description
        originatorNumber = entry.heading?.number
        dateTime = entry.heading?.dateTime.description
        kind = entry.heading?.kind
        channel = entry.origin?.channel
        subject = summary.subject
        let refusing = Set(summary.refusals.map(\.parcel.peer))
        addressees = summary.addressees.map { Person($0, isRefused: refusing.contains($0.address.station)) }
        refusals = summary.refusals.map {
            Refusal(
                station: $0.parcel.peer.description, channel: $0.parcel.channel, at: $0.at.description,
                reason: $0.reason)
        }
        recordedGroup = DateTimeGroup.short(entry.recorded)
    }

    static let heading = ["NO", "", "TIME", "PRECEDENCE", "FROM", "TO", "STATE", "SUBJECT"]

    var cells: [String] {
        let people = addressees.filter { $0.role != "care-of" }
        let others = people.count > 1 ? " +\(people.count - 1)" : ""
        return [
            "\(number)", direction, recordedGroup, precedence, sender, (people.first?.address ?? "-") + others,
            state(of: people), shownSubject ?? (direction == "in" ? "(sealed)" : "-"),
        ]
    }

    /// As its author wrote it, in quotation marks; nil where it is sealed, or there is none.
    var shownSubject: String? { subject.map { Console.quoted($0) } }

    private var sender: String {
        guard let from else { return "-" }
        guard let originatorNumber, direction == "in" else { return from }
        return "\(from) No. \(originatorNumber)"
    }

    /// The least advanced of the addressees decides.
    private func state(of people: [Person]) -> String {
        let states = people.map(\.state)
        let least = TelegramSummary.Person.states.first { states.contains($0) } ?? "-"
        return TelegramSummary.Person.failures.contains(least) ? least.uppercased() : least
    }
}

extension TelegramSummary.Person {
    /// From the least to the most advanced.
    static let states = failures + ["declined", "sent", "arrived", "opened", "done"]
    /// What the sender has to see to.
    static let failures = ["refused", "unreadable"]

    var state: String {
        if declined != nil { return "declined" }
        if done != nil { return "done" }
        if opened != nil { return "opened" }
        if unreadable != nil { return "unreadable" }
        return arrived != nil ? "arrived" : "sent"
    }
}

extension Listing where Row == SummaryRow {
    init(_ summaries: [TelegramSummary], empty: String) {
        self.init(rows: summaries.map(SummaryRow.init), heading: SummaryRow.heading, empty: empty, cells: \.cells)
    }
}
