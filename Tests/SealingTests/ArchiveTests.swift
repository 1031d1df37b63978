import Age
import SSHSignatures
import Sealing
import Telegrams
import Testing

@Suite struct ArchiveTests {
    private let purposes: [ArchiveKey.Purpose] = [
        .fileKey(number: 1), .fileKey(number: 2), .enclosureKey(digest: [1]), .enclosureKey(digest: [2]), .draft, .book,
        .statement(digest: [1]), .statement(digest: [2]), .sealingKey,
    ]

    @Test func whatIsSealedForOnePurposeOpensForNoOther() throws {
        let key = ArchiveKey()
        for (sealing, purpose) in purposes.enumerated() {
            let sealed = try key.seal([1, 2, 3], for: purpose)
            for (opening, other) in purposes.enumerated() where opening != sealing {
                #expect(throws: SealingError.self, "\(purpose) as \(other)") { try key.open(sealed, for: other) }
            }
            #expect(try key.open(sealed, for: purpose) == [1, 2, 3])
        }
    }

    @Test func anotherKeyOpensNothing() throws {
        let sealed = try ArchiveKey().seal([1, 2, 3], for: .draft)
        #expect(throws: SealingError.self) { try ArchiveKey().open(sealed, for: .draft) }
    }

    @Test func everyAlteredByteAndEveryLengthIsRefused() throws {
        let key = ArchiveKey()
        let sealed = try key.seal([1, 2, 3], for: .book)
        #expect(sealed.count == 12 + 3 + 16)
        for index in sealed.indices {
            var altered = sealed
            altered[index] ^= 0x80
            #expect(throws: SealingError.self) { try key.open(altered, for: .book) }
            #expect(throws: SealingError.self) { try key.open(Array(sealed.prefix(index)), for: .book) }
        }
    }

    @Test func theSameThingSealedTwiceLooksDifferent() throws {
        let key = ArchiveKey()
        #expect(try key.seal([1], for: .draft) != key.seal([1], for: .draft))
    }

    // MARK: Key file

    private func passphrase(_ text: String) -> SecretBytes { SecretBytes(copying: Array(text.utf8)) }

    @Test func aKeyFileOpensWithItsPassphraseOnly() throws {
        let keys = OfficerKeys(officer: try Address("MAO ZEDONG@BEIJING"), signingKey: .held(try PrivateKey.generate()))
        let file = try keys.sealed(passphrase: passphrase("right"), workFactor: 2)
        #expect(String(decoding: file, as: UTF8.self).hasPrefix("-----BEGIN AGE ENCRYPTED FILE-----"))
        let opened = try OfficerKeys(sealed: file, passphrase: passphrase("right"))
        #expect(opened.officer == keys.officer)
        #expect(opened.publicKey == keys.publicKey)
        let paper = try keys.archiveKey.seal([7], for: .draft)
        #expect(try opened.archiveKey.open(paper, for: .draft) == [7])
        #expect {
            try OfficerKeys(sealed: file, passphrase: passphrase("wrong"))
        } throws: {
            if case SealingError.noKey = $0 { true } else { false }
        }
    }

    @Test func aKeyInTheAgentIsKeptByItsPublicHalf() throws {
        let key = try PrivateKey.generate().publicKey
        let keys = OfficerKeys(officer: try Address("MAO ZEDONG@BEIJING"), signingKey: .agent(key))
        let opened = try keys.withText { try OfficerKeys(parsing: $0) }
        guard case .agent(key) = opened.signingKey else {
            Issue.record("the key is \(opened.signingKey)")
            return
        }
    }

    @Test(arguments: [
        "", "CABLEGRAM OFFICER KEYS 2\nofficer: A@B\nsigning-seed: AA==\narchive-key: AA==\n",
        "CABLEGRAM OFFICER KEYS 1\nofficer: A@B\nsigning-seed: AA==\narchive-key: AA==\n",
        "CABLEGRAM OFFICER KEYS 1\nofficer: A@B\n",
    ])
    func aDamagedKeyTextIsRefused(text: String) {
        #expect(throws: SealingError.self) {
            try Array(text.utf8).withUnsafeBytes { _ = try OfficerKeys(parsing: $0) }
        }
    }
}
