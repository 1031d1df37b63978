import Age
import DurableFiles
import Glibc
import Register
import Relay
import SSHSignatures
import Sealing
import Station
import Telegrams
import Terminal

/// Fills a station's register with telegrams from a correspondent as if they had arrived one by one: each is signed, sealed
/// to its reader and entered under a number of its own; what was opened is filed under his archive key.
///
/// Only the receipts are left out, as if they had left long ago.
struct RegisterFiller {
    private static let batch = 2_048

    private let register: Register
    private let sender: OfficerKeys
    private let signer: PrivateKey
    private let reader: OfficerKeys
    private let readerName: Codename
    private let recipient: LetterRecipient

    /// Reads the passphrase of the sender and that of the reader, a line each, from standard input.
    init(senderKeys: String, station: String, readerKeys: String) throws {
        sender = try Self.keys(senderKeys)
        reader = try Self.keys(readerKeys)
        register = try Register(path: station + "/station.db")
        guard case .held(let key) = sender.signingKey, let name = reader.officer.officer,
            let pinned = try register.read({ [reader] in try $0.card(of: reader.officer.station) }),
            let entry = try Card(parsing: pinned.text).officer(name),
            let sealingKey = SealingKeyChoice.newest(of: entry.sealingKeys, at: .now()).key
        else { throw SealingError.badKeyFile("no key to sign with, or none to seal to") }
        signer = key
        readerName = name
        recipient = LetterRecipient(
            address: reader.officer, fingerprint: KeyFingerprint(reader.publicKey),
            sealingKey: try HybridRecipient(sealingKey.recipient))
    }

    private static func keys(_ path: String) throws -> OfficerKeys {
        let passphrase = try Passphrase.readLine(from: STDIN_FILENO)
        let secret = SecretBytes(count: passphrase.count) { buffer in
            passphrase.withUnsafeBytes { buffer.copyMemory(from: $0) }
        }
        return try OfficerKeys(sealed: DurableFile.readPrivate(path, limit: 65_536), passphrase: secret)
    }

    func fill(opened: Int, waiting: Int) throws {
        let total = opened + waiting
        for start in stride(from: 0, to: total, by: Self.batch) {
            let numbers = start..<min(start + Self.batch, total)
            let letters = try parallelMap(numbers, seal)
            try register.write { writer in
                for (number, letter) in zip(numbers, letters) {
                    try enter(letter, isOpened: number < opened, in: writer)
                }
            }
        }
    }

    private struct Arrived: Sendable {
        let telegram: Telegram
        let letter: SealedLetter
    }

    private func seal(_ index: Int) throws -> Arrived {
        let telegram = try Telegram.sample(
            number: Int64(index + 1), from: sender.officer, to: reader.officer, seed: UInt64(index))
        return Arrived(
            telegram: telegram,
            letter: try SealedLetter(telegram, enclosures: [], signedBy: signer, to: [recipient]))
    }

    private func enter(_ arrived: Arrived, isOpened: Bool, in writer: Register.Writer) throws {
        let now = Instant.now()
        let station = sender.officer.station
        let digest = Digest256(of: arrived.letter.bytes)
        // As if they came from the same incarnation as the register's own.
        let incarnation = try writer.reader.incarnation()
        var correspondence = try writer.reader.correspondence(with: station)
        let channel = (correspondence.heard?.highest ?? 0) + 1
        var random = SystemRandomNumberGenerator()
        _ = correspondence.hear(incarnation, channel, known: .nothing, at: now, using: &random)
        try writer.set(correspondence, with: station)
        let origin = Entry.Origin(peer: station, incarnation: incarnation.name, channel: channel)
        try writer.noteHeard(origin, digest: digest)
        let number = try writer.enter(
            NewEntry(
                direction: .incoming, isService: false, recorded: now, precedence: arrived.telegram.content.precedence,
                origin: origin,
                addressees: [Addressee(role: .action, address: reader.officer, arrived: now, isWaiting: true)],
                content: arrived.letter.bytes))
        try writer.note("arrived from \(station), channel No. \(origin.channel)", on: number, at: now)
        if isOpened { try file(arrived, under: number, at: now, in: writer) }
    }

    private func file(_ arrived: Arrived, under number: Int64, at now: Instant, in writer: Register.Writer) throws {
        guard let key = arrived.letter.fileKey else { return }
        let sealed = try key.withUnsafeBytes { try reader.archiveKey.seal($0, for: .fileKey(number: number)) }
        try writer.file(number, officer: readerName, key: sealed)
        try writer.setHeading(
            Entry.Heading(
                originator: arrived.telegram.from, number: arrived.telegram.number, dateTime: arrived.telegram.dateTime,
                kind: arrived.telegram.content.kind.rawValue, identity: arrived.letter.identity.bytes), of: number)
        try writer.setProgress(
            .opened, of: number, station: reader.officer.station, officer: readerName, at: now.wholeSecond)
        try writer.note("opened by \(readerName)", on: number, at: now)
    }
}
