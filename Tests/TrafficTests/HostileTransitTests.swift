import BundleProtocol
import Register
import Relay
import StationSupport
import Telegrams
import Testing

@testable import Station
@testable import Traffic

/// Bundles for others whose numbers somebody has chosen to do harm.
@Suite struct HostileTransitTests {
    let network: TestNetwork
    let beijing: TestStation
    let pyongyang: TestStation

    init() throws {
        network = try TestNetwork()
        beijing = try network.found("BEIJING")
        pyongyang = try network.found("PYONGYANG")
        try network.link(beijing, pyongyang)
        try network.exchangeUntilQuiet(beijing, pyongyang)
    }

    private static let numbers: [UInt64] = [0, 1, 1 << 31, 1 << 62, (1 << 63) - 1, 1 << 63, .max - 1, .max]
    private static let nowhere: UInt64 = 7777
    private static let day: UInt64 = 86_400_000

    private func bundle(
        to node: UInt64, from source: UInt64 = 4711, sequence: UInt64 = 1, created: UInt64 = 1, lifetime: UInt64,
        age: UInt64 = 0
    ) throws -> [UInt8] {
        try Bundle(
            destination: .ipn(node: node, service: 1), source: .ipn(node: source, service: 1),
            timestamp: CreationTimestamp(time: created, sequence: sequence), lifetime: lifetime, precedence: .routine,
            payload: Array(repeating: 0xA5, count: 300), age: age
        ).encoded()
    }

    @Test(arguments: numbers)
    func `no lifetime, age or creation time keeps later exchanges from their work`(lifetime: UInt64) throws {
        let known = pyongyang.station.record.node
        var report = ExchangeReport()
        var sequence: UInt64 = 0
        let sources = [4711, known, beijing.station.record.node]
        for other in Self.numbers {
            for (created, age) in [(other, 0), (1, other), (.max, other)] {
                for destination in [known, Self.nowhere, (1 << 32) - 2, .max] {
                    sequence += 1
                    let bytes = try bundle(
                        to: destination, from: sources[Int(sequence % 3)], sequence: sequence, created: created,
                        lifetime: lifetime, age: age)
                    _ = try beijing.station.takeIn(bytes, report: &report)
                }
            }
        }
        for days: Int64 in [1, 1, 10] {
            network.clock.advance(days: days)
            #expect(try beijing.station.exchange().troubles == [])
        }
        // The card of the other station is too old for an answer by then.
        network.clock.advance(days: 400)
        _ = try beijing.station.exchange()
        let left = try beijing.station.register.read { try $0.transit() }
        #expect(left.isEmpty, "\(left)")
    }

    @Test func `a bundle for nowhere is told once, waits quietly, and not for ever`() throws {
        let alone = try network.found("ALONE")
        var report = ExchangeReport()
        for sequence: UInt64 in 1...3 {
            _ = try alone.station.takeIn(
                bundle(to: Self.nowhere, sequence: sequence, lifetime: 90 * Self.day), report: &report)
        }
        #expect(report.remarks.count == 3)
        #expect(report.remarks[0] == "a bundle for node 7777, whose card is not pinned here, waits for at most 30 days")
        let quiet = try alone.station.exchange()
        #expect((quiet.troubles, quiet.held, quiet.remarks) == ([], [], []))
        #expect(try alone.station.inbox(of: nil, limit: 1).outgoing == 0, "no exchange lets them leave")

        network.clock.advance(days: 31)
        let last = try alone.station.exchange()
        #expect(last.remarks == ["3 bundles for other stations: given up, the time is over"])
        #expect(last.troubles == [])
        #expect(try alone.station.register.read { try $0.transit() }.isEmpty)
        #expect(try alone.station.exchange().remarks == [])
    }

    @Test func `a bundle whose destination becomes known in time is carried on`() throws {
        let moscow = try network.found("MOSCOW")
        var report = ExchangeReport()
        _ = try beijing.station.takeIn(
            bundle(to: moscow.station.record.node, lifetime: 90 * Self.day), report: &report)
        _ = try beijing.station.exchange()
        try network.link(beijing, moscow)
        _ = try beijing.station.exchange()
        let left = try beijing.station.register.read { try $0.transit() }
        #expect(left.isEmpty, "\(left)")
    }
}
