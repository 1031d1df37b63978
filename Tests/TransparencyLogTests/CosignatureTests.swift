import Crypto
import Testing

@testable import TransparencyLog

struct CosignatureTests {
    private func cosigned(_ keys: TestKeys, time: UInt64) throws -> SignedCheckpoint {
        let signed = try SignedCheckpoint(keys.checkpoint(), signedBy: [keys.ed25519, keys.mldsa65])
        let verified = try signed.verify(origin: keys.origin, policy: keys.bothPolicy())
        return try signed.adding([keys.witness.cosign(verified, time: time)])
    }

    /// The key's seed counts from 0 to 31; line and key text were computed with another implementation of RFC 8032.
    @Test("a cosignature made by another implementation verifies, and so does one of the same key made here")
    func knownAnswer() throws {
        let seed = (0..<32).map { UInt8($0) }
        let witness = CosigningKey(
            name: try KeyName("witness.example/w1"), key: try .init(rawRepresentation: seed))
        #expect(witness.verifierKey.text == "witness.example/w1+e75f6532+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")
        let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
        let checkpoint = VerifiedCheckpoint(checkpoint: try Checkpoint(parsing: utf8(text)), signatures: [])
        let line = """
            — witness.example/w1 519lMgAAAABkGFDLBuRDazBLVac2NE+Y+IjbjQOcXLfF9CSDZVUIoS83rE1nFZsVE8YiWV6Ngr7lV8H6bdoBQGP/\
            l73euDMQ9k+bBQ==

            """
        let note = try Note(parsing: utf8(text + "\n" + line))
        let policy = try NotePolicy(required: [witness.verifierKey])
        #expect(try note.verify(policy).map(\.time) == [1_679_315_147])
        // Not every implementation signs deterministically, so the line made here is verified rather than compared.
        let made = try Note(text: utf8(text), signatures: [witness.cosign(checkpoint, time: 1_679_315_147)])
        #expect(try made.verify(policy).map(\.time) == [1_679_315_147])
    }

    @Test("a cosignature is verified with its time, may be required, and is missed when it is required and absent")
    func required() throws {
        let keys = try TestKeys()
        let checkpoint = try SignedCheckpoint(parsing: cosigned(keys, time: 1_700_000_000).bytes)
        let optional = try checkpoint.verify(origin: keys.origin, policy: keys.bothPolicy())
        #expect(optional.signatures.map(\.time) == [nil, nil, 1_700_000_000])
        let strict = try NotePolicy(required: [keys.ed25519.verifierKey, keys.witness.verifierKey])
        #expect(try checkpoint.verify(origin: keys.origin, policy: strict).signatures.count == 2)
        let bare = try SignedCheckpoint(keys.checkpoint(), signedBy: [keys.ed25519])
        #expect(throws: VerificationError.missingSignatures([keys.witness.verifierKey])) {
            try bare.verify(origin: keys.origin, policy: strict)
        }
    }

    @Test("a cosignature with another time, of another length or after 2^63 is refused")
    func altered() throws {
        let keys = try TestKeys()
        let checkpoint = try cosigned(keys, time: 1_700_000_000)
        let good = try #require(checkpoint.note.signatures.last)
        var later = good.signature
        later[7] ^= 1
        for bytes in [
            later, Array(good.signature.dropLast()), good.signature + [0], [0xFF] + good.signature.dropFirst(),
        ] {
            let bad = try NoteSignature(name: good.name, keyID: good.keyID, signature: bytes)
            let note = try Note(text: checkpoint.note.text, signatures: checkpoint.note.signatures.dropLast() + [bad])
            #expect(throws: VerificationError.invalidSignature(good.name, line: 7)) {
                try SignedCheckpoint(note).verify(origin: keys.origin, policy: keys.bothPolicy())
            }
        }
        #expect(throws: LogFormatError(.cosignature, .timestamp)) { try cosigned(keys, time: 1 << 63) }
    }

    @Test("a cosignature does not pass as a note signature of the same key, nor one under a text that is no checkpoint")
    func domainSeparation() throws {
        let key = Curve25519.Signing.PrivateKey()
        let name = try KeyName("witness")
        let (note, cosigner) = (NoteSigningKey(name: name, ed25519: key), CosigningKey(name: name, key: key))
        #expect(note.verifierKey.keyID != cosigner.verifierKey.keyID)
        let text = utf8("not a checkpoint\n")
        let forged = try NoteSignature(
            name: name, keyID: cosigner.verifierKey.keyID, signature: [UInt8](repeating: 0, count: 72))
        #expect(throws: VerificationError.notACheckpoint(LogFormatError(.checkpoint, line: 2, .missingLine))) {
            try Note(text: text, signatures: [forged]).verify(NotePolicy(required: [cosigner.verifierKey]))
        }
    }
}
