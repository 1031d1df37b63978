import Testing

@testable import Telegrams

@Suite struct LookAlikeTests {
    @Test(arguments: [
        ("K\u{0430}esong", [2]), ("КАESONG", [1]), ("Привeт", [5]), ("\u{0391}thens", [1]),
        ("We meet \u{0430}t noon", [9]),
        ("\u{041E}N \u{041E}UR", [1, 4]), ("\u{FF21}rmistice", [1]), ("Article \u{2163}", [9]), ("\u{1D400}rmy", [1]),
        ("K\u{0430}e\u{0430}song", [2]), ("e\u{0301}\u{0430}bc", [3]), ("\u{0410} meeting", [1]),
    ])
    func anIntruderIsFoundInItsColumn(line: String, columns: [Int]) {
        #expect(LookAlike.find(in: line, line: 1).map(\.column) == columns)
    }

    @Test(arguments: [
        "", "We agree.", "Мы согласны", "а он сказал OSCE", "НАТО", "NATO軍は会談に同意する", "ARMÉE", "Το ΝΑΤΟ και OSCE",
        "Anglo-русский", "№ 335/III", "U-2", "北京市", "ا ب ج", "СССР и США",
    ])
    func honestWritingIsLeftAlone(line: String) {
        #expect(LookAlike.find(in: line, line: 1) == [])
    }

    @Test func namesThatLookTheSameHaveOneSkeleton() {
        #expect(LookAlike.skeleton(of: "СОММАND") == LookAlike.skeleton(of: "command"))
        #expect(LookAlike.skeleton(of: "COMMAND") != LookAlike.skeleton(of: "COMMANDO"))
    }

    @Test func aRussianNameAmongEnglishWordsOfTheHeaderIsHonest() throws {
        let signatory = try Signatory(name: "СОВЕТ", key: StatementSample.key(1))
        let statement = try Statement(number: 1, profile: .utf8, date: nil, signatories: [signatory], text: ["A"])
        #expect(statement.lookAlikes == [])
    }
}
