import Age
import Crypto
import Desk
import Foundation
import SSHSignatures
import Sealing
import Station
import Telegrams

/// Seals and signs, opens and verifies a telegram of 1,000 bytes in both layers, beside the least that the algorithms
/// take: two X-Wing HPKE contexts and two Ed25519 signatures each way.
struct LetterBenchmark {
    private let officerKey: PrivateKey
    private let stationKey: PrivateKey
    private let readerStation: PrivateKey
    private let incarnation: Incarnation
    private let reader: PrivateKey
    private let readerSealing: HybridIdentity
    private let stationSealing: HybridIdentity
    private let telegram: Telegram
    private let recipient: LetterRecipient

    init() throws {
        officerKey = try .generate()
        stationKey = try .generate()
        readerStation = try .generate()
        incarnation = try Incarnation("00112233445566778899aabbccddeeff 1951-06-30T18:00:00Z")
        reader = try .generate()
        readerSealing = try HybridIdentity()
        stationSealing = try HybridIdentity()
        let to = try Address("MAO ZEDONG@BEIJING")
        recipient = LetterRecipient(
            address: to, fingerprint: KeyFingerprint(reader.publicKey), sealingKey: readerSealing.recipient)
        telegram = try Telegram.sample(number: 3917, from: Address("FILIPPOV@MOSCOW"), to: to, seed: 3917)
    }

    func run(rounds: Int, perRound: Int) throws {
        let parcel = try sealed()
        print("a text of \(SampleText.size) bytes, signed and sealed twice: \(parcel.count) bytes; one core")
        let limits = try AlgorithmLimits()
        var results = Rounds()
        for _ in 0..<rounds {
            try results.measure("seal and sign", count: perRound) { _ = try sealed() }
            try results.measure("limit: 2 encapsulations, 2 signatures", count: perRound) { try limits.seal() }
            try results.measure("open and verify", count: perRound) { try open(parcel) }
            try results.measure("limit: 2 decapsulations, 2 verifications", count: perRound) { try limits.open() }
            try results.measure("X-Wing HPKE, seal 16 bytes", count: perRound) { _ = try limits.encapsulate() }
            try results.measure("X-Wing HPKE, open 16 bytes", count: perRound) { try limits.decapsulate() }
            try results.measure("Ed25519, sign", count: perRound) { _ = try limits.sign() }
            results.measure("Ed25519, verify", count: perRound) { limits.verify() }
        }
        for line in results.lines { print(line) }
        let sealing = results.median("seal and sign") / results.median("limit: 2 encapsulations, 2 signatures")
        let opening = results.median("open and verify") / results.median("limit: 2 decapsulations, 2 verifications")
        print("of the limit: seal \(Int(sealing * 100)) %, open \(Int(opening * 100)) %")
    }

    private func sealed() throws -> [UInt8] {
        let letter = try SealedLetter(telegram, enclosures: [], signedBy: officerKey, to: [recipient])
        let officers = recipient.address.officer.map { [$0] } ?? []
        let sealedTo = recipient.sealingKeyDigest.map { key in officers.map { Cover.SealedTo($0, key: key) } } ?? []
        let cover = try Cover(
            from: telegram.from.station, fromKey: KeyFingerprint(stationKey.publicKey), to: recipient.address.station,
            toKey: KeyFingerprint(readerStation.publicKey), incarnation: incarnation, channel: 1,
            precedence: telegram.content.precedence, content: .letter, officers: officers, sealedTo: sealedTo,
            digest: Digest256(of: letter.bytes))
        return try ParcelSealing.seal(
            cover: cover, content: letter.bytes, signedBy: stationKey, to: stationSealing.recipient)
    }

    private func open(_ sealed: [UInt8]) throws {
        let parcel = try OpenedParcel(sealed, identities: [stationSealing])
        try parcel.verify(signedBy: stationKey.publicKey)
        let letter = try OpenedLetter(parcel.content, identities: [readerSealing])
        try letter.verify(signedBy: officerKey.publicKey)
        try letter.requireAddressee(recipient.fingerprint)
    }
}

extension Telegram {
    /// A telegram with a text of 1,000 bytes.
    static func sample(number: Int64, from: Address, to: Address, seed: UInt64) throws -> Telegram {
        try Telegram(
            number: number, dateTime: Instant.now().wholeSecond, from: from,
            content: Telegram.Content(
                precedence: .routine, to: [to], kind: .report, matter: "ARMISTICE", subject: "Report \(number)",
                paragraphs: [SampleText(seed: seed).paragraph]))
    }
}
