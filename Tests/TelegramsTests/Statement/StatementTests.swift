import Testing

@testable import Telegrams

@Suite struct StatementTests {
    @Test func aStatementIsPrintedInItsOneForm() throws {
        let expected = """
            JOINT STATEMENT 7
            PROFILE RADIO
            DATE 231200Z NOV 2026
            VALID ONLY WITH ALL 2 SIGNATURES
            SIGNATORY 1 COMMAND OF THE NORTHERN ARMY KEY AEAQC AIBAE AQCAI BAEAQ CAIBA E
            SIGNATORY 2 COMMAND OF THE VOLUNTEERS KEY AIBAE AQCAI BAEAQ CAIBA EAQCA I
            TEXT
            WE AGREE TO A MEETING ABOUT AN ARMISTICE.
            PLACE: KAESONG.
            END

            """
        let statement = try StatementSample.statement()
        #expect(statement.bytes == Array(expected.utf8))
        #expect(statement.digestInput == statement.bytes)
        #expect(try Statement(parsing: statement.bytes) == statement)
    }

    @Test func aStatementWithoutDateSaysSoInItsProfile() throws {
        #expect(try StatementSample.statement(date: nil).lines[2] == "DATE (BLANK)")
        #expect(try StatementSample.statement(profile: .utf8, date: nil).lines[2] == "DATE ____")
    }

    @Test func theBuilderReportsWhatAReaderWouldReport() throws {
        func rule(_ build: () throws -> Statement) -> StatementRule? {
            do {
                _ = try build()
                return nil
            } catch { return (error as? StatementError)?.rule }
        }
        #expect(rule { try StatementSample.statement(date: Instant(seconds: 59)) } == .date)
        #expect(rule { try StatementSample.statement(text: ["WE AGREE "]) } == .trailingBlank)
        #expect(rule { try StatementSample.statement(text: ["We agree"]) } == .radioCharacter)
        #expect(rule { try StatementSample.statement(text: ["A\nB"]) } == .emptyText)
        #expect(rule { try StatementSample.statement(text: ["A", "END"]) } == .afterEnd)
        #expect(rule { try StatementSample.statement(text: ["A", "END\nB"]) } == .afterEnd)
        #expect(rule { try StatementSample.statement(text: []) } == .emptyText)
        let north = try StatementSample.north()
        #expect(
            rule { try Statement(number: 7, profile: .radio, date: nil, signatories: [north, north], text: ["A"]) }
                == .repeatedKey)
        #expect(
            rule { try Statement(number: -1, profile: .radio, date: nil, signatories: [north], text: ["A"]) } == .title)
        #expect(
            rule { try Statement(number: 1, profile: .radio, date: nil, signatories: [], text: ["A"]) } == .requirement)
    }

    @Test func nothingWithAnOpenBlankMayBeSigned() throws {
        #expect(try StatementSample.statement().signingObstacles == [])
        let draft = try StatementSample.statement(date: nil, text: ["PLACE: (BLANK)."])
        #expect(draft.signingObstacles == [.openBlank(line: 3), .openBlank(line: 8)])
        #expect(draft.signingObstacles.map(\.description).first == "line 3: open blank")
    }

    @Test func nothingWithALookAlikeMayBeSigned() throws {
        let draft = try StatementSample.statement(profile: .utf8, text: ["We meet in K\u{0430}esong."])
        #expect(
            draft.signingObstacles.map(\.description)
                == ["line 8, column 13: the Cyrillic letter \u{0430} (U+0430) stands among Latin letters"])
    }

    @Test(arguments: [
        ("COMMAND OF THE VOLUNTEERS", "command-of-the-volunteers"), ("U.N. COMMAND (EAST)", "u-n-command-east"),
        ("Штаб", "Штаб"), ("A - B", "a-b"), ("ARMÉE", "armÉe"),
    ])
    func aPrincipalHasNothingThatSSHTakesForAPattern(name: String, principal: String) throws {
        #expect(try Signatory(name: name, key: StatementSample.key(1)).principal == principal)
    }

    @Test(arguments: ["", "1ST ARMY", " A", "A ", "A  B", "A KEY", "KEY", "A*", "A\nB", "A\"B", "A_B", "E\u{0301}"])
    func aNameThatCouldMisleadIsRefused(name: String) {
        #expect(throws: FormatError.self) { try Signatory(name: name, key: StatementSample.key(1)) }
    }
}
