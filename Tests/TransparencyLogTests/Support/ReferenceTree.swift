import Crypto

@testable import TransparencyLog

/// The tree and its proofs written down word by word from RFC 6962 section 2.1, slow and obvious.
enum ReferenceTree {
    static func root(_ leaves: ArraySlice<MerkleHash>) -> [UInt8] {
        guard leaves.count > 1, let first = leaves.indices.first else {
            return leaves.first?.bytes ?? Array(SHA256.hash(data: [UInt8]()))
        }
        let split = first + largestPowerOfTwo(below: leaves.count)
        return Array(SHA256.hash(data: [1] + root(leaves[..<split]) + root(leaves[split...])))
    }

    /// PATH(m, D[n]).
    static func path(_ index: Int, _ leaves: ArraySlice<MerkleHash>) -> [[UInt8]] {
        guard leaves.count > 1 else { return [] }
        let split = leaves.startIndex + largestPowerOfTwo(below: leaves.count)
        return index < split
            ? path(index, leaves[..<split]) + [root(leaves[split...])]
            : path(index, leaves[split...]) + [root(leaves[..<split])]
    }

    /// SUBPROOF(m, D[n], b), with m as the position in the whole array.
    static func subproof(_ end: Int, _ leaves: ArraySlice<MerkleHash>, _ isKnown: Bool) -> [[UInt8]] {
        if end == leaves.endIndex { return isKnown ? [] : [root(leaves)] }
        let split = leaves.startIndex + largestPowerOfTwo(below: leaves.count)
        return end <= split
            ? subproof(end, leaves[..<split], isKnown) + [root(leaves[split...])]
            : subproof(end, leaves[split...], false) + [root(leaves[..<split])]
    }

    private static func largestPowerOfTwo(below count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }
}
