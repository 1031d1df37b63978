import Age
import DurableFiles
import Sealing
import Telegrams

/// A sealing key whose secret half is at hand.
package struct HeldSealingKey: Sendable {
    package let identity: HybridIdentity
    package let name: KeyFileName

    package var from: Instant { name.from }
    package var until: Instant { name.until }

    /// The public half, as it stands on the card.
    package var published: SealingKey {
        get throws { try SealingKey(recipient: identity.recipient.description, from: from, until: until) }
    }
}

/// A folder of sealing keys, one file each, named by the time from which to which the key is used; so that a key whose
/// grace is over is destroyed by removing one file.
package struct SealingKeyFolder: Sendable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// A key's use begins so long before it is made, in seconds: correspondents' clocks may be behind ours.
    package static let clockTolerance: Int64 = 3600

    /// Makes a key that is used for so many days from now; `keep` makes it last.
    package func newKey(at now: Instant, days: Int64 = SealingKeyChoice.lifeInDays) throws -> HeldSealingKey {
        guard SealingKeyChoice.livesInDays.contains(days) else {
            let (least, most) = (SealingKeyChoice.livesInDays.lowerBound, SealingKeyChoice.livesInDays.upperBound)
            throw StationError(.invalid, "a sealing key is used for \(least) to \(most) days, not \(days)")
        }
        // A card tells its keys apart by their beginnings.
        let taken = Set(try files().map(\.from))
        var from = now.wholeSecond.adding(seconds: -Self.clockTolerance)
        while taken.contains(from) { from = from.adding(seconds: 1) }
        let identity = try HybridIdentity()
        let digest = KeyFileName.digest(of: identity.recipient.description)
        return HeldSealingKey(
            identity: identity,
            name: KeyFileName(from: from, until: now.wholeSecond.adding(days: days), digest: digest))
    }

    /// Whether a key is here that a cover may mean; no key is read for that.
    ///
    /// - Throws: `FileError` where there is no folder at all.
    package func mayHold(_ key: Cover.SealedTo) throws -> Bool {
        try DurableFile.names(in: path).compactMap(KeyFileName.init).contains { key.digits.hasPrefix($0.digest) }
    }

    /// - Parameter seal: puts on the seal under which the secret rests.
    package func keep(_ key: HeldSealingKey, seal: ([UInt8]) throws -> [UInt8]) throws {
        try DurableFile.write(
            seal(key.identity.encoded().withUnsafeBytes { Array($0) }), to: path + "/" + key.name.text)
    }

    /// The keys in the folder, the oldest first, without those whose files are damaged.
    ///
    /// - Parameter open: takes off the seal under which the secret rests.
    package func keys(open: ([UInt8]) throws -> [UInt8]) throws -> [HeldSealingKey] {
        try files().compactMap { try key(in: $0, open: open) }
    }

    /// Gives the damaged files another name, so that they are not read again.
    ///
    /// To be called only where it is certain that `open` has the right key.
    package func setDamagedAside(open: ([UInt8]) throws -> [UInt8]) throws {
        for file in try files() where try key(in: file, open: open) == nil {
            try DurableFile.move(path + "/" + file.text, to: path + "/" + file.text + Self.damaged)
        }
    }

    /// The names of the files that were set aside because they were damaged.
    package func damagedFiles() throws -> [String] {
        try DurableFile.names(in: path).filter { $0.hasSuffix(Self.damaged) }.sorted()
    }

    private static let damaged = ".damaged"

    /// - Returns: nil where the file is damaged. What cannot be read now may be read another time: that is thrown.
    private func key(in file: KeyFileName, open: ([UInt8]) throws -> [UInt8]) throws -> HeldSealingKey? {
        let bytes = try DurableFile.readPrivate(path + "/" + file.text, limit: 4096)
        do {
            // A time that no card can say was given by a mistake.
            for time in [file.from, file.until] { _ = try Instant(rfc3339: time.description) }
            let identity = try HybridIdentity(encoded: SecretBytes(copying: open(bytes)))
            return HeldSealingKey(identity: identity, name: file)
        } catch let error where error is SealingError || error is AgeError || error is FormatError {
            return nil
        }
    }

    /// Destroys the keys that are dead, and returns how many there were.
    ///
    /// - Parameter note: called before a key is destroyed.
    @discardableResult
    package func destroyDead(
        at clock: BoundedClock, note: (KeyFileName) throws -> Void = { _ in }
    ) throws -> Int {
        let dead = try files().filter { clock.isDead(until: $0.until) }
        for file in dead {
            try note(file)
            try destroy(file.text)
        }
        return dead.count
    }

    /// Destroys every key: those that a broken-off beginning has left, or of one who is an officer no longer.
    package func destroyAll() throws {
        for file in try files() { try destroy(file.text) }
    }

    private func destroy(_ name: String) throws { try DurableFile.destroy(path + "/" + name) }

    /// What the files are called, the oldest key first.
    package func files() throws -> [KeyFileName] {
        guard DurableFile.exists(path) else { return [] }
        return try DurableFile.names(in: path).compactMap(KeyFileName.init).sorted {
            ($0.from, $0.text) < ($1.from, $1.text)
        }
    }
}

/// The name of a sealing key's file: from when until when it is used, and which it is.
package struct KeyFileName: Hashable, Sendable {
    package let text: String
    package let from: Instant
    package let until: Instant
    /// The beginning of the digest of the key's text, in hexadecimal.
    package let digest: String

    init(from: Instant, until: Instant, digest: String) {
        self.from = from
        self.until = until
        self.digest = digest
        text = "\(from.seconds)_\(until.seconds)_\(digest).key"
    }

    init?(_ text: String) {
        let parts = text.split(separator: "_")
        guard text.hasSuffix(".key"), parts.count == 3, let from = Int64(parts[0]), let until = Int64(parts[1]),
            from.magnitude < 1 << 50, until.magnitude < 1 << 50
        else { return nil }
        self.text = text
        self.from = Instant(seconds: from)
        self.until = Instant(seconds: until)
        digest = String(parts[2].dropLast(".key".count))
    }

    /// - Parameter recipient: the key's text (`age1pq1...`).
    static func digest(of recipient: String) -> String {
        String(Digest256(of: Array(recipient.utf8)).description.prefix(8))
    }
}

extension [HeldSealingKey] {
    /// Those that a card lists: whose use is not over, or the newest alone where all are; in the order of their beginnings.
    ///
    /// Those that have begun come first where there are too many, the newest of them: one that begins later was made while
    /// the clock was ahead, unless the clock is behind now. Of two that begin at the same second the card can name one
    /// only.
    package func published(at now: Instant) throws -> [SealingKey] {
        var beginnings: Set<Instant> = []
        let keys = sorted { $0.from < $1.from }.filter { beginnings.insert($0.from).inserted }
        let current = keys.filter { now < $0.until }
        guard !current.isEmpty else { return try keys.suffix(1).map { try $0.published } }
        let begun = current.filter { $0.from <= now }.suffix(Card.sealingKeyLimit)
        let later = current.filter { now < $0.from }.prefix(Card.sealingKeyLimit - begun.count)
        return try (begun + later).map { try $0.published }
    }

    /// The one that is as good as a new one and stands on no card yet: whoever made it was interrupted.
    package func unpublished(on card: [SealingKey], at now: Instant) throws -> HeldSealingKey? {
        let listed = Set(card.map(\.recipient))
        return try last { key in
            let key = try key.published
            return !listed.contains(key.recipient) && !SealingKeyChoice.isRenewalDue([key], at: now)
        }
    }
}
