import Links
import Telegrams
import Testing

/// Places as a person writes them.
@Suite struct LinkPlaceTests {
    @Test(arguments: [
        ("relay.example:4556", "relay.example", 4556), ("192.0.2.7:65535", "192.0.2.7", 65535),
        ("[::1]:4556", "::1", 4556),
        ("[fe80::1%eth0]:1", "fe80::1%eth0", 1), ("127.0.0.1:0", "127.0.0.1", 0),
    ])
    func aPlaceIsReadAndPrintedTheSame(text: String, host: String, port: Int) throws {
        let place = try HostAndPort(text)
        #expect((place.host, place.port) == (host, port))
        #expect(place.description == text)
    }

    @Test(arguments: [
        "", "relay.example", ":4556", "relay.example:", "relay.example:99999", "relay.example:-1", "::1:4556",
        "[::1:4556",
        "[]:4556", "[relay]:4556", "a b:4556", "a/b:4556", "http://a:1",
    ])
    func anythingElseIsRefusedInItsOwnWords(text: String) {
        #expect(throws: FormatError.self) { try HostAndPort(text) }
    }

    @Test func whereNobodyCanListenNobodyIsReached() throws {
        let tcp = try #require(LinkKind.named("tcp"))
        #expect(throws: FormatError.self) { try tcp.check(place: "relay.example:0") }
        try tcp.check(place: "")
    }

    @Test(arguments: ["", " ", "\t \n"])
    func aCommandOfBlanksIsNone(text: String) throws {
        let command = try #require(LinkKind.named("command"))
        #expect(throws: FormatError.self) { try command.check(place: text) }
    }
}
