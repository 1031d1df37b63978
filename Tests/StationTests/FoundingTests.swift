import Age
import DurableFiles
import FolderSupport
import Register
import Sealing
import StationSupport
import Telegrams
import Testing
import Traffic

@testable import Desk
@testable import Station

@Suite struct FoundingTests {
    let network: TestNetwork

    init() throws {
        network = try TestNetwork()
    }

    @Test func aCommandInAnEmptyFolderDoesNotSpoilItForAFounding() throws {
        let path = try network.folder.makeFolder("MOSCOW")
        let error = #expect(throws: StationError.self) { try Station(home: StationHome(path: path)) }
        #expect(error?.code == .notFound)
        #expect(try network.folder.names(in: "MOSCOW").isEmpty)
        _ = try network.found("MOSCOW", officers: "FILIPPOV")
    }

    @Test func aFoundingThatCouldNotKeepItsIncarnationIsAFirstOneStill() throws {
        let witnesses = network.folder.place("state")
        let home = StationHome(path: network.folder.place("MOSCOW"), witnesses: witnesses)
        let clock = network.clock
        func found() throws -> Station { try Station.found(Designator("MOSCOW"), home: home, clock: { clock.now }) }
        // A file is where the folder ought to be.
        try network.folder.put("state", [1])
        #expect(throws: (any Error).self) { try found() }
        try network.remove("state")
        #expect(try !found().beganAnew)
        #expect(try !Station(home: home, clock: { clock.now }).beganAnew)
    }

    @Test func aStationIsFoundedOnce() throws {
        let moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        let card = try moscow.card
        let error = #expect(throws: StationError.self) { try network.found("MOSCOW") }
        #expect(error?.code == .refused)
        #expect(try moscow.another().card == card)
        #expect(throws: Never.self) { try moscow.session("FILIPPOV") }
    }

    @Test func aFoundingBrokenOffAfterTheKeysIsDoneAgain() throws {
        let home = StationHome(path: network.folder.place("MOSCOW"))
        try home.create()
        _ = try ServiceKeys.create(in: home, at: network.clock.now)
        let moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        #expect(try moscow.station.sealingKeys().count == 1)
        try moscow.card.verify()
    }

    @Test func aFoundingBrokenOffBeforeTheCardIsFinished() throws {
        let moscow = try network.found("MOSCOW")
        let key = try moscow.card.stationKey
        _ = try moscow.station.register.write { try $0.removeCard(of: moscow.station.designator) }
        let again = try network.found("MOSCOW", officers: "FILIPPOV")
        #expect(try again.card.stationKey == key)
    }

    @Test func anOfficerWhoseAdditionWasBrokenOffCanBeAdded() throws {
        let moscow = try network.found("MOSCOW")
        let folder = moscow.station.home.officer(try Codename("FILIPPOV"))
        try folder.create()
        let sealing = SealingKeyFolder(path: folder.sealingKeys)
        try sealing.keep(sealing.newKey(at: network.clock.now)) { $0.reversed() }
        try moscow.add("FILIPPOV")
        #expect(try moscow.session("FILIPPOV").identities.count == 1)
    }

    @Test func anotherPassphraseReplacesTheOldOne() throws {
        let moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        let name = try Codename("FILIPPOV")
        try moscow.station.changePassphrase(
            of: name, from: TestStation.passphrase(), to: TestStation.passphrase("battery staple"),
            workFactor: TestStation.workFactor)
        let error = #expect(throws: StationError.self) { try moscow.session("FILIPPOV") }
        #expect(error?.code == .locked)
        #expect(throws: Never.self) {
            try moscow.station.unlock(name, passphrase: TestStation.passphrase("battery staple"), sshAgentSocket: nil)
        }
    }

    @Test func whatTheAgentKeepsOpensTheSameKeys() throws {
        let moscow = try network.found("MOSCOW", officers: "FILIPPOV", "MOLOTOV")
        var resumed: OfficerSession?
        try moscow.station.keysForAgent(Codename("FILIPPOV"), passphrase: TestStation.passphrase()) { kept in
            resumed = try moscow.station.resume(kept, sshAgentSocket: nil)
        }
        #expect(try resumed?.publicKey == moscow.session("FILIPPOV").publicKey)
        let beijing = try network.found("BEIJING")
        try moscow.station.keysForAgent(Codename("FILIPPOV"), passphrase: TestStation.passphrase()) { kept in
            _ = #expect(throws: StationError.self) { try beijing.station.resume(kept, sshAgentSocket: nil) }
        }
    }

    @Test func differentCodenamesHaveDifferentFolders() throws {
        let names = [
            "A B", "A-B", "A- B", "A -B", "A'B", "A.B", "A'-B", "A. B", "A.-B", "A'H", "A-H", "AHB", "A.D", "A'D",
        ]
        let folders = Set(try names.map { try Codename($0).fileName })
        #expect(folders.count == names.count)
        #expect(try Codename("KIM IL SUNG").fileName == "kim-il-sung")
        #expect(folders.allSatisfy { $0.utf8.allSatisfy { $0 != 0x2F && $0 < 0x80 } })
    }

    @Test func everyFileIsReadableByNobodyElse() throws {
        let moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        for file in try moscow.files().keys where !file.hasPrefix("station.db") {
            #expect(network.folder.mode("MOSCOW/\(file)") == 0o600, "\(file)")
        }
        for folder in ["", "/keys", "/officers", "/officers/filippov", "/quarantine", "/enclosures"] {
            #expect(network.folder.mode("MOSCOW\(folder)") == 0o700, "\(folder)")
        }
    }

    @Test func aClockBeforeNineteenSeventyIsNoObstacle() throws {
        network.clock.advance(days: -27_394)
        let moscow = try network.found("MOSCOW", officers: "FILIPPOV")
        let beijing = try network.found("BEIJING", officers: "MAO ZEDONG")
        try network.link(moscow, beijing)
        try moscow.send("June 1951", from: "FILIPPOV", to: ["MAO ZEDONG@BEIJING"])
        try network.exchangeUntilQuiet(moscow, beijing)
        #expect(try beijing.openAll(as: "MAO ZEDONG") == ["June 1951"])
    }
}
