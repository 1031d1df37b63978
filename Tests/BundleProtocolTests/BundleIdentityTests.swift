import BundleProtocol
import Testing

@Suite struct BundleIdentityTests {
    @Test func `the identity of a bundle is a file name and parses back`() throws {
        let identity = try Sample.bundle().identity
        #expect(identity.fileName == "ipn-2147483649.1-817992000123-7")
        #expect(BundleIdentity(fileName: identity.fileName) == identity)
    }

    @Test(arguments: [
        "ipn-1.0-0-0", "ipn-977000.100.1-5-6", "ipn-4294967295.7-1-2", "none-1-2", "dtn-2f2f6e6f64652f-1-2",
        "ipn-4294967295.4294967295.18446744073709551615-18446744073709551615-18446744073709551615",
    ])
    func `a name in the right spelling parses and prints as it was`(name: String) {
        #expect(BundleIdentity(fileName: name)?.fileName == name)
    }

    @Test(arguments: [
        "", "-", "--", "ipn", "ipn-1.0-0", "ipn-1.0-0-0-0", "ipn-1.0--0", "ipn-1.0-00-0", "ipn-1.0-0-01",
        "ipn-01.0-0-0",
        "ipn-0.0-1-2", "ipn-0.5-1-2", "ipn-0.1.0-0-0", "ipn-4196183048192100.1-5-6", "ipn-!.7-1-2", "IPN-1.0-0-0",
        "ipn-1.0-0-0 ", "ipn-1.0-0-0.tmp", ".ipn-1.0-0-0", "ipn-1.0-0-18446744073709551616", "ipn-1.0-0--1",
        "none-0", "none-1-2-3", "dtn-none-1-2", "dtn-6e6f6e65-1-2", "dtn-2F2F6E6F64652F-1-2", "dtn-2f2f6e6f64652-1-2",
        "dtn-2f2fff2f-1-2", "dtn--1-2", "../ipn-1.0-0-0", "ipn-1.0-0-\u{0661}",
    ])
    func `any other name is refused`(name: String) {
        #expect(BundleIdentity(fileName: name) == nil)
    }

    @Test func `the longest name fits in a file system and is free of risky characters`() throws {
        let source = try EndpointID(parsing: "dtn://" + String(repeating: "N", count: 97) + "/")
        let identity = BundleIdentity(source: source, timestamp: CreationTimestamp(time: .max, sequence: .max))
        #expect(identity.fileName.utf8.count == 246)
        #expect(identity.fileName.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789.-".contains($0) })
        #expect(BundleIdentity(fileName: identity.fileName) == identity)
    }

    @Test func `sources that differ in case differ in names that ignore case`() throws {
        let names = try ["dtn://Node/", "dtn://node/"].map {
            BundleIdentity(source: try EndpointID(parsing: $0), timestamp: Sample.timestamp).fileName.lowercased()
        }
        #expect(Set(names).count == 2)
    }
}
