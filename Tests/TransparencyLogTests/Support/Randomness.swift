import Foundation

@testable import TransparencyLog

/// Repeatable randomness (SplitMix64).
///
/// Each property test prints its seed; `CABLEGRAM_SEED` runs that one again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ test: String) {
        let chosen = ProcessInfo.processInfo.environment["CABLEGRAM_SEED"].flatMap { UInt64($0) }
        self.state = chosen ?? UInt64.random(in: 0...UInt64.max)
        print("\(test): CABLEGRAM_SEED=\(state)")
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }

    mutating func leafHashes(_ count: Int) -> [MerkleHash] {
        (0..<count).map { _ in .leaf(bytes(8)) }
    }

    /// Another byte than `byte`.
    mutating func alter(_ byte: UInt8) -> UInt8 {
        byte ^ UInt8.random(in: 1...255, using: &self)
    }

    mutating func alter(_ hash: MerkleHash) -> MerkleHash {
        var bytes = hash.bytes
        let position = Int.random(in: 0..<bytes.count, using: &self)
        bytes[position] = alter(bytes[position])
        return MerkleHash(bytes) ?? .emptyTree
    }
}
