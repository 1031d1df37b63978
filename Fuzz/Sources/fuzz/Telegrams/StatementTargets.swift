import Telegrams

extension FuzzTarget {
    static let statement = FuzzTarget("statement", longestInput: 1024) { bytes in
        let statement = try Statement(parsing: bytes)
        promise("prints as it was read") { statement.bytes == bytes }
        promise("is put together again from its parts") {
            try Statement(
                number: statement.number, profile: statement.profile, date: statement.date,
                signatories: statement.signatories, text: statement.text) == statement
        }
        promise("every obstacle has words and a line of the text") {
            statement.signingObstacles.allSatisfy { !$0.description.isEmpty && !$0.hint.description.isEmpty }
                && statement.openBlanks.allSatisfy { (1...statement.lines.count).contains($0) }
        }
    }

    /// A text as it came, beside the one that was expected: nothing but that one is ever valid.
    static let verdict = FuzzTarget("verdict", longestInput: 1024) { bytes in
        let expected = Examples.statement
        let signatures = expected.signatories.map {
            StatementSignature(source: "a.sig", finding: bytes == expected.bytes ? .verifies($0.key) : .fails($0.key))
        }
        let book = KeyBook(expected.signatories.map { KeyBook.Entry(name: $0.name, keys: [$0.key]) })
        let evidence = StatementEvidence(text: bytes, signatures: signatures, book: book, reference: expected.bytes)
        let verdict = StatementVerdict.judge(evidence)
        promise("only the text that was expected is valid") { (verdict.word == .valid) == (bytes == expected.bytes) }
        promise("the report commands no terminal") {
            verdict.report.allSatisfy { line in line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
            }
        }
        guard verdict.word == .valid else { throw NotText() }
    }

    static let keyIdentifier = FuzzTarget("key-identifier", longestInput: 48) { bytes in
        let identifier = try KeyIdentifier(text(bytes))
        promise("prints as it was read") { identifier.description.utf8.elementsEqual(bytes) }
        promise("is put together again from its bytes") { try KeyIdentifier(bytes: identifier.bytes) == identifier }
    }
}
