/// What the BPSec blocks of a bundle refer to.
///
/// They are neither checked nor opened here (RFC 9172 section 3.6).
struct SecurityTargets {
    /// Numbers of the blocks whose content is ciphertext.
    private let encrypted: Set<UInt64>
    /// Numbers of the blocks under a signature that can be read; zero is the primary block.
    private let signed: Set<UInt64>
    /// Whether there are integrity blocks whose targets are themselves encrypted.
    private let hasHiddenSignatures: Bool

    init(of blocks: [CanonicalBlock]) {
        let encrypted = Self.union(blocks.filter { $0.type == .blockConfidentiality })
        let integrity = blocks.filter { $0.type == .blockIntegrity }
        self.encrypted = encrypted
        signed = Self.union(integrity.filter { !encrypted.contains($0.number) })
        hasHiddenSignatures = integrity.contains { encrypted.contains($0.number) }
    }

    /// Whether the content of the block can be read.
    func canRead(_ block: CanonicalBlock) -> Bool { !encrypted.contains(block.number) }

    /// Whether an integrity block stands in for the CRC of the primary block, or may do so.
    var protectPrimary: Bool { signed.contains(0) || hasHiddenSignatures }

    /// Whether any readable security block refers to the block.
    func include(_ number: UInt64) -> Bool { encrypted.contains(number) || signed.contains(number) }

    private static func union(_ blocks: [CanonicalBlock]) -> Set<UInt64> {
        blocks.reduce(into: []) { $0.formUnion(targets(of: $1)) }
    }

    /// The array of block numbers that an abstract security block begins with; none where it is not one.
    private static func targets(of block: CanonicalBlock) -> Set<UInt64> {
        var reader = CBORReader(block.content)
        do {
            let array = try reader.openArray()
            var targets: Set<UInt64> = []
            var count: UInt64 = 0
            while array.count.map({ count < $0 }) ?? !reader.isAtBreak {
                targets.insert(try reader.readUInt())
                count += 1
            }
            return targets
        } catch {
            return []
        }
    }
}
