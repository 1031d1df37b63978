import Register
import Telegrams
import Testing

@Suite struct StatementIndexTests {
    let test: TestRegister
    let kim: Codename
    let mark = [UInt8](repeating: 7, count: 16)
    let key = [UInt8](repeating: 8, count: 16)

    init() throws {
        test = try TestRegister()
        kim = try Codename("KIM IL SUNG")
    }

    private func digest(_ byte: UInt8) throws -> Digest256 { try Digest256([UInt8](repeating: byte, count: 32)) }

    private func file(_ byte: UInt8, mark: [UInt8]? = nil) throws {
        try test.register.write {
            try $0.fileStatement(
                digest: digest(byte).bytes, sealed: [byte], mark: mark ?? self.mark, signatories: [key], officer: kim,
                source: nil, at: Instant(seconds: Int64(byte)))
        }
    }

    @Test func aStatementIsFoundByItsMarkByItsDigestAndByWhoIsToSignIt() throws {
        for byte in 1...3 as ClosedRange<UInt8> {
            try file(byte, mark: byte == 2 ? [UInt8](repeating: 9, count: 16) : nil)
        }
        let (marked, unmarked, named) = try test.register.read { reader in
            (
                try reader.statements(of: kim, mark: mark), try reader.statements(of: kim, mark: nil),
                try reader.statements(
                    of: kim, digests: #require(Digest256.range(beginningWith: "0202")))
            )
        }
        #expect(marked.map(\.sealed) == [[1], [3]])
        #expect(unmarked.isEmpty)
        #expect(named.map(\.sealed) == [[2]])

        func awaiting(_ limit: Int) throws -> [[UInt8]] {
            try test.register.read { try $0.statements(of: kim, awaiting: key, limit: limit) }.map(\.sealed)
        }
        #expect(try awaiting(2) == [[3], [2]])
        try test.register.write {
            try $0.addSignature(
                StatementSignatureRecord(key: key, signature: "", received: Instant(seconds: 9), source: nil),
                to: digest(3).bytes)
        }
        #expect(try awaiting(9) == [[2], [1]])
    }

    @Test func digestsBeginWithDigits() throws {
        let range = try #require(Digest256.range(beginningWith: "0a"))
        #expect(range.lowerBound.description == "0a" + String(repeating: "0", count: 62))
        #expect(range.upperBound.description == "0a" + String(repeating: "f", count: 62))
        #expect(Digest256.range(beginningWith: "0A") == nil)
        #expect(Digest256.range(beginningWith: "x") == nil)
        #expect(Digest256.range(beginningWith: String(repeating: "0", count: 65)) == nil)
    }
}
