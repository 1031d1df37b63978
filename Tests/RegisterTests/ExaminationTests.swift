import Crypto
import FolderSupport
import Foundation
import GRDB
import Register
import Telegrams
import Testing

@Suite struct ExaminationTests {
    let test: TestRegister

    init() throws {
        test = try TestRegister(firstNumber: 10)
        for content in 0..<5 as Range<UInt8> { try test.enter(content: [content, 1, 2, 3]) }
    }

    private func tamper(_ statements: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        try DatabaseQueue(path: test.path, configuration: configuration).write { try $0.execute(sql: statements) }
    }

    private var findings: RegisterFindings {
        get throws { try test.register.read { try $0.examine() } }
    }

    @Test func aGoodRegisterHasNoFaults() throws {
        let findings = try findings
        #expect(findings.faults.isEmpty)
        #expect(findings.count == 5)
        #expect(findings.first == 10)
        #expect(findings.last == 14)
        #expect(findings.leaves.count == 5)
        #expect(Set(findings.leaves).count == 5)
    }

    @Test func progressIsReportedForEveryEntry() throws {
        var counts: [Int] = []
        _ = try test.register.read { try $0.examine { counts.append($0) } }
        #expect(counts == [1, 2, 3, 4, 5])
    }

    @Test func aMissingNumberIsFound() throws {
        try tamper("DELETE FROM content WHERE number = 12; DELETE FROM entry WHERE number = 12")
        #expect(try findings.faults == ["No. 12 is missing"])
    }

    /// The last one is missed by no later number, but by the edge of the tree.
    @Test func aMissingLastNumberIsFound() throws {
        try tamper("DELETE FROM content WHERE number = 14; DELETE FROM entry WHERE number = 14")
        #expect(try findings.faults == ["the edge of the log's tree is not that of these entries"])
    }

    @Test func severalMissingNumbersAreNamedAtOnce() throws {
        try tamper("DELETE FROM content WHERE number < 13; DELETE FROM entry WHERE number < 13")
        #expect(try findings.faults == ["No. 10 to 12 are missing"])
    }

    @Test func aMissingTelegramIsFound() throws {
        try tamper("DELETE FROM content WHERE number = 13")
        #expect(try findings.faults == ["No. 13: the sealed telegram is missing"])
    }

    @Test(arguments: [
        "UPDATE content SET bytes = x'02010204' WHERE number = 12",
        "UPDATE entry SET recorded = recorded + 1 WHERE number = 12",
        "UPDATE entry SET salt = zeroblob(16) WHERE number = 12",
        "UPDATE entry SET leaf = zeroblob(53) WHERE number = 12",
        "UPDATE entry SET leaf = (SELECT leaf FROM entry WHERE number = 11) WHERE number = 12",
        "UPDATE entry SET direction = 'in', peer = 'BEIJING', incarnation = x'', channel = 1 WHERE number = 12",
    ])
    func anAlteredEntryIsFound(statement: String) throws {
        try tamper(statement)
        #expect(try findings.faults == ["No. 12: the sealed telegram or its time is not what was registered"])
    }

    @Test func twoTelegramsThatChangedPlacesAreFound() throws {
        try tamper(
            """
            UPDATE content SET number = 999 WHERE number = 10;
            UPDATE content SET number = 10 WHERE number = 11;
            UPDATE content SET number = 11 WHERE number = 999
            """)
        #expect(try findings.faults.count == 2)
    }

    @Test func aLeafHasFiftyThreeBytesInTheOrderThatIsWrittenDown() throws {
        let digest = Array(SHA256.hash(data: [1, 2, 3]))
        let leaf = RegisterLeaf(number: 0x0102, kind: .sent, time: -2, digest: digest)
        let head: [UInt8] = Array("TGR1".utf8) + [0, 0, 0, 0, 0, 0, 1, 2, 2]
        #expect(leaf.bytes == head + [UInt8](repeating: 0xFF, count: 7) + [0xFE] + digest)
        #expect(leaf.bytes.count == RegisterLeaf.size)
        #expect(RegisterLeaf.size == 53)
    }

    @Test func theLeafCommitsToSaltAndSealedTelegram() throws {
        let row = try #require(
            try DatabaseQueue(path: test.path).read {
                try Row.fetchOne($0, sql: "SELECT * FROM entry JOIN content USING (number) WHERE number = 14")
            })
        let salt: [UInt8] = Array(row["salt"] as Data)
        let content: [UInt8] = Array(row["bytes"] as Data)
        let leaf = RegisterLeaf(
            number: 14, kind: .sent, time: row["recorded"], digest: Array(SHA256.hash(data: salt + content)))
        #expect(try findings.leaves.last == leaf.bytes)
    }

    @Test func aRegisterOfANewerProgramIsRefusedAndLeftAlone() throws {
        let current = try #require(
            try DatabaseQueue(path: test.path).read { try Int.fetchOne($0, sql: "PRAGMA user_version") })
        try tamper("PRAGMA user_version = 99")
        #expect(throws: RegisterError.newerSchema(99)) { try Register(path: test.path) }
        try tamper("PRAGMA user_version = \(current)")
        #expect(try test.another().read { try $0.lastNumber() } == 14)
    }

    @Test func aDatabaseWithoutTablesIsNoRegister() throws {
        let folder = try ScratchFolder()
        try folder.put("station.db", [])
        #expect(throws: RegisterError.damaged("the register has no tables")) {
            try Register(path: folder.place("station.db"))
        }
    }

    @Test func whatIsDeletedIsOverwritten() throws {
        let secret = Array("a draft that is gone".utf8)
        let id = try test.register.write {
            try $0.addDraft(secret, officer: Codename("MAO ZEDONG"), at: Instant(seconds: 1))
        }
        #expect(try test.register.write { try $0.removeDraft(id) })
        #expect(try !test.register.write { try $0.removeDraft(id) })
        try DatabaseQueue(path: test.path).writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        let bytes = try #require(test.folder.content("station.db"))
        #expect(!bytes.contains(secret))
    }
}
