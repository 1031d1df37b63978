import Testing

@testable import Telegrams

@Suite struct ReleasedStatementTests {
    @Test func theFilesAreNamedAfterTheStatement() throws {
        let released = ReleasedStatement(try StatementSample.statement())
        #expect(
            released.fileNames
                == ["README.txt", "statement-7.txt", "statement-7.1.sig", "statement-7.2.sig", "allowed_signers"])
    }

    @Test func theReadmeGivesBothWaysOfVerifying() throws {
        let readme = ReleasedStatement(try StatementSample.statement()).readme
        let commands = [
            "  cable verify .\n",
            "  ssh-keygen -Y verify -f allowed_signers -I \"command-of-the-northern-army\" -n statement@cablegram"
                + " -s statement-7.1.sig < statement-7.txt\n",
            "  ssh-keygen -Y verify -f allowed_signers -I \"command-of-the-volunteers\" -n statement@cablegram"
                + " -s statement-7.2.sig < statement-7.txt\n",
        ]
        for command in commands { #expect(readme.contains(command)) }
        for signatory in [try StatementSample.north(), try StatementSample.volunteers()] {
            #expect(readme.contains("\(signatory.name)\n     KEY \(signatory.key)\n"))
        }
        #expect(readme.contains("ALL 2") && readme.contains("convenience only"))
    }

    @Test func theReadmeOfASingleSignatorySpeaksOfOneSignature() throws {
        let statement = try Statement(
            number: 8, profile: .radio, date: nil, signatories: [StatementSample.north()], text: ["A"])
        #expect(!ReleasedStatement(statement).readme.contains("ALL 1"))
    }

    @Test func theReadmeIsTextUnderOurOwnRules() throws {
        let readme = Array(ReleasedStatement(try StatementSample.statement()).readme.utf8)
        let lines = try CanonicalText.lines(of: readme, limit: 10_000)
        #expect(lines.filter { !$0.contains("ssh-keygen -Y") }.allSatisfy { $0.utf8.count <= 90 })
    }

    @Test func allowedSignersAreBoundToTheNamespace() throws {
        let key = try KeyLine("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB")
        let released = ReleasedStatement(try StatementSample.statement())
        #expect(
            try released.allowedSigners([key, key]) == """
                command-of-the-northern-army namespaces="statement@cablegram" \(key)
                command-of-the-volunteers namespaces="statement@cablegram" \(key)

                """)
        #expect(throws: FormatError.self) { try released.allowedSigners([key]) }
    }
}
