import BundleProtocol
import Testing

@Suite struct BundlePropertyTests {
    /// Printed with every failure; a seed that failed becomes a test of its own.
    static let seeds: [UInt64] = [1, 19_510_630] + (0..<6).map { _ in .random(in: .min ... .max) }

    @Test(arguments: seeds) func `a random bundle is the same after printing and parsing`(seed: UInt64) throws {
        print("bundle property seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<150 {
            let bundle = try Sample.random(using: &generator)
            let parsed = try Bundle(parsing: bundle.encoded())
            #expect(parsed == bundle)
            #expect(parsed.encoded() == bundle.encoded())
            #expect(parsed.identity == bundle.identity)
            #expect(BundleIdentity(fileName: bundle.identity.fileName) == bundle.identity)
            #expect(parsed.precedence == bundle.precedence && parsed.age == bundle.age)
            #expect(parsed.hopCount == bundle.hopCount && parsed.payload == bundle.payload)
            #expect(parsed.primary.reportTo == bundle.primary.reportTo)
            #expect(bundle.encodedPieces.reduce(0) { $0 + $1.count } == bundle.encoded().count)
        }
    }

    @Test(arguments: seeds) func `forwarding leaves primary and payload block as they are`(seed: UInt64) throws {
        print("bundle property seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            let bundle = try Sample.random(using: &generator)
            var travelling = bundle
            for hop in 1...Int.random(in: 1...5, using: &generator) {
                let wait = Sample.number(using: &generator)
                guard let limit = bundle.hopCount?.limit, hop <= Int(limit) else { break }
                let (sum, overflow) = (travelling.age ?? 0).addingReportingOverflow(wait)
                let node = EndpointID.ipn(node: UInt64(hop), service: 0)
                let sent = try travelling.forwarded(by: node, ageIncrement: wait)
                travelling = try Bundle(parsing: sent.encoded())
                #expect(travelling == sent)
                #expect(travelling.primary.encoding == bundle.primary.encoding)
                #expect(travelling.blocks.last?.encoding == bundle.blocks.last?.encoding)
                #expect(travelling.hopCount?.count == UInt64(hop))
                #expect(travelling.previousNode == node)
                #expect(travelling.age == (overflow ? .max : sum))
                #expect(travelling.precedence == bundle.precedence)
            }
        }
    }

    @Test(arguments: seeds.prefix(3)) func `a bundle that ends early is refused at every length`(seed: UInt64) throws {
        print("bundle property seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let bundle = try Sample.random(using: &generator).forwarded(by: Sample.relay, ageIncrement: 1)
        let bytes = bundle.encoded()
        for length in 0..<bytes.count {
            let error = #expect(throws: BundleParsingError.self) { try Bundle(parsing: Array(bytes[..<length])) }
            #expect(error?.rule == .truncated && error?.offset == length)
        }
    }

    @Test(arguments: seeds.prefix(3)) func `a bundle of ours with any one bit changed is refused`(seed: UInt64) throws {
        print("bundle property seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let bundle = try Sample.random(using: &generator).forwarded(by: Sample.relay, ageIncrement: 1)
        let bytes = bundle.encoded()
        for bit in 0..<(bytes.count * 8) {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: BundleParsingError.self, "bit \(bit)") { try Bundle(parsing: damaged) }
        }
    }

    @Test(arguments: seeds.prefix(3)) func `what is taken of damaged vectors is printed back`(seed: UInt64) throws {
        print("bundle property seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let tolerance: BundleTolerance = [
            .zeroTimestampWithoutAge, .primaryUnprotected, .reservedFlags, .anonymousSource,
        ]
        for vector in try VectorFile.all() where !vector.input.isEmpty && vector.input.count < 400 {
            for _ in 0..<60 {
                var damaged = vector.input
                for _ in 0...Int.random(in: 0...2, using: &generator) {
                    damaged[Int.random(in: 0..<damaged.count, using: &generator)] =
                        .random(in: 0...255, using: &generator)
                }
                guard let bundle = try? Bundle(parsing: damaged, tolerating: tolerance) else { continue }
                #expect(bundle.encoded() == damaged)
                #expect(bundle.payload == bundle.blocks.last?.content)
                if let sent = try? bundle.forwarded(by: Sample.relay, ageIncrement: 1) {
                    #expect(try Bundle(parsing: sent.encoded(), tolerating: tolerance) == sent)
                }
            }
        }
    }
}
