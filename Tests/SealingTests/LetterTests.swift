import Age
import SSHSignatures
import Sealing
import Telegrams
import Testing

@Suite struct LetterTests {
    let sample: SampleLetter

    init() throws {
        sample = try SampleLetter()
    }

    @Test func everyRecipientOpensTheTelegramAndItsEnclosure() throws {
        for person in [sample.mao, sample.zhou] {
            let opened = try OpenedLetter(sample.sealed.bytes, identities: [person.identity])
            #expect(opened.telegram == sample.telegram)
            #expect(opened.enclosures.map { Array($0) } == [sample.enclosure])
            #expect(opened.identity == sample.sealed.identity)
            try opened.verify(signedBy: sample.filippov.key.publicKey)
            try opened.requireAddressee(person.fingerprint)
        }
    }

    @Test func nobodyElseOpensIt() throws {
        for person in [sample.kim, sample.filippov] {
            #expect {
                try OpenedLetter(sample.sealed.bytes, identities: [person.identity])
            } throws: {
                if case SealingError.noKey = $0 { true } else { false }
            }
        }
        #expect(throws: SealingError.self) { try OpenedLetter(sample.sealed.bytes, identities: []) }
    }

    @Test func itsFileKeyOpensItAgainAndNoOtherDoes() throws {
        let key = try #require(try OpenedLetter(sample.sealed.bytes, identities: [sample.mao.identity]).fileKey)
        #expect(try OpenedLetter(sample.sealed.bytes, fileKey: key).telegram == sample.telegram)
        #expect(try Array(FiledLetter.telegramText(sample.sealed.bytes, fileKey: key)) == sample.telegram.text)
        let other = try SampleLetter().sealed
        #expect(throws: (any Error).self) { try OpenedLetter(other.bytes, fileKey: key) }
        #expect(throws: (any Error).self) { try FiledLetter.telegramText(other.bytes, fileKey: key) }
    }

    @Test func aLetterPassedOnAsIfWrittenToAThirdIsRefused() throws {
        let opened = try OpenedLetter(sample.sealed.bytes, identities: [sample.mao.identity])
        let forwarded = try AgeFile.seal(opened.plain, to: [sample.kim.identity.recipient])
        let found = try OpenedLetter(forwarded, identities: [sample.kim.identity])
        // The signature is good, and yet it was never written to him.
        try found.verify(signedBy: sample.filippov.key.publicKey)
        #expect {
            try found.requireAddressee(sample.kim.fingerprint)
        } throws: {
            if case SealingError.notAddressed(sample.kim.fingerprint) = $0 { true } else { false }
        }
    }

    @Test func twoLettersOfTheSameTelegramHaveNothingInCommon() throws {
        let again = try SealedLetter(
            sample.telegram, enclosures: [sample.enclosure], signedBy: sample.filippov.key,
            to: [sample.mao.recipient, sample.zhou.recipient])
        #expect(again.bytes != sample.sealed.bytes)
        #expect(again.identity != sample.sealed.identity)
    }

    @Test func theSizeTellsOnlyTheStepOfItsPadding() throws {
        let sizes = try (1...20).map { length in
            try SealedLetter(
                SampleLetter.telegram(
                    from: sample.filippov, to: [sample.mao], enclosing: [UInt8](repeating: 1, count: length)),
                enclosures: [[UInt8](repeating: 1, count: length)], signedBy: sample.filippov.key,
                to: [sample.mao.recipient]
            ).bytes.count
        }
        // Two where a step lies among them.
        #expect(Set(sizes).count <= 2)
    }

    @Test func aRecipientWhoIsNoAddresseeIsRefusedBeforeAnythingIsSealed() throws {
        #expect(throws: SealingError.self) {
            try SealedLetter(
                sample.telegram, enclosures: [sample.enclosure], signedBy: sample.filippov.key,
                to: [sample.mao.recipient, sample.kim.recipient])
        }
    }

    @Test func everyAlteredByteOfTheSealedLetterIsNoticed() throws {
        let bytes = sample.sealed.bytes
        for position in stride(from: 0, to: bytes.count, by: 97) {
            var altered = bytes
            altered[position] ^= 1
            #expect(throws: (any Error).self, "byte \(position)") {
                let opened = try OpenedLetter(altered, identities: [sample.mao.identity])
                try opened.verify(signedBy: sample.filippov.key.publicKey)
            }
        }
    }

    // MARK: Forgeries by somebody who can open it

    private func refusal(_ forge: (inout LetterParts) throws -> Void) throws -> String? {
        var parts = try sample.parts()
        try forge(&parts)
        return SealingTests.refusal {
            let opened = try parts.opened()
            try opened.verify(signedBy: sample.filippov.key.publicKey)
            try opened.requireAddressee(sample.mao.fingerprint)
        }
    }

    @Test func whatIsPutTogetherUnchangedIsAccepted() throws {
        #expect(try refusal { _ in } == nil)
    }

    @Test func anAlteredWordIsNotTheOneThatWasSigned() throws {
        let reason = try refusal { $0.telegram = $0.telegram.replacing("Agree", "Renig") }
        #expect(reason == "the text is not the one that was signed")
    }

    @Test func anAlteredSeedShowsInTheText() throws {
        let reason = try refusal { $0.seed[0] ^= 1 }
        #expect(reason == "the text is not the one that was signed")
    }

    @Test func twoParagraphsThatChangedPlacesAreNoticed() throws {
        let reason = try refusal {
            $0.telegram = $0.telegram.replacing(
                "Agree to the meeting.\n\nName Kaesong.", "Name Kaesong.\n\nAgree to the meeting.")
        }
        #expect(reason == "the text is not the one that was signed")
    }

    @Test func anAlteredEnclosureIsNamed() throws {
        let reason = try refusal { $0.enclosures = [Array("ten divisions".utf8)] }
        #expect(reason == "the enclosure \"note.txt\" is not the one that was signed")
    }

    @Test func aMissingEnclosureIsNamed() throws {
        let reason = try refusal { $0.enclosures = [] }
        #expect(reason == "1 enclosures are listed, 0 are there")
    }

    @Test func aManifestThatDisagreesWithTheTelegramIsRefused() throws {
        let reason = try refusal { $0.manifest = $0.manifest.replacing("3917", "3918") }
        #expect(reason?.contains("format") == true)
    }

    @Test func aManifestThatAgreesButWasNotSignedIsRefused() throws {
        let reason = try refusal {
            let stranger = "\(sample.kim.fingerprint)"
            $0.manifest = $0.manifest.replacing("\(sample.zhou.fingerprint)", stranger)
        }
        #expect(reason?.hasPrefix("the signature does not verify") == true)
    }

    @Test func anAlteredSignatureIsRefused() throws {
        let reason = try refusal { $0.signature[40] ^= 1 }
        #expect(reason?.hasPrefix("the signature does not verify") == true)
    }

    @Test func aSignatureOfAnotherTelegramIsRefused() throws {
        let other = try SealedLetter(
            sample.telegram, enclosures: [sample.enclosure], signedBy: sample.filippov.key,
            to: [sample.mao.recipient, sample.zhou.recipient])
        let foreign = try Letter(parsing: OpenedLetter(other.bytes, identities: [sample.mao.identity]).plain)
        let reason = try refusal { $0.signature = Array(foreign.signature) }
        #expect(reason?.hasPrefix("the signature does not verify") == true)
    }

    @Test func aSignerOtherThanTheTextSaysIsRefused() throws {
        let opened = try OpenedLetter(sample.sealed.bytes, identities: [sample.mao.identity])
        #expect {
            try opened.verify(signedBy: sample.kim.key.publicKey)
        } throws: {
            if case SealingError.wrongSigner = $0 { true } else { false }
        }
    }

    @Test func aLetterSignedInAnotherNameIsRefused() throws {
        // Kim writes in the name of Filippov.
        let forged = try SealedLetter(
            sample.telegram, enclosures: [sample.enclosure], signedBy: sample.kim.key,
            to: [sample.mao.recipient, sample.zhou.recipient])
        let opened = try OpenedLetter(forged.bytes, identities: [sample.mao.identity])
        #expect(throws: SealingError.self) { try opened.verify(signedBy: sample.filippov.key.publicKey) }
    }
}
