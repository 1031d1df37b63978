import BundleProtocol
import Testing

@Suite struct ExpiryTests {
    private let created = Sample.timestamp.time

    @Test func `a bundle expires when it is older than its lifetime, not when it is as old`() throws {
        let bundle = try Sample.bundle(lifetime: 1_000)
        #expect(!bundle.isExpired(atDTNTime: created))
        #expect(!bundle.isExpired(atDTNTime: created + 1_000))
        #expect(bundle.isExpired(atDTNTime: created + 1_001))
    }

    @Test func `the age block counts where the clock does not`() throws {
        let bundle = try Sample.bundle(lifetime: 1_000, age: 900)
        #expect(!bundle.isExpired(atDTNTime: nil, residence: 100))
        #expect(bundle.isExpired(atDTNTime: nil, residence: 101))
        #expect(bundle.isExpired(atDTNTime: created - 5_000, residence: 101))
    }

    @Test func `a source without a clock is judged by the age block alone`() throws {
        let bundle = try Sample.bundle(timestamp: CreationTimestamp(time: 0, sequence: 1), lifetime: 1_000, age: 1_000)
        #expect(!bundle.isExpired(atDTNTime: created))
        #expect(bundle.age(atDTNTime: created) == 1_000)
        #expect(bundle.isExpired(atDTNTime: created, residence: 1))
    }

    @Test func `the larger age is believed`() throws {
        let bundle = try Sample.bundle(age: 5_000)
        #expect(bundle.age(atDTNTime: created + 10) == 5_000)
        #expect(bundle.age(atDTNTime: created + 6_000) == 6_000)
    }

    @Test func `a creation time in the future tells nothing`() throws {
        #expect(try Sample.bundle(age: 7).age(atDTNTime: created - 1) == 7)
    }

    @Test func `numbers at their largest do not overflow`() throws {
        let bundle = try Sample.bundle(lifetime: .max, age: .max)
        #expect(bundle.age(atDTNTime: .max, residence: .max) == .max)
        #expect(!bundle.isExpired(atDTNTime: .max, residence: .max))
    }

    @Test func `a bundle without an age block is judged by the clock, and not at all without one`() throws {
        let vector = try VectorFile(name: "foreign_bare")
        let bundle = try Bundle(parsing: vector.input)
        #expect(bundle.age(atDTNTime: nil) == nil)
        #expect(!bundle.isExpired(atDTNTime: nil, residence: .max))
        #expect(bundle.isExpired(atDTNTime: created + bundle.primary.lifetime + 1))
    }

    @Test func `DTN time counts milliseconds from the year 2000`() {
        #expect(DTNTime.fromUnix(milliseconds: 946_684_800_001) == 1)
        #expect(DTNTime.fromUnix(milliseconds: 1_764_676_800_123) == 817_992_000_123)
        #expect(DTNTime.fromUnix(milliseconds: 946_684_800_000) == nil)
        #expect(DTNTime.fromUnix(milliseconds: .min) == nil)
    }

    @Test func `timestamps are ordered by time and then by sequence`() {
        #expect(CreationTimestamp(time: 1, sequence: 9) < CreationTimestamp(time: 2, sequence: 0))
        #expect(CreationTimestamp(time: 1, sequence: 0) < CreationTimestamp(time: 1, sequence: 1))
    }
}
