import BundleProtocol

/// A generator of random numbers that can be run again from its seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

enum Sample {
    static let field = EndpointID.ipn(node: 2_147_483_649, service: 1)
    static let capital = EndpointID.ipn(node: 2, service: 1)
    static let relay = EndpointID.ipn(node: 3, service: 0)
    static let timestamp = CreationTimestamp(time: 817_992_000_123, sequence: 7)

    static func bundle(
        timestamp: CreationTimestamp = timestamp, lifetime: UInt64 = 86_400_000, payload: [UInt8] = Array("hello".utf8),
        hopLimit: Int = 32, age: UInt64 = 0
    ) throws -> Bundle {
        try Bundle(
            destination: capital, source: field, timestamp: timestamp, lifetime: lifetime, precedence: .flash,
            payload: payload, hopLimit: hopLimit, age: age)
    }

    static func random(using generator: inout SeededGenerator) throws -> Bundle {
        try Bundle(
            destination: endpoint(using: &generator), source: endpoint(using: &generator),
            reportTo: Bool.random(using: &generator) ? .none : endpoint(using: &generator),
            timestamp: CreationTimestamp(time: number(using: &generator), sequence: number(using: &generator)),
            lifetime: number(using: &generator),
            precedence: BundlePrecedence.allCases.randomElement(using: &generator) ?? .routine,
            payload: (0..<Int.random(in: 0...600, using: &generator)).map { _ in .random(in: 0...255, using: &generator)
            },
            hopLimit: .random(in: 1...255, using: &generator), age: number(using: &generator))
    }

    /// Numbers of every length, the shorter as frequent as the longer.
    static func number(using generator: inout SeededGenerator) -> UInt64 {
        generator.next() >> UInt64.random(in: 0...63, using: &generator)
    }

    private static func endpoint(using generator: inout SeededGenerator) throws -> EndpointID {
        guard Int.random(in: 0..<5, using: &generator) > 0 else {
            return try EndpointID(parsing: "dtn://node-\(number(using: &generator))/inbox")
        }
        var node = max(1, number(using: &generator))
        if node == 0xFFFF_FFFF { node = 1 }
        return .ipn(node: node, service: number(using: &generator))
    }
}
