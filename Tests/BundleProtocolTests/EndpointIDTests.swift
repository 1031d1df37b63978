import BundleProtocol
import Testing

@Suite struct EndpointIDTests {
    @Test(arguments: [
        "dtn:none", "ipn:1.0", "ipn:2147483649.1", "ipn:4294967294.18446744073709551615", "ipn:!.7",
        "ipn:977000.100.1", "ipn:4294967295.4294967295.0", "ipn:1.0.5", "dtn://node/", "dtn://node/a//b?c",
        "dtn://node.dtn/~group",
    ])
    func `an endpoint in its own spelling prints as it was`(text: String) throws {
        #expect(try EndpointID(parsing: text).description == text)
    }

    @Test(arguments: [
        ("ipn:0.0", "dtn:none"), ("ipn:0.0.0", "dtn:none"), ("ipn:0.5", "dtn:none"), ("ipn:0.0.5", "dtn:none"),
        ("ipn:0.7.1", "ipn:7.1"), ("ipn:4294967295.7", "ipn:!.7"), ("ipn:0.4294967295.7", "ipn:!.7"),
        ("ipn:4196183048192100.1", "ipn:977000.100.1"), ("ipn:18446744073709551615.0", "ipn:4294967295.4294967295.0"),
    ])
    func `other spellings of the same endpoint are equal to it`(text: String, canonical: String) throws {
        let endpoint = try EndpointID(parsing: text)
        #expect(endpoint.description == canonical)
        #expect(endpoint == (try EndpointID(parsing: canonical)))
    }

    @Test(arguments: [
        "", "ipn", "ipn:", "ipn:1", "ipn:1.", "ipn:.1", "ipn:01.1", "ipn:1.01", "ipn:1.00", "ipn:+1.1", "ipn:1.-1",
        "ipn:1. 1", "ipn:18446744073709551616.1", "ipn:1.18446744073709551616", "ipn:4294967296.1.1",
        "ipn:1.4294967296.1", "ipn:1.1.1.1", "ipn:!", "ipn:!.!", "ipn:!.1.1", "ipn:1.!.1", "ipn:\u{0661}.1",
    ])
    func `text that is not an ipn endpoint is refused`(text: String) {
        #expect(throws: EndpointID.TextError.self) { try EndpointID(parsing: text) }
    }

    @Test(arguments: [
        "dtn:", "dtn:node", "dtn:/node/", "dtn://node", "dtn:None", "dtn:none/", "dtn://no de/", "dtn://node/a b",
        "dtn://node/\u{e9}", "dtn://no%zz/", "dtn://" + String(repeating: "n", count: 98) + "/",
    ])
    func `text that is not a dtn endpoint is refused`(text: String) {
        #expect(throws: EndpointID.TextError.dtnSyntax) { try EndpointID(parsing: text) }
    }

    @Test(arguments: ["IPN:1.1", "Dtn:none", "imc:1.1", "http://node/", " ipn:1.1", "ipn\u{301}:1.1"])
    func `other schemes and spellings of them are refused`(text: String) {
        #expect(throws: EndpointID.TextError.scheme) { try EndpointID(parsing: text) }
    }

    @Test func `the node of an endpoint has service zero or an empty demux`() throws {
        #expect(EndpointID.ipn(node: 5, service: 9).nodeID == .ipn(node: 5, service: 0))
        #expect(try EndpointID(parsing: "dtn://node/in/box").nodeID.description == "dtn://node/")
        #expect(EndpointID.none.nodeID == .none)
    }

    @Test func `node zero of the default allocator is the null endpoint`() {
        #expect(EndpointID.ipn(node: 0, service: 3) == .none)
        #expect(EndpointID.ipn(node: 0, service: 3).isNone)
        #expect(EndpointID.none.node == nil)
        #expect(EndpointID.ipn(node: 1 << 32, service: 3).service == 3)
    }

    @Test func `the local node is the last number of the default allocator only`() {
        #expect(EndpointID.ipn(node: 0xFFFF_FFFF, service: 1).isLocalNode)
        #expect(!EndpointID.ipn(node: 0x1_FFFF_FFFF, service: 1).isLocalNode)
    }
}
