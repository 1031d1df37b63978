import Crypto
import FoundationEssentials

@testable import SSHSignatures

/// A key that signs as a security key does (PROTOCOL.u2f), but whenever it is asked and with any flags.
struct SoftwareSecurityKey: Signer {
    let publicKey: PublicKey
    let flags: UInt8
    let counter: UInt32
    private let key: Curve25519.Signing.PrivateKey

    init(
        flags: UInt8 = 0x01, counter: UInt32 = 7, application: String = "ssh:",
        key: Curve25519.Signing.PrivateKey = Curve25519.Signing.PrivateKey()
    ) throws {
        self.flags = flags
        self.counter = counter
        self.key = key
        publicKey = try PublicKey(securityKey: Array(key.publicKey.rawRepresentation), application: application)
    }

    func sign(_ digest: MessageDigest, namespace: Namespace) throws -> Signature {
        Signature(
            publicKey: publicKey, namespace: namespace, hashAlgorithm: digest.algorithm,
            value: try value(for: digest.signedData(namespace: namespace)),
            securityKeyData: SecurityKeyData(flags: flags, counter: counter))
    }

    /// The bare signature, put together here independently of the library.
    func value(for message: [UInt8]) throws -> [UInt8] {
        var data = Array(SHA256.hash(data: Array((publicKey.application ?? "").utf8)))
        data.append(flags)
        data += withUnsafeBytes(of: counter.bigEndian, Array.init)
        data += Array(SHA256.hash(data: message))
        return Array(try key.signature(for: data))
    }
}
