import Testing

@testable import TransparencyLog

struct CheckpointTests {
    private static let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

    private func refuse(_ text: String, line: Int?, _ rule: LogFormatError.Rule) {
        #expect(throws: LogFormatError(.checkpoint, line: line, rule), "\(text)") {
            try Checkpoint(parsing: utf8(text))
        }
    }

    @Test("the example of the specification is read and printed again")
    func example() throws {
        let text = "example.com/behind-the-sofa\n20852163\n\(Self.root)\n"
        let checkpoint = try Checkpoint(parsing: utf8(text))
        #expect(checkpoint.origin.text == "example.com/behind-the-sofa")
        #expect(checkpoint.treeSize == 20_852_163)
        #expect(checkpoint.root.description == Self.root)
        #expect(checkpoint.text == utf8(text))
        let extended = try Checkpoint(parsing: utf8(text + "one more\nand another\n"))
        #expect(extended.extensions.map(\.text) == ["one more", "and another"])
        #expect(extended.text == utf8(text + "one more\nand another\n"))
    }

    @Test("a checkpoint that breaks a rule is refused with its line")
    func malformed() {
        let root = Self.root
        refuse("", line: 1, .finalLineFeed)
        refuse("log\n", line: 2, .missingLine)
        refuse("log\n1\n", line: 3, .missingLine)
        refuse("log\n1\n\(root)", line: 3, .finalLineFeed)
        refuse("\n1\n\(root)\n", line: 1, .emptyLine)
        refuse(String(repeating: "x", count: 1025) + "\n1\n\(root)\n", line: 1, .size)
        refuse("log\n01\n\(root)\n", line: 2, .decimal)
        refuse("log\n-1\n\(root)\n", line: 2, .decimal)
        refuse("log\n\n\(root)\n", line: 2, .decimal)
        refuse("log\n18446744073709551616\n\(root)\n", line: 2, .decimal)
        refuse("log\n1\n\(root.dropLast())\n", line: 3, .base64)
        refuse("log\n1\n\(root) \n", line: 3, .base64)
        refuse("log\n1\nAAAA\n", line: 3, .hashLength)
        refuse("log\n0\n\(root)\n", line: 3, .emptyTreeRoot)
        refuse("log\n1\n\(root)\n\n", line: 4, .emptyLine)
        refuse("log\n1\n\(root)\nmore\n\nlast\n", line: 5, .emptyLine)
        refuse("log\n1\n\(root)\ntab\there\n", line: 4, .controlCharacter)
        refuse("log\n1\n\(root)\n" + String(repeating: "x\n", count: 17), line: 20, .lineCount)
    }

    @Test("values that could not be read back cannot be made")
    func values() throws {
        #expect(throws: LogFormatError.self) { try TextLine("") }
        #expect(throws: LogFormatError.self) { try TextLine("two\nlines") }
        #expect(throws: LogFormatError.self) { try TextLine("two\r\nlines") }
        #expect(throws: LogFormatError.self) { try KeyName("two words") }
        #expect(throws: LogFormatError(.checkpoint, line: 3, .emptyTreeRoot)) {
            try Checkpoint(origin: TextLine("log"), treeSize: 0, root: .leaf([1]))
        }
    }

    @Test("a checkpoint signed with both algorithms comes back, and counts only for its own log")
    func signed() throws {
        let keys = try TestKeys()
        let signed = try SignedCheckpoint(keys.checkpoint(), signedBy: [keys.ed25519, keys.mldsa65])
        let read = try SignedCheckpoint(parsing: signed.bytes)
        #expect(read == signed)
        #expect(try read.verify(origin: keys.origin, policy: keys.bothPolicy()).checkpoint == keys.checkpoint())
        let other = try TextLine("east.example/register")
        #expect(throws: VerificationError.wrongOrigin(expected: other, actual: keys.origin)) {
            try read.verify(origin: other, policy: keys.bothPolicy())
        }
    }

    @Test("growth is proved from every size, and a fork, a shrunken tree or another log is refused")
    func growth() throws {
        var random = SeededGenerator("growth")
        let keys = try TestKeys()
        let leafHashes = random.leafHashes(20)
        let checkpoints = try (0...20).map {
            try Checkpoint(origin: keys.origin, treeSize: UInt64($0), root: .root(of: leafHashes.prefix($0)))
        }
        let newest = checkpoints[20]
        for older in checkpoints {
            let tree = MerkleTree(leafHashes)
            let path = older.treeSize == 0 ? [] : try tree.consistencyProof(from: older.treeSize).path
            try older.verifyGrowth(to: newest, path: path)
            let fork = try Checkpoint(origin: keys.origin, treeSize: 20, root: random.alter(newest.root))
            if older.treeSize > 0 {
                #expect(throws: VerificationError.inconsistent(.rootMismatch)) {
                    try older.verifyGrowth(to: fork, path: path)
                }
            }
        }
        #expect(throws: VerificationError.inconsistent(.treeShrank(from: 20, to: 19))) {
            try newest.verifyGrowth(to: checkpoints[19], path: [])
        }
        let other = try Checkpoint(origin: TextLine("other"), treeSize: 20, root: newest.root)
        #expect(throws: VerificationError.wrongOrigin(expected: keys.origin, actual: other.origin)) {
            try newest.verifyGrowth(to: other, path: [])
        }
    }
}
