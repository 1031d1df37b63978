import Crypto
import SSHSignatures

/// A station's `ipn` node number: the first four bytes of SHA-256 over its public key blob, the highest bit set
/// (`docs/decisions/0006-node-numbers.md`).
enum NodeNumber {
    static func derive(from key: PublicKey) -> UInt64 {
        let head = SHA256.hash(data: key.blob).prefix(4).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        // 2^32 - 1 means "this node, whichever it is" (RFC 9758, section 3.4.2).
        return min(head | 0x8000_0000, 0xFFFF_FFFE)
    }
}
