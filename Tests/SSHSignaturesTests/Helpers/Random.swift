import Testing

/// SplitMix64: small, and the same numbers for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &self) }
    }

    /// A text of `count` characters out of `alphabet`.
    mutating func text(_ count: Int, from alphabet: String) -> String {
        let characters = Array(alphabet)
        return String((0..<count).map { _ in characters[Int.random(in: characters.indices, using: &self)] })
    }
}

/// Checks a property with random input; the seed is printed, so that a failure can be repeated by giving it.
func property(
    _ name: String, rounds: Int, seed: UInt64 = .random(in: .min ... .max),
    _ body: (inout SeededGenerator) throws -> Void
) rethrows {
    print("property \"\(name)\": \(rounds) rounds, seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<rounds { try body(&generator) }
}
