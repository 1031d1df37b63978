import Register
import Telegrams

// Stations that are taken for each other: MOSC0W beside MOSCOW.

extension Station {
    /// The stations that are pinned here, this one included, and that another one is taken for.
    package func lookAlikes(of station: Designator) throws -> [Designator] {
        try register.read { try $0.stationsByNode() }.values.filter { $0.resembles(station) }.sorted()
    }

    /// All stations that are taken for others, with those others.
    package func lookAlikes() throws -> [Designator: [Designator]] {
        Self.lookAlikes(among: Array(try register.read { try $0.stationsByNode() }.values))
    }

    /// Of those that are taken for others, the ones whose words nobody has compared yet.
    package func unverifiedLookAlikes(in reader: Register.Reader) throws -> [(Designator, [Designator])] {
        let unverified = Set(try reader.unconfirmedStations())
        guard !unverified.isEmpty else { return [] }
        return Self.lookAlikes(among: Array(try reader.stationsByNode().values))
            .filter { unverified.contains($0.key) }.sorted { $0.key < $1.key }
    }

    private static func lookAlikes(among stations: [Designator]) -> [Designator: [Designator]] {
        let groups = Dictionary(grouping: stations, by: \.skeleton).values.filter { $0.count > 1 }
        let pairs = groups.flatMap { group in
            group.map { station in (station, group.filter { $0 != station }.sorted()) }
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
