import Telegrams
import Testing

/// What every parser must survive: a text cut off anywhere, and a text with anything changed.
enum Hostile {
    /// Every proper beginning of `bytes` is rejected.
    static func expectRejectsEveryTruncation<Value>(
        of bytes: [UInt8], _ parse: ([UInt8]) throws(FormatError) -> Value
    ) {
        for count in bytes.indices {
            #expect(
                formatError { () throws(FormatError) in try parse(Array(bytes[..<count])) } != nil,
                "cut to \(count) bytes")
        }
    }

    /// What is accepted after a change is printed as it was read: there is one spelling per value.
    static func expectOneSpelling(
        of bytes: [UInt8], rounds: Int, seed: UInt64, _ reprint: ([UInt8]) throws(FormatError) -> [UInt8]
    ) {
        var random = SeededGenerator(seed: seed)
        for round in 0..<rounds {
            var changed = bytes
            for _ in 0...Int.random(in: 0...2, using: &random) { mutate(&changed, &random) }
            do throws(FormatError) {
                let printed = try reprint(changed)
                #expect(printed == changed, "seed \(seed), round \(round)")
            } catch {
                #expect(!error.rule.isEmpty)
            }
        }
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return bytes.append(random.next() & 1 == 0 ? 0x0A : 0x41) }
        let index = Int.random(in: bytes.indices, using: &random)
        let other = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[index] = random.pick(Array(" \n:-@0a#\t\r".utf8) + [0, 0xFF, 0xC3])
        case 2: bytes.remove(at: index)
        case 3: bytes.insert(random.pick(Array(" \n0:A".utf8)), at: index)
        case 4: bytes.removeSubrange(min(index, other)..<max(index, other))
        default: bytes.insert(contentsOf: bytes[min(index, other)..<max(index, other)], at: index)
        }
    }
}
