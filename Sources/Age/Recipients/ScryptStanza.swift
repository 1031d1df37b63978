import Crypto
import CryptoExtras
import FoundationEssentials

/// What passphrase recipients and identities have in common (RFC 7914, C2SP age "scrypt recipient stanza").
enum ScryptStanza {
    static let type: StaticString = "scrypt"
    static let typeBytes = [UInt8]("scrypt".utf8)
    static let saltByteCount = 16
    private static let label = [UInt8]("age-encryption.org/v1/scrypt".utf8)

    /// Takes 2 to the power of `workFactor` KiB of memory.
    static func wrapKey(_ passphrase: borrowing SecretBytes, salt: [UInt8], workFactor: Int) throws(AgeError)
        -> SymmetricKey
    {
        let key = passphrase.withUnsafeBytes { passphrase in
            try? KDF.Scrypt.deriveKey(
                from: passphrase, salt: label + salt, outputByteCount: 32, rounds: 1 << workFactor, blockSize: 8,
                parallelism: 1)
        }
        guard let key else {
            throw AgeError(.inputOutput, "there is not enough memory for a passphrase of work factor \(workFactor)")
        }
        return key
    }
}

/// Lets copyable values share one passphrase, which is wiped when the last of them is gone.
final class Passphrase: Sendable {
    let bytes: SecretBytes

    init(_ bytes: consuming SecretBytes) {
        self.bytes = bytes
    }
}
