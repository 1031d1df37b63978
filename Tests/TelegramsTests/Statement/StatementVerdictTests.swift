import Foundation
import Testing

@testable import Telegrams

@Suite struct StatementVerdictTests {
    private func judge(
        _ findings: [StatementSignature.Finding], book: KeyBook?, text: [UInt8]? = nil, reference: [UInt8]? = nil
    ) throws -> StatementVerdict {
        let signatures = findings.enumerated().map {
            StatementSignature(source: "\($0.offset + 1).sig", finding: $0.element)
        }
        let bytes = try text ?? StatementSample.statement().bytes
        return .judge(StatementEvidence(text: bytes, signatures: signatures, book: book, reference: reference))
    }

    private func both() throws -> [StatementSignature.Finding] {
        [.verifies(try StatementSample.key(1)), .verifies(try StatementSample.key(2))]
    }

    @Test func allSignaturesAndAllKeysInTheBookAreValid() throws {
        let verdict = try judge(both(), book: StatementSample.book())
        #expect(verdict.word == .valid && verdict.reasons.isEmpty)
    }

    @Test func theOrderOfTheSignaturesDoesNotMatter() throws {
        #expect(try judge(both().reversed(), book: StatementSample.book()).word == .valid)
    }

    @Test func withoutAKeyBookNobodyCanTell() throws {
        let verdict = try judge(both(), book: nil)
        #expect(verdict.word == .cannotTell && verdict.codes == ["no-key-book"])
    }

    @Test func aSignatoryWhoIsNotInTheBookCannotBeTold() throws {
        let book = KeyBook([KeyBook.Entry(name: "COMMAND OF THE NORTHERN ARMY", keys: [try StatementSample.key(1)])])
        let verdict = try judge(both(), book: book)
        #expect(verdict.word == .cannotTell)
        #expect(verdict.reasons == [.unknownSignatory(try StatementSample.volunteers(), resembles: nil)])
    }

    @Test func aNameThatOnlyLooksLikeOneInTheBookIsUnknown() throws {
        var book = try StatementSample.book()
        book.entries[0] = KeyBook.Entry(name: "C\u{041E}MMAND OF THE NORTHERN ARMY", keys: [try StatementSample.key(1)])
        let verdict = try judge(both(), book: book)
        #expect(verdict.word == .cannotTell)
        #expect(verdict.reasons == [.unknownSignatory(try StatementSample.north(), resembles: book.entries[0].name)])
    }

