import Age
import Crypto
import DurableFiles
import SSHSignatures
import Sealing
import Telegrams

/// The station's long-lived keys, in files 0600: they serve without a person, so no passphrase protects them.
///
/// Its sealing keys are not among them: those are renewed and destroyed while a command runs (`Station.sealingKeys`).
package struct ServiceKeys: Sendable {
    /// Signs covers, receipts and the card.
    package let signer: PrivateKey
    /// Signs register checkpoints.
    let logKey: PrivateKey
    /// Signs register checkpoints, post-quantum.
    let postQuantumKey: MLDSA65.PrivateKey

    /// Reads the keys of a station.
    init(home: StationHome) throws {
        signer = try PrivateKey(openSSHFile: DurableFile.readPrivate(home.stationKey, limit: 16_384))
        logKey = try PrivateKey(openSSHFile: DurableFile.readPrivate(home.logKey, limit: 16_384))
        let seed = try SecretBytes(copying: DurableFile.readPrivate(home.postQuantumKey, limit: 64))
        postQuantumKey = try seed.withUnsafeBytes {
            try MLDSA65.PrivateKey(seedRepresentation: $0, publicKey: nil)
        }
    }

    private init(signer: PrivateKey, logKey: PrivateKey, postQuantumKey: MLDSA65.PrivateKey) {
        self.signer = signer
        self.logKey = logKey
        self.postQuantumKey = postQuantumKey
    }

    /// Makes and keeps the keys of a new station.
    ///
    /// Keys that a broken-off founding left are replaced.
    static func create(in home: StationHome, at now: Instant) throws -> ServiceKeys {
        let keys = ServiceKeys(
            signer: try PrivateKey.generate(comment: "cablegram station"),
            logKey: try PrivateKey.generate(comment: "cablegram register"),
            postQuantumKey: try MLDSA65.PrivateKey())
        try keys.signer.withOpenSSHFile { try DurableFile.write(Array($0), to: home.stationKey) }
        try keys.logKey.withOpenSSHFile { try DurableFile.write(Array($0), to: home.logKey) }
        try DurableFile.write(Array(keys.postQuantumKey.seedRepresentation), to: home.postQuantumKey)
        let folder = SealingKeyFolder(path: home.sealingKeys)
        try folder.destroyAll()
        try folder.keep(folder.newKey(at: now)) { $0 }
        try CardKey.create(in: home)
        return keys
    }
}

/// The key that opens parcels of cards and nothing else, and that never ends.
///
/// To everything else the short life of sealing keys applies, so that a stolen key opens little; cards are signed and tell
/// their reader nothing that he would not be told anyway.
enum CardKey {
    /// Nil where the station was founded before there was one.
    static func identity(in home: StationHome) throws -> HybridIdentity? {
        guard DurableFile.exists(home.cardKey) else { return nil }
        return try HybridIdentity(
            encoded: SecretBytes(copying: DurableFile.readPrivate(home.cardKey, limit: 4096)))
    }

    static func create(in home: StationHome) throws {
        try DurableFile.write(HybridIdentity().encoded().withUnsafeBytes { Array($0) }, to: home.cardKey)
    }
}
