import BundleProtocol
import Testing

@Suite struct BundleRulesTests {
    @Test func `a bundle needs a destination and a source`() {
        for (destination, source) in [(EndpointID.none, Sample.field), (Sample.capital, EndpointID.none)] {
            #expect(throws: BundleError.nullEndpoint) { try make(to: destination, from: source) }
        }
    }

    @Test func `a bundle of ours never names the local node`() throws {
        let local = EndpointID.ipn(node: 0xFFFF_FFFF, service: 1)
        for (destination, source, reportTo) in [
            (local, Sample.field, EndpointID.none), (Sample.capital, local, .none),
            (Sample.capital, Sample.field, local),
        ] {
            #expect(throws: BundleError.localNodeEndpoint) {
                try make(to: destination, from: source, reportTo: reportTo)
            }
        }
        #expect(throws: BundleError.localNodeEndpoint) {
            try Sample.bundle().forwarded(by: local, ageIncrement: 0)
        }
    }

    @Test(arguments: [-1, 0, 256, .max]) func `a hop limit outside 1 to 255 is refused`(limit: Int) {
        #expect(throws: BundleError.hopLimitOutOfRange) { try Sample.bundle(hopLimit: limit) }
    }

    @Test func `a bundle is forwarded as often as its hop limit says`() throws {
        var bundle = try Sample.bundle(hopLimit: 2)
        for _ in 0..<2 { bundle = try bundle.forwarded(by: Sample.relay, ageIncrement: 0) }
        #expect(throws: BundleError.hopLimitExceeded) { try bundle.forwarded(by: Sample.relay, ageIncrement: 0) }
    }

    @Test func `the null endpoint cannot forward`() {
        #expect(throws: BundleError.nullEndpoint) { try Sample.bundle().forwarded(by: .none, ageIncrement: 0) }
    }

    @Test func `a source that sends late changes the age and nothing else`() throws {
        let bundle = try Sample.bundle(age: 40)
        let late = bundle.aged(by: 3_600_000)
        #expect(late.age == 3_600_040 && late.aged(by: .max).age == .max)
        #expect(try Bundle(parsing: late.encoded()) == late)
        #expect(late.previousNode == nil && late.hopCount == bundle.hopCount)
        for (before, after) in zip(bundle.blocks, late.blocks) {
            #expect((before == after) == (before.type != .bundleAge))
        }
        #expect(bundle.aged(by: 0) == bundle)
    }

    @Test func `every block that we make has CRC-32C and forbids fragments`() throws {
        let bundle = try Sample.bundle().forwarded(by: Sample.relay, ageIncrement: 9)
        #expect(bundle.primary.checksum == .crc32C)
        #expect(bundle.blocks.allSatisfy { $0.checksum == .crc32C })
        #expect(bundle.primary.flags == .mustNotFragment)
        #expect(bundle.age == 9)
    }

    @Test func `limits can be set, and the payload at its limit is taken`() throws {
        let bytes = try Sample.bundle(payload: [UInt8](repeating: 1, count: 70_000)).encoded()
        var limits = BundleLimits()
        limits.payloadLength = 70_000
        #expect(try Bundle(parsing: bytes, limits: limits).payload.count == 70_000)
        limits.payloadLength = 69_999
        #expect(rule(bytes, limits) == .payloadTooLong)
        limits.payloadLength = 70_000
        limits.blockCount = 3
        #expect(rule(bytes, limits) == .tooManyBlocks)
        limits.blockCount = 4
        #expect(rule(bytes, limits) == nil)
        limits.blockLength = 1
        #expect(rule(bytes, limits) == .blockTooLong)
    }

    @Test(arguments: [65_535, 65_536, 70_000]) func `large payloads are the same after parsing`(length: Int) throws {
        let bundle = try Sample.bundle(payload: (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        #expect(try Bundle(parsing: bundle.encoded()) == bundle)
    }

    @Test func `an error names the byte and the rule`() throws {
        var bytes = try Sample.bundle().encoded()
        bytes[2] = 6
        let error = #expect(throws: BundleParsingError.self) { try Bundle(parsing: bytes) }
        #expect(error?.description == "byte 2: the version must be 7 (RFC 9171 section 4.3.1)")
    }

    @Test func `precedence is ordered from override to deferred`() {
        #expect(BundlePrecedence.allCases.sorted() == [.override, .flash, .immediate, .priority, .routine, .deferred])
        #expect(BundlePrecedence.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5])
    }

    private func make(to destination: EndpointID, from source: EndpointID, reportTo: EndpointID = .none) throws {
        _ = try Bundle(
            destination: destination, source: source, reportTo: reportTo, timestamp: Sample.timestamp, lifetime: 1,
            precedence: .routine, payload: [])
    }

    private func rule(_ bytes: [UInt8], _ limits: BundleLimits) -> BundleParsingError.Rule? {
        do {
            _ = try Bundle(parsing: bytes, limits: limits)
            return nil
        } catch {
            return error.rule
        }
    }
}
