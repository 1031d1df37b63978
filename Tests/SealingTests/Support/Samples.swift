import Age
import Crypto
import SSHSignatures
import Sealing
import Telegrams

/// Somebody with a signing and a sealing key.
struct Person: Sendable {
    let address: Address
    let key: PrivateKey
    let identity: HybridIdentity

    init(_ address: String) throws {
        self.address = try Address(address)
        key = try PrivateKey.generate()
        identity = try HybridIdentity()
    }

    var fingerprint: KeyFingerprint { KeyFingerprint(key.publicKey) }

    var recipient: LetterRecipient {
        LetterRecipient(address: address, fingerprint: fingerprint, sealingKey: identity.recipient)
    }
}

/// A telegram from Filippov to Mao and Zhou, with one enclosure, sealed.
struct SampleLetter {
    let filippov: Person
    let mao: Person
    let zhou: Person
    let kim: Person
    let telegram: Telegram
    let enclosure = Array("two divisions".utf8)
    let sealed: SealedLetter

    init() throws {
        filippov = try Person("FILIPPOV@MOSCOW")
        mao = try Person("MAO ZEDONG@BEIJING")
        zhou = try Person("ZHOU ENLAI@BEIJING")
        kim = try Person("KIM IL SUNG@PYONGYANG")
        telegram = try Self.telegram(from: filippov, to: [mao], info: [zhou], enclosing: enclosure)
        sealed = try SealedLetter(
            telegram, enclosures: [enclosure], signedBy: filippov.key, to: [mao.recipient, zhou.recipient])
    }

    static func telegram(from: Person, to: [Person], info: [Person] = [], enclosing enclosure: [UInt8]) throws
        -> Telegram
    {
        let line = try Enclosure(
            name: "note.txt", mediaType: "text/plain", size: Int64(enclosure.count), digest: Digest256(of: enclosure),
            carriage: .inline)
        return try Telegram(
            number: 3917, dateTime: Instant(rfc3339: "1951-06-30T19:45:00Z"), from: from.address,
            content: Telegram.Content(
                precedence: .flash, to: to.map(\.address), info: info.map(\.address), kind: .instruction,
                matter: "talks",
                subject: "Armistice", enclosures: [line], paragraphs: ["Agree to the meeting.", "Name Kaesong."]))
    }

    /// The opened letter, taken apart.
    func parts() throws -> LetterParts {
        try LetterParts(Letter(parsing: OpenedLetter(sealed.bytes, identities: [mao.identity]).plain))
    }
}

/// A letter that a forger takes apart and puts together again.
struct LetterParts {
    var manifest: [UInt8]
    var signature: [UInt8]
    var seed: [UInt8]
    var telegram: [UInt8]
    var enclosures: [[UInt8]]

    init(_ letter: Letter) {
        manifest = Array(letter.manifest)
        signature = Array(letter.signature)
        seed = Array(letter.seed)
        telegram = Array(letter.telegram)
        enclosures = letter.enclosures.map { Array($0) }
    }

    func plain() throws -> [UInt8] {
        try Letter(
            manifest: manifest[...], signature: signature[...], seed: seed[...], telegram: telegram[...],
            enclosures: enclosures.map { $0[...] }
        ).bytes(padding: .wide)
    }

    func opened() throws -> OpenedLetter { try OpenedLetter(plain: plain()) }
}

extension [UInt8] {
    /// The bytes with a text in them replaced by another; everywhere where it stands.
    func replacing(_ old: String, _ new: String) -> [UInt8] {
        Array(String(decoding: self, as: UTF8.self).replacing(old, with: new).utf8)
    }
}

/// What an error says, or nothing where there is none.
func refusal(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch {
        return "\(error)"
    }
}
