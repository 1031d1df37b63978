import Testing

@testable import Telegrams

@Suite struct StatementPropertyTests {
    @Test func whatIsBuiltIsReadBackTheSame() throws {
        var numbers = SeededGenerator.printed()
        for _ in 0..<300 {
            let statement = try Self.statement(&numbers)
            #expect(try Statement(parsing: statement.bytes) == statement)
        }
    }

    @Test func whateverIsReadIsPrintedByteForByte() throws {
        var numbers = SeededGenerator.printed()
        let samples = try HeaderedVector.all(of: "statement").map(\.text).filter { $0.count < 4096 }
        var accepted = 0
        for _ in 0..<2000 {
            let bytes = numbers.mutated(samples.randomElement(using: &numbers) ?? [])
            guard let statement = try? Statement(parsing: bytes) else { continue }
            accepted += 1
            #expect(statement.bytes == bytes)
            _ = statement.signingObstacles
        }
        #expect(accepted > 0)
    }

    @Test func everyTruncationIsRefused() throws {
        for profile in StatementProfile.allCases {
            let bytes = try StatementSample.statement(profile: profile).bytes
            for count in bytes.indices {
                #expect(throws: StatementError.self) { try Statement(parsing: Array(bytes[..<count])) }
            }
        }
    }

    @Test func oneSignatureFewerIsNeverValid() throws {
        var numbers = SeededGenerator.printed()
        for _ in 0..<200 {
            let statement = try Self.statement(&numbers, isDated: true)
            let book = KeyBook(statement.signatories.map { KeyBook.Entry(name: $0.name, keys: [$0.key]) })
            var signatures = statement.signatories.map { StatementSignature(source: "s", finding: .verifies($0.key)) }
            signatures.shuffle(using: &numbers)
            let all = StatementEvidence(text: statement.bytes, signatures: signatures, book: book)
            #expect(StatementVerdict.judge(all).word == .valid)
            signatures.removeLast()
            signatures += signatures
            let fewer = StatementEvidence(text: statement.bytes, signatures: signatures, book: book)
            #expect(StatementVerdict.judge(fewer).word == .notValid)
        }
    }

    @Test func randomEvidenceIsJudgedAndOnlyCompleteEvidenceIsValid() throws {
        var numbers = SeededGenerator.printed()
        let statement = try StatementSample.statement()
        for _ in 0..<3000 {
            let signatures = try (0..<Int.random(in: 0...4, using: &numbers)).map { _ in
                StatementSignature(source: "s", finding: try Self.finding(&numbers))
            }
            let evidence = StatementEvidence(
                text: statement.bytes, signatures: signatures, book: try StatementSample.book())
            let good = Set(signatures.compactMap { if case .verifies(let key) = $0.finding { key } else { nil } })
            let isComplete = statement.signatories.allSatisfy { good.contains($0.key) }
            #expect((StatementVerdict.judge(evidence).word == .valid) == isComplete)
        }
    }

    private static func finding(_ numbers: inout SeededGenerator) throws -> StatementSignature.Finding {
        let key = try StatementSample.key(UInt8.random(in: 1...3, using: &numbers))
        return switch Int.random(in: 0..<6, using: &numbers) {
        case 0: .fails(key)
        case 1: .otherNamespace(key, "file")
        case 2: .withoutPresence(key)
        case 3: .malformed("no armor")
        default: .verifies(key)
        }
    }

    private static func statement(_ numbers: inout SeededGenerator, isDated: Bool = false) throws -> Statement {
        let profile = Bool.random(using: &numbers) ? StatementProfile.radio : .utf8
        let alphabet = Array(profile == .radio ? "ABCXYZ019 -?:().,'=/+" : "Aé北ж 9.,–€\"")
        let signatories = try (1...Int.random(in: 1...32, using: &numbers)).map { number in
            try Signatory(name: "COMMAND \(number)", key: KeyIdentifier(bytes: numbers.bytes(16)))
        }
        let text = (0..<Int.random(in: 1...20, using: &numbers)).map { _ in
            let letters = (0..<Int.random(in: 0...60, using: &numbers)).compactMap { _ in
                alphabet.randomElement(using: &numbers)
            }
            return "." + String(letters) + "."
        }
        let date = Instant(seconds: Int64.random(in: 0...100_000_000, using: &numbers) * 60)
        return try Statement(
            number: Int.random(in: 1...Statement.numberLimit, using: &numbers), profile: profile,
            date: isDated || Bool.random(using: &numbers) ? date : nil, signatories: signatories, text: text)
    }
}
