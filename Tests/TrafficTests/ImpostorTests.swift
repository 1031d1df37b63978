import BundleProtocol
import Desk
import FoundationEssentials
import Relay
import Station
import StationSupport
import Telegrams
import Testing

@testable import Traffic

/// Bundles with the identity of others.
@Suite struct ImpostorTests {
    let network: TestNetwork
    let moscow: TestStation
    let beijing: TestStation
    let pyongyang: TestStation
    let evil: Attacker

    /// Moscow reaches Pyongyang by way of Beijing only, which has another neighbour.
    init() throws {
        network = try TestNetwork()
        moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        beijing = try network.found("BEIJING")
        pyongyang = try network.found("PYONGYANG", officers: "KIM IL SUNG")
        evil = try Attacker("EVIL", in: network)
        try network.link(moscow, beijing)
        try network.link(beijing, pyongyang)
        try network.link(evil.test, beijing)
        try network.introduce(moscow, pyongyang)
        try moscow.station.addRoute(to: pyongyang.station.designator, via: beijing.station.designator)
        try pyongyang.station.addRoute(to: moscow.station.designator, via: beijing.station.designator)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
    }

    /// A telegram on its way, which the attacker has seen.
    private func genuine() throws -> Bundle {
        try moscow.send("Genuine", from: "FILIPPOV", to: ["KIM IL SUNG@PYONGYANG"])
        _ = try moscow.station.exchange()
        let file = try #require(try network.bundles(for: beijing).last)
        return try Bundle(parsing: #require(network.folder.content(file)))
    }

    @Test func garbageWithTheIdentityOfATelegramDoesNotTakeItsPlace() throws {
        let genuine = try genuine()
        try evil.put(evil.impostor(of: genuine, payload: Array("garbage".utf8)), for: beijing)
        #expect(try beijing.station.exchange(only: ["to-EVIL"]).relayed == 1)
        #expect(try beijing.station.exchange().relayed == 1)
        let report = try pyongyang.station.exchange()
        #expect((report.received.count, report.quarantined.count) == (1, 1))
        #expect(try pyongyang.openAll(as: "KIM IL SUNG") == ["Genuine"])
    }

    @Test func fourOfOneIdentityAreKeptAndTheSenderOfAFifthRepeatsIt() throws {
        let genuine = try genuine()
        try pyongyang.station.removeLink("to-BEIJING")
        try beijing.station.removeLink("to-PYONGYANG")
        for number in 0..<6 {
            try evil.put(evil.impostor(of: genuine, payload: Array("garbage \(number)".utf8)), for: beijing)
        }
        let report = try beijing.station.exchange(only: ["to-EVIL"])
        #expect((report.relayed, report.quarantined.count) == (Carried.mostOfOneIdentity, 2))
        #expect(try beijing.station.exchange(only: ["to-MOSCOW"]).quarantined.count == 1)

        let path = network.folder.place("links/BEIJING-PYONGYANG")
        try beijing.station.addFolder("again", path: path, peer: pyongyang.station.designator)
        try pyongyang.station.addFolder("again", path: path, peer: beijing.station.designator)
        try network.exchangeUntilQuiet(moscow, beijing, pyongyang)
        #expect(try pyongyang.openAll(as: "KIM IL SUNG") == ["Genuine"])
    }

    @Test func theNamesInTheVectorsAreWhatTheDigestsSay() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Vectors/bundle")
        var count = 0
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            guard let name = lines.first(where: { $0.hasPrefix("name: ") })?.dropFirst(6) else { continue }
            let digits = Array(lines.split(separator: "")[1].joined().utf8)
            let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
                UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
            }
            let bundle = try Bundle(parsing: bytes, tolerating: [.anonymousSource])
            #expect(bundle.name.fileName == name)
            count += 1
        }
        #expect(count == 6)
    }
}
