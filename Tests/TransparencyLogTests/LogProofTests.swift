import Testing

@testable import TransparencyLog

struct LogProofTests {
    private let keys: TestKeys
    private let leafHashes: [MerkleHash]
    private let checkpoint: SignedCheckpoint

    init() throws {
        keys = try TestKeys()
        leafHashes = (0..<21 as Range<UInt8>).map { MerkleHash.leaf([$0]) }
        let head = try Checkpoint(origin: keys.origin, treeSize: 21, root: .root(of: leafHashes))
        let signed = try SignedCheckpoint(head, signedBy: [keys.ed25519, keys.mldsa65])
        let verified = try signed.verify(origin: keys.origin, policy: keys.bothPolicy())
        checkpoint = try signed.adding([keys.witness.cosign(verified, time: 1_700_000_000)])
    }

    private func proof(_ index: UInt64, extra: [UInt8]? = nil) throws -> LogProof {
        let path = try MerkleTree(leafHashes).inclusionProof(of: index).path
        return try LogProof(index: index, path: path, checkpoint: checkpoint, extra: extra)
    }

    private func refuse(
        _ text: String, line: Int?, _ rule: LogFormatError.Rule, in document: LogFormatError.Document = .proof
    ) {
        #expect(throws: LogFormatError(document, line: line, rule), "\(text)") { try LogProof(parsing: utf8(text)) }
    }

    @Test("the proof of every entry comes back from its text and verifies")
    func everyEntry() throws {
        for index in 0..<UInt64(21) {
            let proof = try proof(index, extra: index.isMultiple(of: 2) ? nil : [UInt8(index)])
            let read = try LogProof(parsing: proof.bytes)
            #expect(read == proof)
            let verified = try read.verify(
                leafHash: leafHashes[Int(index)], origin: keys.origin, policy: keys.bothPolicy())
            #expect(verified.signatures.count == 3)
        }
    }

    @Test("a proof reads as the specification writes it")
    func text() throws {
        let head = try Checkpoint(origin: keys.origin, treeSize: 2, root: .root(of: leafHashes.prefix(2)))
        let signed = try SignedCheckpoint(head, signedBy: [keys.ed25519])
        let proof = try LogProof(index: 1, path: [leafHashes[0]], checkpoint: signed, extra: utf8("note"))
        let expected = "c2sp.org/tlog-proof@v1\nextra bm90ZQ==\nindex 1\n\(leafHashes[0])\n\n"
        #expect(proof.bytes == utf8(expected) + signed.bytes)
    }

    @Test("no altered byte of a proof is accepted, wherever it is")
    func alteredBytes() throws {
        var random = SeededGenerator("altered proof")
        let policy = try NotePolicy(
            required: [keys.ed25519.verifierKey, keys.mldsa65.verifierKey, keys.witness.verifierKey])
        let bytes = try proof(13).bytes
        for position in bytes.indices {
            var altered = bytes
            altered[position] = random.alter(altered[position])
            #expect(throws: (any Error).self, "byte \(position)") {
                try LogProof(parsing: altered).verify(leafHash: leafHashes[13], origin: keys.origin, policy: policy)
            }
        }
        print("altered proof: \(bytes.count) bytes, each altered once")
    }

    @Test("a proof does not verify for another entry, another log or without a required signature")
    func wrongUse() throws {
        let proof = try proof(13)
        #expect(throws: VerificationError.notIncluded(.rootMismatch)) {
            try proof.verify(leafHash: leafHashes[12], origin: keys.origin, policy: keys.bothPolicy())
        }
        let other = try TextLine("other")
        #expect(throws: VerificationError.wrongOrigin(expected: other, actual: keys.origin)) {
            try proof.verify(leafHash: leafHashes[13], origin: other, policy: keys.bothPolicy())
        }
        let stranger = NoteSigningKey(name: try KeyName("stranger"), ed25519: .init()).verifierKey
        #expect(throws: VerificationError.missingSignatures([stranger])) {
            try proof.verify(
                leafHash: leafHashes[13], origin: keys.origin,
                policy: NotePolicy(required: [keys.ed25519.verifierKey, stranger]))
        }
    }

    @Test("a proof that breaks a rule of the format is refused with its line")
    func malformed() throws {
        let hash = leafHashes[0].description
        let tail = "\n" + String(decoding: checkpoint.bytes, as: UTF8.self)
        let header = "c2sp.org/tlog-proof@v1\n"
        refuse("c2sp.org/tlog-proof@v2\nindex 0\n" + tail, line: 1, .proofHeader)
        refuse(header, line: 2, .missingLine)
        refuse(header + tail, line: 2, .indexLine)
        refuse(header + "extra \nindex 0\n" + tail, line: 2, .extra)
        refuse(header + "extra x\nindex 0\n" + tail, line: 2, .base64)
        refuse(header + "extra AAAA\nextra AAAA\nindex 0\n" + tail, line: 3, .indexLine)
        refuse(header + "index 0\nextra AAAA\n" + tail, line: 3, .base64)
        refuse(header + "index 00\n" + tail, line: 2, .decimal)
        refuse(header + "index -5\n" + tail, line: 2, .decimal)
        refuse(header + "index 0\nAAAA\n" + tail, line: 3, .hashLength)
        refuse(header + "index 0\n\(hash)\n", line: 4, .missingLine)
        refuse(header + "index 0\n" + String(repeating: hash + "\n", count: 65) + tail, line: 67, .lineCount)
        refuse(header + "index 21\n" + tail, line: nil, .indexRange)
        refuse(header + "index 0\n\(hash)\n" + tail, line: nil, .pathLength)
        refuse(header + "index 0\n\nlog\n1\n\n\u{2014} name AAAAAAA=\n", line: 6, .missingLine, in: .checkpoint)
        refuse(header + "index 0\n\nlog\n1\n\(hash)\n\nbad\n", line: 8, .signatureLine, in: .note)
        #expect(throws: LogFormatError(.proof, .extra)) { try proof(0, extra: []) }
        #expect(throws: LogFormatError(.proof, .size)) {
            try LogProof(parsing: [UInt8](repeating: 0x41, count: LogProof.maximumByteCount + 1))
        }
        let largest = try proof(0, extra: [UInt8](repeating: 1, count: LogProof.maximumExtraByteCount))
        #expect(try LogProof(parsing: largest.bytes) == largest)
    }
}
