import BundleProtocol
import Testing

@Suite struct BundleNameTests {
    @Test func `a name is the identity and sixteen digits`() throws {
        let identity = try Sample.bundle().identity
        let name = BundleName(identity: identity, digest: 0xAB)
        #expect(name.fileName == "ipn-2147483649.1-817992000123-7-00000000000000ab")
        #expect(BundleName(fileName: name.fileName) == name)
    }

    @Test(arguments: [
        "ipn-1.0-0-0-00000000000000ff", "none-1-2-ffffffffffffffff", "dtn-2f2f6e6f64652f-1-2-0123456789abcdef",
        "ipn-4294967295.4294967295.18446744073709551615-18446744073709551615-18446744073709551615-0000000000000000",
    ])
    func `a name in the right spelling parses, prints as it was and is no identity`(name: String) {
        #expect(BundleName(fileName: name)?.fileName == name)
        #expect(BundleIdentity(fileName: name) == nil)
    }

    @Test(arguments: [
        "", "-", "0123456789abcdef", "-0123456789abcdef", "ipn-1.0-0-0", "ipn-1.0-0-0-", "ipn-1.0-0-0-ff",
        "ipn-1.0-0-0-0123456789ABCDEF", "ipn-1.0-0-0-0123456789abcdef0", "ipn-1.0-0-0--123456789abcdef",
        "ipn-1.0-0-0-+123456789abcdef", "ipn-01.0-0-0-0123456789abcdef", "none-1-1234567890123456",
        "dtn-2323-1-1234567890123456", "ipn-2.1-123-1234567890123456", "ipn-1.0-0-0-0123456789abcde\u{0661}",
    ])
    func `any other name is refused`(name: String) {
        #expect(BundleName(fileName: name) == nil)
    }

    @Test func `what stations change on the way is not in what the digest covers`() throws {
        let bundle = try Sample.bundle()
        let forwarded = try bundle.forwarded(by: .ipn(node: 9, service: 0), ageIncrement: 1000)
        #expect(forwarded.encoded() != bundle.encoded())
        #expect(forwarded.unchangingPieces == bundle.unchangingPieces)
        #expect(Array(bundle.unchangingPieces.joined()).count > Array(bundle.payload).count)
    }
}
