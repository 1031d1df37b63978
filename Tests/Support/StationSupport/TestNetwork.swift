import Age
import Desk
import FolderSupport
import FoundationEssentials
import Register
import Station
import Telegrams
import Traffic

/// Stations in temporary folders, linked by folders, under one clock.
package final class TestNetwork: Sendable {
    package let folder: ScratchFolder
    package let clock: TestClock

    package init() throws {
        folder = try ScratchFolder(inMemory: true)
        clock = try TestClock()
        _ = try folder.makeFolder("links")
    }

    /// Founds a station with officers of these names.
    ///
    /// - Parameter isWitnessed: whether its incarnation is kept outside its folder, so that an older copy is noticed.
    package func found(
        _ name: String, officers: String..., firstNumber: Int64 = 1, isWitnessed: Bool = false
    ) throws -> TestStation {
        let clock = clock
        let home = StationHome(
            path: folder.place(name), witnesses: isWitnessed ? folder.place("witnesses") : nil)
        let station = try Station.found(
            Designator(name), home: home, firstNumber: firstNumber, clock: { clock.now }, uptime: { clock.uptime })
        let test = TestStation(station: station, network: self)
        for officer in officers { _ = try test.add(officer) }
        return test
    }

    /// Exchanges cards, and links two stations by a folder.
    package func link(_ first: TestStation, _ second: TestStation) throws {
        try introduce(first, second)
        let path = folder.place("links/\(first.name)-\(second.name)")
        try first.station.addFolder("to-\(second.name)", path: path, peer: second.station.designator)
        try second.station.addFolder("to-\(first.name)", path: path, peer: first.station.designator)
    }

    /// Each pins the other's card and compares its words.
    package func introduce(_ first: TestStation, _ second: TestStation) throws {
        for (one, other) in [(first, second), (second, first)] {
            _ = try one.station.importCard(other.card.bytes)
            try one.station.confirmCard(of: other.station.designator, words: other.card.fingerprintWords.description)
        }
    }

    /// Exchanges round after round until nothing moves any more.
    ///
    /// - Returns: how many rounds it took.
    @discardableResult
    package func exchangeUntilQuiet(_ stations: TestStation..., limit: Int = 12) throws -> Int {
        var reports: [ExchangeReport] = []
        for round in 1...limit {
            reports = try stations.map { try $0.station.exchange() }
            if reports.allSatisfy(\.isQuiet) { return round }
        }
        throw SupportError("after \(limit) rounds of exchange something still moves: \(reports)")
    }

    /// The bundle files that wait for a station on its links, sorted by name.
    package func bundles(for station: TestStation) throws -> [String] {
        try folder.names(in: "links").filter { link in
            (try? folder.names(in: "links/\(link)").contains(station.name)) ?? false
        }.flatMap { link in
            let inbox = "links/\(link)/\(station.name)"
            return try folder.names(in: inbox).filter { !$0.hasPrefix(".") }.map { "\(inbox)/\($0)" }
        }
    }

    package func remove(_ file: String) throws {
        try FileManager.default.removeItem(atPath: folder.place(file))
    }

    package func move(_ path: String, to other: String) throws {
        try FileManager.default.moveItem(atPath: path, toPath: other)
    }

    package func copy(_ file: String, to other: String) throws {
        try FileManager.default.copyItem(atPath: folder.place(file), toPath: folder.place(other))
    }
}

extension Station {
    package func addFolder(_ name: String, path: String, peer: Designator) throws {
        try addLink(LinkRecord(name: name, kind: LinkKind.folder.name, path: path, peer: peer))
    }
}
