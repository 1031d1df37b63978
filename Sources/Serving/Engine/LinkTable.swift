import Links
import Register
import Station
import Telegrams

/// The links as they are configured, found by name and by where they lead.
struct LinkTable: Equatable {
    let records: [LinkRecord]
    private let byName: [String: LinkRecord]
    /// The names of the links of one kind to one station, in order.
    private let byWay: [Way: [String]]

    private struct Way: Hashable {
        var kind: String
        var peer: String
    }

    init(_ records: [LinkRecord]) {
        self.records = records.sorted { $0.name < $1.name }
        byName = Dictionary(records.map { ($0.name, $0) }) { first, _ in first }
        byWay = Dictionary(grouping: self.records) { Way(kind: $0.kind, peer: $0.peer?.description ?? "") }
            .mapValues { $0.map(\.name) }
    }

    subscript(name: String) -> LinkRecord? { byName[name] }

    /// The first link of a kind that leads to a station.
    func link(of kind: LinkKind, to peer: String) -> String? {
        byWay[Way(kind: kind.name, peer: peer)]?.first
    }
}
