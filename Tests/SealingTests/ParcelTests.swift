import Age
import SSHSignatures
import Sealing
import Telegrams
import Testing

@Suite struct ParcelTests {
    let station: PrivateKey
    let identity: HybridIdentity
    let content = Array("a sealed letter".utf8)
    let cover: Cover

    init() throws {
        station = try PrivateKey.generate()
        identity = try HybridIdentity()
        cover = try Cover(
            from: Designator("MOSCOW"), fromKey: KeyFingerprint(station.publicKey), to: Designator("BEIJING"),
            toKey: KeyFingerprint(PrivateKey.generate().publicKey),
            incarnation: Incarnation("00112233445566778899aabbccddeeff 1951-06-30T18:00:00Z"), channel: 12, replaces: 9,
            precedence: .flash, content: .letter, officers: [Codename("MAO ZEDONG")],
            digest: Digest256(of: content))
    }

    private func sealed(_ forge: (inout [UInt8], inout [UInt8], inout [UInt8]) -> Void = { _, _, _ in }) throws
        -> [UInt8]
    {
        let bytes = try ParcelSealing.seal(cover: cover, content: content, signedBy: station, to: identity.recipient)
        let parcel = try Parcel(parsing: AgeFile.open(bytes, with: [identity]))
        var (cover, signature, content) = (Array(parcel.cover), Array(parcel.signature), Array(parcel.content))
        forge(&cover, &signature, &content)
        let forged = try Parcel(cover: cover[...], signature: signature[...], content: content[...])
        return try AgeFile.seal(forged.bytes(padding: .wide), to: [identity.recipient])
    }

    private func refusal(_ bytes: [UInt8], by key: PublicKey? = nil) -> String? {
        SealingTests.refusal {
            try OpenedParcel(bytes, identities: [identity]).verify(signedBy: key ?? station.publicKey)
        }
    }

    @Test func theDestinationOpensItAndFindsTheCover() throws {
        let opened = try OpenedParcel(sealed(), identities: [identity])
        #expect(opened.cover == cover)
        #expect(opened.content == content)
        #expect(try refusal(sealed()) == nil)
    }

    @Test func anotherStationDoesNotOpenIt() throws {
        #expect {
            try OpenedParcel(sealed(), identities: [HybridIdentity()])
        } throws: {
            if case SealingError.noKey = $0 { true } else { false }
        }
    }

    @Test(arguments: [
        ("channel: 12", "channel: 13"), ("replaces: 9", "replaces: 8"), ("incarnation: 00", "incarnation: 01"),
        ("to: BEIJING", "to: PYONGYANG"),
    ])
    func anAlteredCoverIsRefused(words: String, others: String) throws {
        let bytes = try sealed { cover, _, _ in cover = cover.replacing(words, others) }
        #expect(refusal(bytes)?.hasPrefix("the signature does not verify") == true)
    }

    @Test func aCoverForAnotherKeyOfTheDestinationIsRefused() throws {
        let other = try KeyFingerprint(PrivateKey.generate().publicKey)
        let bytes = try sealed { text, _, _ in text = text.replacing("\(cover.toKey)", "\(other)") }
        #expect(refusal(bytes)?.hasPrefix("the signature does not verify") == true)
    }

    @Test func anAlteredSignatureIsRefused() throws {
        let bytes = try sealed { _, signature, _ in signature[50] ^= 1 }
        #expect(refusal(bytes)?.hasPrefix("the signature does not verify") == true)
    }

    @Test func anExchangedContentIsRefused() throws {
        let bytes = try sealed { _, _, content in content = Array("another letter".utf8) }
        #expect(refusal(bytes) == "the content is not the one that the cover names")
    }

    @Test func anExchangedContentWithItsDigestIsRefused() throws {
        let other = Array("another letter".utf8)
        let bytes = try sealed { cover, _, content in
            cover = cover.replacing("\(Digest256(of: content))", "\(Digest256(of: other))")
            content = other
        }
        #expect(refusal(bytes)?.hasPrefix("the signature does not verify") == true)
    }

    @Test func anotherStationsSignatureIsRefused() throws {
        #expect(try refusal(sealed(), by: PrivateKey.generate().publicKey) != nil)
    }

    @Test func aSignatureMadeForAnotherPurposeIsRefused() throws {
        let foreign = try station.sign(cover.text, namespace: SealedLetter.namespace).compact()
        let bytes = try sealed { _, signature, _ in signature = foreign.bytes }
        #expect(refusal(bytes)?.hasPrefix("the signature does not verify") == true)
    }
}
