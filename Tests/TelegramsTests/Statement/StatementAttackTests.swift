import Testing

@testable import Telegrams

/// A valid statement, attacked in every way that the format is there to withstand.
@Suite struct StatementAttackTests {
    struct Attack: Sendable, CustomStringConvertible {
        let name: String
        let code: String
        /// Of the text and the keys that signed it.
        let change: @Sendable (inout String, inout [UInt8]) -> Void

        var description: String { name }
    }

    static let attacks: [Attack] = [
        Attack(name: "one signature removed", code: "missing") { _, keys in keys = [1] },
        Attack(name: "one signature repeated in place of the other", code: "repeated") { _, keys in keys = [1, 1] },
        Attack(name: "a stranger signs in place of a signatory", code: "wrong-key") { _, keys in keys = [1, 9] },
        Attack(name: "keys of the signatories swapped", code: "wrong-key.book") { text, _ in
            let (one, two) = ("AEAQC AIBAE AQCAI BAEAQ CAIBA E", "AIBAE AQCAI BAEAQ CAIBA EAQCA I")
            text.replace(one, with: "@")
            text.replace(two, with: one)
            text.replace("@", with: two)
        },
        Attack(name: "one letter changed", code: "words-altered") { text, _ in text.replace("meet", with: "meat") },
        Attack(name: "line endings changed", code: "malformed.carriage-return") { text, _ in
            text.replace("\n", with: "\r\n")
        },
        Attack(name: "trailing blank added", code: "malformed.trailing-blank") { text, _ in
            text.replace("Kaesong.", with: "Kaesong. ")
        },
        Attack(name: "look-alike letter put in", code: "words-altered.look-alike") { text, _ in
            text.replace("Kaesong", with: "K\u{0430}esong")
        },
        Attack(name: "requirement edited from 2 to 1", code: "malformed.count") { text, keys in
            text.replace("ALL 2", with: "ALL 1")
            keys = [1]
        },
        Attack(name: "words added after the end", code: "malformed.after-end") { text, _ in text += "AND WE SURRENDER\n"
        },
        Attack(name: "last line cut off", code: "malformed.end-missing") { text, _ in text.replace("END\n", with: "") },
    ]

    private func verdict(on attack: Attack, withReference: Bool) throws -> StatementVerdict {
        let statement = try StatementSample.statement(profile: .utf8, text: ["We meet in Kaesong."])
        var text = String(decoding: statement.bytes, as: UTF8.self)
        var keys: [UInt8] = [1, 2]
        attack.change(&text, &keys)
        return StatementVerdict.judge(
            try StatementSample.evidence(
                text: Array(text.utf8), signed: statement.bytes, keys: keys, book: StatementSample.book(),
                reference: withReference ? statement.bytes : nil))
    }

    @Test(arguments: attacks) func everyAttackIsNotValidForItsOwnReason(attack: Attack) throws {
        let verdict = try verdict(on: attack, withReference: false)
        #expect(verdict.word == .notValid)
        #expect(verdict.codes.contains(attack.code), "\(verdict.codes)")
    }

    @Test(arguments: attacks) func aReferenceTextNeverTurnsAnAttackIntoSomethingElse(attack: Attack) throws {
        let verdict = try verdict(on: attack, withReference: true)
        #expect(verdict.word == .notValid)
        #expect(verdict.codes.contains(attack.code), "\(verdict.codes)")
    }

    @Test func noTwoAttacksLookTheSame() throws {
        let all = try Self.attacks.map { try verdict(on: $0, withReference: false).codes }
        #expect(Set(all).count == Self.attacks.count)
    }

    @Test func withoutAnyAttackTheStatementIsValid() throws {
        let none = Attack(name: "none", code: "") { _, _ in }
        #expect(try verdict(on: none, withReference: true).reasons == [])
        #expect(try verdict(on: none, withReference: true).report == ["VALID"])
    }
}
