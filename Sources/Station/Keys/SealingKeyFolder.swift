import Age
import DurableFiles
import Sealing
import Telegrams

/// A sealing key whose secret half is at hand.
package struct HeldSealingKey: Sendable {
    package let identity: HybridIdentity
    package let from: Instant
    package let until: Instant
    package let file: String

    /// The public half, as it stands on the card.
    var published: SealingKey {
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

    /// The keys in the folder, the oldest first.
    ///
    /// - Parameter open: takes off the seal under which the secret rests.
    package func keys(open: ([UInt8]) throws -> [UInt8]) throws -> [HeldSealingKey] {
        try files().map { file in
            let text = try open(DurableFile.readPrivate(path + "/" + file.name, limit: 4096))
            let identity = try HybridIdentity(encoded: SecretBytes(copying: text))
            return HeldSealingKey(identity: identity, from: file.from, until: file.until, file: file.name)
        }
    }

    /// A key's use begins so long before it is made, in seconds: correspondents' clocks may be behind ours.
    package static let clockTolerance: Int64 = 3600

    /// Adds a key that is used for the default life from now.
    package func add(
        _ identity: HybridIdentity, from now: Instant, days: Int64 = SealingKeyChoice.lifeInDays,
        seal: ([UInt8]) throws -> [UInt8]
    ) throws {
        // A card tells its keys apart by their beginnings.
        var from = now.adding(seconds: -Self.clockTolerance)
        while try files().contains(where: { $0.from == from }) { from = from.adding(seconds: 1) }
        let until = now.adding(days: days)
        let digest = Digest256(of: Array(identity.recipient.description.utf8)).description
        let name = "\(from.seconds)_\(until.seconds)_\(digest.prefix(Self.digitCount)).key"
        let text = try seal(identity.encoded().withUnsafeBytes { Array($0) })
        try DurableFile.write(text, to: path + "/" + name)
    }

    /// How many hexadecimal digits of the digest of a key's public half its file names.
    private static let digitCount = 8

    /// Whether a key is here that a cover may mean; no key is read for that.
    package func mayHold(_ key: Cover.SealedTo) throws -> Bool {
        let digits = key.digits.prefix(Self.digitCount)
        return try files().contains { $0.name.hasSuffix("_\(digits).key") }
    }

    /// Destroys the keys whose grace is over, and returns how many there were.
    package func destroyDead(at now: Instant) throws -> Int {
        let dead = try files().filter { $0.until.adding(days: SealingKeyChoice.graceInDays) <= now }
        for file in dead { try DurableFile.destroy(path + "/" + file.name) }
        return dead.count
    }

    /// Destroys every key: those that a broken-off beginning has left.
    package func destroyAll() throws {
        for file in try files() { try DurableFile.destroy(path + "/" + file.name) }
    }

    private func files() throws -> [(name: String, from: Instant, until: Instant)] {
        try DurableFile.names(in: path).sorted().compactMap { name in
            let parts = name.split(separator: "_")
            guard name.hasSuffix(".key"), parts.count == 3, let from = Int64(parts[0]), let until = Int64(parts[1])
            else {
                return nil
            }
            return (name, Instant(seconds: from), Instant(seconds: until))
        }.sorted { $0.1 < $1.1 }
    }
}
