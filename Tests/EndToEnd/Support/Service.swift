import Glibc
import Synchronization
import Testing

/// A `cable serve` that runs; it is killed at the latest when nobody holds it any more.
final class Service: Sendable {
    let station: TestStation
    private let program: RunningProgram
    private let isRunning = Mutex(true)

    fileprivate init(_ station: TestStation, _ program: RunningProgram) {
        self.station = station
        self.program = program
    }

    deinit { if isRunning.withLock({ $0 }) { _ = try? kill() } }

    var process: Int { Int(program.pid) }

    var log: String { get throws { try program.errors } }

    @discardableResult
    func kill() throws -> Run { try end(SIGKILL) }

    /// Asks it to end in order.
    @discardableResult
    func stop() throws -> Run { try end(SIGTERM) }

    /// Resident memory in KiB.
    func memory() throws -> Int {
        let lines = try Files.text("/proc/\(process)/status").split(separator: "\n")
        let line = try #require(lines.first { $0.hasPrefix("VmRSS:") })
        return try #require(Int(line.filter(\.isNumber)))
    }

    /// The place where it listens.
    func place() throws -> String { try #require(station.status()["service"]["listening"][0].text) }

    private func end(_ signal: Int32) throws -> Run {
        program.kill(signal)
        defer { isRunning.withLock { $0 = false } }
        return try program.wait()
    }
}

extension TestStation {
    /// Serves the station, and returns once it is served.
    ///
    /// - Parameter place: where to listen; port 0 is any that is free.
    func serve(
        on place: String? = nil, _ more: String..., at location: SourceLocation = #_sourceLocation
    ) throws -> Service {
        let listen = place.map { ["--listen", $0] } ?? []
        let service = Service(self, try start(["serve", "--look", "0.2"] + listen + more))
        try eventually("\(name) is served", at: location) {
            try status()["service"]["process"].integer == service.process
        }
        return service
    }

    func status() throws -> JSON { try run("status", "--json").json() }

    /// A link as the status shows it.
    func link(_ link: String) throws -> JSON {
        try status()["links"].items.first { $0["name"].text == link } ?? .null
    }

    /// How far the only addressee of a telegram that was sent from here is.
    func state(of number: Int) throws -> String? {
        try run("list", "--json", "--limit", "1000").json().items.first { $0["number"].integer == number }?[
            "addressees"][0]["state"].text
    }

    func expectArrival(of number: Int, at location: SourceLocation = #_sourceLocation) throws {
        try eventually("the receipt for No. \(number) comes", at: location) { try state(of: number) == "arrived" }
    }
}

/// Asks until something is so; the bound is generous, for a machine that has much to do.
func eventually(
    _ what: String, within seconds: Int = 60, at location: SourceLocation = #_sourceLocation,
    _ isSo: () throws -> Bool
) throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while try !isSo() {
        try #require(ContinuousClock.now < end, "it does not come about that \(what)", sourceLocation: location)
        usleep(50_000)
    }
}

extension Network {
    static let anyPort = "127.0.0.1:0"

    /// Stations with an officer each, who have pinned each other's cards and have no link yet.
    static func unlinked(_ members: [(String, String)], in workspace: Workspace) throws -> Network {
        let stations = try members.map { try TestStation.found($0.0, officers: [$0.1], in: workspace) }
        let network = Network(workspace: workspace, stations: stations)
        for station in stations { try station.run("card", "export", "--output", network.card(of: station)) }
        for station in stations {
            for other in stations where other.name != station.name {
                try station.run("card", "import", network.card(of: other))
            }
        }
        return network
    }

    /// Links two stations on line; the second one is connected to.
    func connect(_ first: TestStation, to second: TestStation, on place: String) throws {
        try second.run("link", "add-tcp", "to-" + first.name, first.name)
        try first.run("link", "add-tcp", "to-" + second.name, second.name, place)
    }

    /// ALPHA with ANN, BRAVO with BEN and CHARLIE with CYR, each served; ALPHA and CHARLIE have connected to BRAVO.
    static func servedLine() throws -> (network: Network, services: [Service]) {
        let network = try unlinked([("ALPHA", "ANN"), ("BRAVO", "BEN"), ("CHARLIE", "CYR")], in: Workspace())
        let (alpha, bravo, charlie) = (network.stations[0], network.stations[1], network.stations[2])
        let middle = try bravo.serve(on: "127.0.0.1:\(network.workspace.freePort())")
        for end in [alpha, charlie] { try network.connect(end, to: bravo, on: middle.place()) }
        try alpha.run("route", "add", "CHARLIE", "--via", "BRAVO")
        try charlie.run("route", "add", "ALPHA", "--via", "BRAVO")
        return (network, [try alpha.serve(), middle, try charlie.serve()])
    }
}