    @Test func anotherKeyInTheBookIsNamedBesideTheStatements() throws {
        var book = try StatementSample.book()
        book.entries[1] = KeyBook.Entry(name: "COMMAND OF THE VOLUNTEERS", keys: [try StatementSample.key(9)])
        let verdict = try judge(both(), book: book)
        #expect(verdict.word == .notValid && verdict.codes == ["wrong-key.book"])
        let message = try #require(verdict.reasons.first).message
        for key in [try StatementSample.key(2), try StatementSample.key(9)] { #expect(message.contains("\(key)")) }
    }

    @Test func oneNameMayHaveSeveralKeysInTheBook() throws {
        var book = try StatementSample.book()
        book.entries.append(KeyBook.Entry(name: "COMMAND OF THE VOLUNTEERS", keys: [try StatementSample.key(9)]))
        #expect(try judge(both(), book: book).word == .valid)
    }

    @Test func notValidOutranksCannotTell() throws {
        let verdict = try judge([.verifies(StatementSample.key(1))], book: nil)
        #expect(verdict.word == .notValid && verdict.codes == ["missing", "no-key-book"])
    }

    @Test func oneKeyTwiceIsOneSignatory() throws {
        let key = try StatementSample.key(1)
        let verdict = try judge([.verifies(key), .verifies(key)], book: StatementSample.book())
        #expect(verdict.word == .notValid && verdict.codes == ["missing", "repeated"])
    }

    @Test func whatCameAlongWithAValidStatementDoesNotSpoilIt() throws {
        let extras: [StatementSignature.Finding] = [
            .verifies(try StatementSample.key(1)), .verifies(try StatementSample.key(9)),
            .fails(try StatementSample.key(2)), .malformed("no armor"),
        ]
        let verdict = try judge(both() + extras, book: StatementSample.book())
        #expect(verdict.word == .valid)
        #expect(verdict.codes == ["extra", "extra", "extra", "repeated"])
    }

    @Test func everyKindOfBadSignatureHasItsOwnReason() throws {
        let (one, two) = (try StatementSample.key(1), try StatementSample.key(2))
        func codes(_ finding: StatementSignature.Finding) throws -> [String] {
            try judge([.verifies(one), finding], book: StatementSample.book()).codes
        }
        #expect(try codes(.fails(two)) == ["words-altered"])
        #expect(try codes(.otherNamespace(two, "file")) == ["missing", "wrong-namespace"])
        #expect(try codes(.withoutPresence(two)) == ["missing", "no-presence"])
        #expect(try codes(.malformed("no armor")) == ["missing", "malformed-signature"])
        #expect(try codes(.verifies(try StatementSample.key(9))) == ["missing", "wrong-key"])
        #expect(try codes(.fails(try StatementSample.key(9))) == ["missing", "wrong-key"])
    }

    @Test func aTextOtherThanTheReferenceIsNotValidThoughAllSignedIt() throws {
        let reference = try StatementSample.statement(text: ["WE DO NOT AGREE."]).bytes
        let verdict = try judge(both(), book: StatementSample.book(), reference: reference)
        #expect(verdict.word == .notValid && verdict.codes == ["words-altered.line"])
        let message = try #require(verdict.reasons.first).message
        #expect(
            message == "line 8, column 4: found \"WE AGREE TO A MEETING ABOUT AN ARMISTICE.\", "
                + "the reference has \"WE DO NOT AGREE.\"")
    }

    @Test func anOpenBlankIsNotValidThoughAllSignedIt() throws {
        let text = try StatementSample.statement(text: ["PLACE: (BLANK)."]).bytes
        #expect(try judge(both(), book: StatementSample.book(), text: text).codes == ["open-blank"])
    }

    @Test func theReportEndsWithTheWordAlone() throws {
        let report = try judge([.verifies(StatementSample.key(1))], book: StatementSample.book()).report
        #expect(
            report == [
                "MISSING: no signature of \"COMMAND OF THE VOLUNTEERS\", key AIBAE AQCAI BAEAQ CAIBA EAQCA I",
                "  hint: ask \"COMMAND OF THE VOLUNTEERS\" whether it signed; without its signature nothing is stated",
                "NOT VALID",
            ])
    }

    @Test func theWordsHaveTheirExitCodes() {
        #expect(StatementVerdict.Word.allCases.map(\.exitCode) == [0, 1, 2])
        #expect(StatementVerdict.Word.allCases.map(\.description) == ["VALID", "NOT VALID", "CANNOT TELL"])
    }

    @Test func otherProgramsReadTheVerdictAsJSON() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let verdict = try judge(both(), book: nil)
        let json = String(decoding: try encoder.encode(verdict), as: UTF8.self)
        #expect(
            json == #"{"exitCode":2,"reasons":[{"code":"no-key-book","details":{},"#
                + #""hint":"name your key book; a key that came with the statement proves nothing","#
                + #""label":"NO KEY BOOK","message":"there is no key book to compare the keys of the signatories with","#
                + #""weight":"cannot-tell"}],"verdict":"CANNOT TELL"}"#)
    }

    @Test func aHostileFileNameCannotCommandTheTerminal() throws {
        let hostile = StatementSignature(source: "\u{1B}[2J.sig", finding: .malformed("\u{7}"))
        let evidence = StatementEvidence(text: try StatementSample.statement().bytes, signatures: [hostile], book: nil)
        #expect(StatementVerdict.judge(evidence).report.allSatisfy { $0.utf8.allSatisfy { $0 >= 0x20 } })
    }
}
