extension SeededGenerator {
    /// A new seed for every run, printed so that a failure can be repeated.
    static func printed(_ test: String = #function) -> SeededGenerator {
        let seed = UInt64.random(in: .min ... .max)
        print("\(test): seed \(seed)")
        return SeededGenerator(seed: seed)
    }

    /// The text with a few bytes replaced, removed, doubled or cut off.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            guard let place = bytes.indices.randomElement(using: &self) else { return bytes }
            switch Int.random(in: 0..<5, using: &self) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &self)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(bytes[place], at: place)
            case 3: bytes.removeSubrange(place...)
            default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            }
        }
        return bytes
    }
}
