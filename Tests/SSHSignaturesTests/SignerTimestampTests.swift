import Testing

@testable import SSHSignatures

@Suite("Time stamps of allowed signers")
struct SignerTimestampTests {
    @Test(
        "every form is read as UTC",
        arguments: [
            ("20000229", 951_782_400), ("20000229Z", 951_782_400), ("20000229z", 951_782_400),
            ("20000229UTC", 951_782_400), ("200002291230", 951_827_400), ("200002291230Z", 951_827_400),
            ("20000229123059Z", 951_827_459), ("19700101000001Z", 1), ("20261123061800utc", 1_795_414_680),
            ("99991231235959Z", 253_402_300_799), ("20380119031408Z", 2_147_483_648),
        ] as [(String, Int64)])
    func reads(text: String, seconds: Int64) {
        #expect(SignerTimestamp.parse(Array(text.utf8)) == seconds)
    }

    @Test(
        "anything that is not a date after the first second of 1970 is refused",
        arguments: [
            "", "Z", "2000", "2000022", "200002290", "20000230Z", "20010229Z", "20001301Z", "20000001Z", "20000100Z",
            "200001012460Z", "200001012400Z", "20000101120060Z", "19700101Z", "19691231Z", "2000-2-29", "20000229ZZ",
            "+2000229", "20000229 ", " 0000229", "99991231235959ZUTC",
        ])
    func refuses(text: String) {
        #expect(SignerTimestamp.parse(Array(text.utf8)) == nil)
    }

    @Test("every time from 1970 to 9999 prints as a stamp that reads back")
    func roundTrips() {
        property("time stamps", rounds: 2000) { random in
            let time = Int64.random(in: 1...SignerTimestamp.latest, using: &random)
            #expect(SignerTimestamp.parse(Array(SignerTimestamp.print(time).utf8)) == time)
        }
        for day in Int64(0)...60000 {
            let date = CivilDate(dayNumber: day)
            #expect(date.dayNumber == day && (1...12).contains(date.month) && (1...31).contains(date.day))
        }
        #expect(SignerTimestamp.print(951_827_459) == "20000229123059Z")
    }
}
