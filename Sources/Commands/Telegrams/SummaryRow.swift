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

        init(_ addressee: TelegramSummary.Person) {
            address = addressee.address.description
            role = addressee.role.rawValue
            state = addressee.state
            arrived = addressee.arrived?.description
            opened = addressee.opened?.description
            done = addressee.done?.description
            declined = addressee.declined?.description
            reasonNumber = addressee.reasonNumber
        }
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
    /// When it was entered here, as a date-time group.
    let recordedGroup: String

    enum CodingKeys: String, CodingKey {
        case number, direction, service, recorded, precedence, from, originatorNumber, dateTime, kind, channel, subject
        case addressees
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
        addressees = summary.addressees.map(Person.init)
        recordedGroup = DateTimeGroup.short(entry.recorded)
    }

    static let heading = ["NO", "", "TIME", "PRECEDENCE", "FROM", "TO", "STATE", "SUBJECT"]

    var cells: [String] {
        let people = addressees.filter { $0.role != "care-of" }
        let others = people.count > 1 ? " +\(people.count - 1)" : ""
        return [
            "\(number)", direction, recordedGroup, precedence, sender, (people.first?.address ?? "-") + others,
            state(of: people), subject ?? (direction == "in" ? "(sealed)" : "-"),
        ]
    }

    private var sender: String {
        guard let from else { return "-" }
        guard let originatorNumber, direction == "in" else { return from }
        return "\(from) No. \(originatorNumber)"
    }

    /// The least advanced of the addressees decides.
    private func state(of people: [Person]) -> String {
        let states = people.map(\.state)
        return TelegramSummary.Person.states.first { states.contains($0) } ?? "-"
    }
}

extension TelegramSummary.Person {
    /// From the least to the most advanced.
    static let states = ["declined", "sent", "arrived", "opened", "done"]

    var state: String {
        if declined != nil { return "declined" }
        if done != nil { return "done" }
        if opened != nil { return "opened" }
        return arrived != nil ? "arrived" : "sent"
    }
}

extension Listing where Row == SummaryRow {
    init(_ summaries: [TelegramSummary], empty: String) {
        self.init(rows: summaries.map(SummaryRow.init), heading: SummaryRow.heading, empty: empty, cells: \.cells)
    }
}
