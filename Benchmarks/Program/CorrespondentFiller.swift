import DurableFiles
import Register
import Relay
import Station
import Telegrams

/// Gives a station many correspondents: stations that were really founded, their cards pinned, and numbers in both directions.
struct CorrespondentFiller {
    private let station: Station
    /// Where stations are founded, to be thrown away when their cards are pinned.
    private let scratch: String

    init(folder: String, scratch: String) throws {
        station = try Station(home: StationHome(path: folder))
        self.scratch = scratch
    }

    func fill(_ count: Int) throws {
        let cards = try parallelMap(0..<count) { index in
            let name = try Designator("STATION-\(index + 1)")
            let founded = try Station.found(name, home: StationHome(path: "\(scratch)/\(name)"))
            return (name: name, card: try founded.ownCard().bytes)
        }
        for (_, card) in cards { _ = try station.importCard(card) }
        try station.register.write { writer in
            for (name, _) in cards { try correspond(with: name, in: writer) }
        }
    }

    /// Ten numbers heard.
    private func correspond(with peer: Designator, in writer: Register.Writer) throws {
        var correspondence = try writer.reader.correspondence(with: peer)
        var random = SystemRandomNumberGenerator()
        let incarnation = try writer.reader.incarnation()
        for channel in Int64(1)...10 {
            _ = correspondence.hear(incarnation, channel, known: .nothing, at: .now(), using: &random)
        }
        try writer.set(correspondence, with: peer)
    }
}
