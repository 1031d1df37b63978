import Crypto
import Testing

@testable import TransparencyLog

struct NotePolicyTests {
    private let text = utf8("one exact text\n")

    private func sign(_ keys: [NoteSigningKey]) throws -> Note { try Note(text: text, signedBy: keys) }

    @Test("a note with all required signatures passes, and with any one removed it does not")
    func oneRemoved() throws {
        let keys = try (0..<4).map { NoteSigningKey(name: try KeyName("signatory\($0)"), ed25519: .init()) }
        let policy = try NotePolicy(required: keys.map(\.verifierKey))
        let note = try sign(keys)
        #expect(try note.verify(policy).map(\.key) == keys.map(\.verifierKey))
        for missing in keys.indices {
            var signatures = note.signatures
            signatures.remove(at: missing)
            let lacking = try Note(text: text, signatures: signatures)
            #expect(throws: VerificationError.missingSignatures([keys[missing].verifierKey])) {
                try lacking.verify(policy)
            }
        }
    }

    @Test("Ed25519 alone is not enough where ML-DSA-65 is required as well, nor the other way round")
    func bothAlgorithms() throws {
        let keys = try TestKeys()
        let policy = try keys.bothPolicy()
        #expect(try sign([keys.mldsa65, keys.ed25519]).verify(policy).count == 2)
        #expect(throws: VerificationError.missingSignatures([keys.mldsa65.verifierKey])) {
            try sign([keys.ed25519]).verify(policy)
        }
        #expect(throws: VerificationError.missingSignatures([keys.ed25519.verifierKey])) {
            try sign([keys.mldsa65]).verify(policy)
        }
    }

    @Test("unknown signatures are ignored, also under a known name or a known key id")
    func unknownIgnored() throws {
        let keys = try TestKeys()
        let known = keys.ed25519.verifierKey
        let other = NoteSigningKey(name: known.name, ed25519: .init())
        let strange = try NoteSignature(name: KeyName("stranger"), keyID: known.keyID, signature: [1, 2, 3])
        let note = try sign([other, keys.ed25519]).adding([strange])
        let policy = try NotePolicy(required: [known])
        #expect(try note.verify(policy).map(\.key) == [known])
        #expect(throws: VerificationError.missingSignatures([known])) { try sign([other]).verify(policy) }
    }

    @Test("a bad signature of a known key rejects the whole note, even an optional one")
    func badSignature() throws {
        let keys = try TestKeys()
        let optional = NoteSigningKey(name: try KeyName("optional"), ed25519: .init())
        let policy = try NotePolicy(required: [keys.ed25519.verifierKey], optional: [optional.verifierKey])
        let note = try sign([keys.ed25519])
        let foreign = try optional.sign(utf8("another text\n"))
        #expect(throws: VerificationError.invalidSignature(try KeyName("optional"), line: 4)) {
            try note.adding([foreign]).verify(policy)
        }
        #expect(try note.adding([optional.sign(text)]).verify(policy).count == 2)
    }

    @Test("signatures of every wrong length are refused")
    func wrongLength() throws {
        let keys = try TestKeys()
        for key in [keys.ed25519, keys.mldsa65] {
            let good = try key.sign(text)
            for count in [1, 63, good.signature.count - 1, good.signature.count + 1] {
                let bytes = Array((good.signature + [0]).prefix(count))
                let bad = try NoteSignature(name: good.name, keyID: good.keyID, signature: bytes)
                let note = try Note(text: text, signatures: [bad])
                #expect(throws: VerificationError.invalidSignature(good.name, line: 3)) {
                    try note.verify(NotePolicy(required: [key.verifierKey]))
                }
            }
        }
    }

    @Test("a second signature of one key is refused")
    func repeated() throws {
        let keys = try TestKeys()
        let note = try sign([keys.mldsa65, keys.mldsa65])
        #expect(throws: VerificationError.repeatedSignature(keys.mldsa65.verifierKey.name, line: 4)) {
            try note.verify(NotePolicy(required: [keys.mldsa65.verifierKey]))
        }
    }

    @Test("a policy that requires nobody, or counts one public key twice, cannot be made")
    func badPolicies() throws {
        let key = Curve25519.Signing.PrivateKey()
        let (first, second) = (try KeyName("first"), try KeyName("second"))
        let one = NoteSigningKey(name: first, ed25519: key).verifierKey
        let same = NoteSigningKey(name: second, ed25519: key).verifierKey
        let cosigner = CosigningKey(name: second, key: key).verifierKey
        #expect(throws: NotePolicyError.nothingRequired) { try NotePolicy(required: [], optional: [one]) }
        #expect(throws: NotePolicyError.sameKeyTwice(first, first)) { try NotePolicy(required: [one, one]) }
        #expect(throws: NotePolicyError.sameKeyTwice(first, second)) { try NotePolicy(required: [one, same]) }
        #expect(throws: NotePolicyError.sameKeyTwice(first, second)) {
            try NotePolicy(required: [one], optional: [cosigner])
        }
    }

    @Test("an ML-DSA-65 signature made without the context is refused")
    func context() throws {
        let key = try MLDSA65.PrivateKey()
        let signer = NoteSigningKey(name: try KeyName("log"), mldsa65: key)
        let bare = try NoteSignature(
            name: KeyName("log"), keyID: signer.verifierKey.keyID, signature: [UInt8](key.signature(for: text)))
        #expect(throws: VerificationError.invalidSignature(try KeyName("log"), line: 3)) {
            try Note(text: text, signatures: [bare]).verify(NotePolicy(required: [signer.verifierKey]))
        }
    }
}
