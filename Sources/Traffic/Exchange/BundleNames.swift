import BundleProtocol
import Sealing
import Telegrams

extension Bundle {
    /// What the bundle is filed under and called towards other stations: two of one identity are two.
    package var name: BundleName {
        BundleName(identity: identity, digest: Digest256(of: unchangingPieces).leadingWord)
    }
}

extension BundleIdentity {
    /// The identity in the name of a bundle; earlier versions of the program named bundles by their identity alone.
    init?(inName name: String) {
        guard let identity = BundleName(fileName: name)?.identity ?? BundleIdentity(fileName: name) else { return nil }
        self = identity
    }
}
