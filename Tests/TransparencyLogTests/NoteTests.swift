import Testing

@testable import TransparencyLog

struct NoteTests {
    /// The example of c2sp.org/signed-note, "Verifier keys".
    static let example = """
        This is an example message.

        — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

        """
    static let exampleKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"

    private func policy(_ key: String) throws -> NotePolicy {
        try NotePolicy(required: [NoteVerifierKey(parsing: key)])
    }

    private func refuse(_ text: String, line: Int?, _ rule: LogFormatError.Rule) {
        #expect(throws: LogFormatError(.note, line: line, rule)) { try Note(parsing: utf8(text)) }
    }

    @Test("the example of the specification verifies and prints as it was read")
    func specificationExample() throws {
        let note = try Note(parsing: utf8(Self.example))
        #expect(note.text == utf8("This is an example message.\n"))
        #expect(note.bytes == utf8(Self.example))
        #expect(try note.verify(policy(Self.exampleKey)).map(\.key.name.text) == ["example.com/foo"])
    }

    @Test("a checkpoint published by the Go checksum database verifies")
    func checksumDatabase() throws {
        let text = """
            go.sum database tree
            31700353
            qINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=

            — sum.golang.org Az3grnmrIUEDFqHzAElIQCPNoRFRAAdFo47fooyWKMHb89k11GJh5zHIfNCOBmwn/C3YI8oW9/C8DJ87F61QqspBYwM=

            """
        let policy = try policy("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")
        let signed = try SignedCheckpoint(parsing: utf8(text))
        let verified = try signed.verify(origin: TextLine("go.sum database tree"), policy: policy)
        #expect(verified.checkpoint.treeSize == 31_700_353)
    }

    @Test("the text ends at the last empty line, whatever empty lines it has itself")
    func emptyLinesInText() throws {
        let keys = try TestKeys()
        for text in ["\n", "\n\n\n", "a\n\n", "a\n\nb\n", "\u{2014} not a signature\n\n"] {
            let note = try Note(text: utf8(text), signedBy: [keys.ed25519])
            let again = try Note(parsing: note.bytes)
            #expect(again == note)
            _ = try again.verify(NotePolicy(required: [keys.ed25519.verifierKey]))
        }
    }

    @Test("a note that breaks a rule of the format is refused with its line")
    func malformed() {
        refuse("", line: 1, .finalLineFeed)
        refuse("text", line: 1, .finalLineFeed)
        refuse("text\n", line: nil, .signatureBlock)
        refuse("text\n\n", line: nil, .signatureBlock)
        refuse("\n\u{2014} name AAAAAAA=\n", line: nil, .signatureBlock)
        refuse("text\r\n\n\u{2014} name AAAAAAA=\n", line: 1, .controlCharacter)
        refuse("text\n\n\u{2014} name AAAAAAA=", line: 3, .finalLineFeed)
        refuse("text\n\n- name AAAAAAA=\n", line: 3, .signatureLine)
        refuse("text\n\n\u{2014} AAAAAAA=\n", line: 3, .signatureLine)
        refuse("text\n\n\u{2014}  AAAAAAA=\n", line: 3, .keyName)
        refuse("text\n\n\u{2014} a+b AAAAAAA=\n", line: 3, .keyName)
        refuse("text\n\n\u{2014} a b AAAAAAA=\n", line: 3, .keyName)
        refuse("text\n\n\u{2014} a\u{A0}b AAAAAAA=\n", line: 3, .keyName)
        refuse("text\n\n\u{2014} name AAAAAAA\n", line: 3, .base64)
        refuse("text\n\n\u{2014} name AAAAAAB=\n", line: 3, .base64)
        refuse("text\n\n\u{2014} name AAAA AAA=\n", line: 3, .keyName)
        refuse("text\n\n\u{2014} name AAAAAA==\n", line: 3, .signatureLength)
        refuse("a\nb\n\n\u{2014} name AAAAAAA=\ntext\n", line: 5, .signatureLine)
        refuse("text\n\n\u{2014} name AAAAAAA=\n\n", line: 4, .signatureLine)
        #expect(throws: LogFormatError(.note, .utf8)) {
            try Note(parsing: utf8("text") + [0xFF] + utf8("\n\n\u{2014} name AAAAAAA=\n"))
        }
    }

    @Test("the number of signatures and the size of a note are bounded")
    func bounds() throws {
        let line = "\u{2014} name AAAAAAA=\n"
        let full = "text\n\n" + String(repeating: line, count: Note.maximumSignatureCount)
        #expect(try Note(parsing: utf8(full)).signatures.count == 64)
        refuse(full + line, line: 67, .signatureCount)
        let large = utf8(String(repeating: "x", count: Note.maximumByteCount) + "\n\n" + line)
        #expect(throws: LogFormatError(.note, .size)) { try Note(parsing: large) }
        #expect(throws: LogFormatError(.note, .signatureBlock)) { try Note(text: utf8("text\n"), signatures: []) }
        #expect(throws: LogFormatError(.note, line: 1, .finalLineFeed)) {
            try Note(text: utf8("text"), signatures: Note(parsing: utf8(full)).signatures)
        }
    }

    @Test("random bytes and random damage never do worse than an error")
    func damage() throws {
        var random = SeededGenerator("note damage")
        let keys = try TestKeys()
        let note = try SignedCheckpoint(keys.checkpoint(), signedBy: [keys.ed25519]).bytes
        for _ in 0..<2000 {
            var bytes = note
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                switch UInt8.random(in: 0...2, using: &random) {
                case 0: bytes[position] = random.alter(bytes[position])
                case 1: bytes.remove(at: position)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
                }
            }
            if let read = try? Note(parsing: bytes) { #expect(read.bytes == bytes) }
            if let read = try? Checkpoint(parsing: bytes) { #expect(read.text == bytes) }
            _ = try? LogProof(parsing: bytes)
        }
    }
}
