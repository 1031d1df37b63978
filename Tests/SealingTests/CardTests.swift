import Age
import Crypto
import SSHSignatures
import Sealing
import Telegrams
import Testing

@Suite struct CardTests {
    let moscow: PrivateKey
    let officer: PrivateKey
    let content: CardContent
    let card: Card

    init() throws {
        moscow = try PrivateKey.generate()
        officer = try PrivateKey.generate()
        let entry = try OfficerEntry(
            OfficerContent(
                name: Codename("FILIPPOV"), issued: Self.time, key: KeyLine(officer.publicKey),
                sealingKeys: [Self.sealingKey()]),
            station: Designator("MOSCOW"), signedBy: officer)
        content = try Self.content("MOSCOW", key: moscow, officers: [entry])
        card = try Card(content, signedBy: moscow)
    }

    private static let time = Instant(seconds: 1_000_000)

    private static func sealingKey() throws -> SealingKey {
        try SealingKey(recipient: HybridIdentity().recipient.description, from: time, until: time.adding(days: 14))
    }

    private static func content(_ station: String, key: PrivateKey, officers: [OfficerEntry]) throws -> CardContent {
        try CardContent(
            station: Designator(station), serial: 1, issued: time, stationKey: KeyLine(key.publicKey),
            postQuantumKey: PostQuantumKey(bytes: Array(MLDSA65.PrivateKey().publicKey.rawRepresentation)),
            logKey: nil, sealingKeys: [sealingKey()], endpoints: [], officers: officers)
    }

    /// What a corrupt clerk can do: he has the station's key and signs whatever he likes.
    private func signedByTheClerk(_ officers: [OfficerEntry], station: String = "MOSCOW") throws -> Card {
        try Card(Self.content(station, key: moscow, officers: officers), signedBy: moscow)
    }

    private var entry: OfficerEntry {
        get throws { try #require(content.officers.first) }
    }

    @Test func aGoodCardIsBelievedAndReadBack() throws {
        try card.verify()
        let read = try Card(parsing: card.bytes)
        #expect(read == card)
        try read.verify()
    }

    @Test func aCardSignedByAnotherStationIsRefused() throws {
        let forged = try Card(content, signedBy: PrivateKey.generate())
        #expect(refusal(forged.verify)?.contains("MOSCOW on the card") == true)
    }

    @Test func anAlteredCardIsRefused() throws {
        let altered = try Card(parsing: card.bytes.replacing("serial: 1\n", "serial: 2\n"))
        #expect(refusal(altered.verify)?.contains("MOSCOW on the card") == true)
    }

    @Test func theClerkCannotGiveAnOfficerAnotherKey() throws {
        let other = try PrivateKey.generate()
        let altered = try OfficerContent(
            name: entry.name, issued: entry.issued, key: KeyLine(other.publicKey), sealingKeys: entry.sealingKeys)
        let forged = try signedByTheClerk([OfficerEntry(altered, signature: entry.signature)])
        #expect(refusal(forged.verify)?.contains("FILIPPOV on the card") == true)
    }

    @Test func theClerkCannotGiveAnOfficerAnotherSealingKey() throws {
        let altered = try OfficerContent(
            name: entry.name, issued: entry.issued, key: entry.key, sealingKeys: [Self.sealingKey()])
        let forged = try signedByTheClerk([OfficerEntry(altered, signature: entry.signature)])
        #expect(refusal(forged.verify)?.contains("FILIPPOV on the card") == true)
    }

    @Test func anOfficersSignatureCannotBeLeftOut() throws {
        let lines = card.bytes.split(separator: 0x0A).filter { !$0.starts(with: Array("officer-signature".utf8)) }
        #expect(throws: FormatError.self) { try Card(parsing: lines.flatMap { $0 + [0x0A] }) }
        let blank = try OfficerEntry(entry.content, signature: [UInt8](repeating: 0, count: entry.signature.count))
        #expect(refusal(try signedByTheClerk([blank]).verify) != nil)
    }

    @Test func anOfficerCannotBeMovedToAnotherStation() throws {
        let forged = try signedByTheClerk([entry], station: "BEIJING")
        #expect(refusal(forged.verify)?.contains("FILIPPOV on the card") == true)
    }

    @Test func theClerkCannotSignForAnOfficer() throws {
        let forged = try OfficerEntry(
            OfficerContent(name: entry.name, issued: entry.issued, key: entry.key, sealingKeys: entry.sealingKeys),
            station: Designator("MOSCOW"), signedBy: moscow)
        #expect(refusal(try signedByTheClerk([forged]).verify)?.contains("FILIPPOV on the card") == true)
    }

    @Test func theWordsChangeWithALongLivedKeyAndNotWithASealingKey() throws {
        let renewed = try Card(Self.content("MOSCOW", key: moscow, officers: [entry]), signedBy: moscow)
        // Another post-quantum key: other words.
        #expect(try renewed.fingerprintWords != card.fingerprintWords)
        let sealed = try CardContent(
            station: content.station, serial: 2, issued: content.issued, stationKey: content.stationKey,
            postQuantumKey: content.postQuantumKey, logKey: nil, sealingKeys: [Self.sealingKey()], endpoints: [],
            officers: content.officers)
        #expect(try Card(sealed, signedBy: moscow).fingerprintWords == card.fingerprintWords)
    }
}
