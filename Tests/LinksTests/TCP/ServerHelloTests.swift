import Testing

@testable import Links

/// Reading the key agreement off the wire.
@Suite struct ServerHelloTests {
    @Test(arguments: [(0x11EC, "X25519MLKEM768"), (0x001D, "X25519"), (0x0017, "group 23")])
    func theGroupOfTheKeyShareIsFound(group: UInt16, name: String) {
        let bytes = Self.serverHello(group: group)
        #expect(ServerHello.group(in: bytes) == .found(group))
        #expect(NamedGroup.name(of: group) == name)
    }

    @Test func moreIsAskedForUntilTheRecordIsWhole() {
        let bytes = Self.serverHello(group: 0x11EC)
        for count in 0..<bytes.count {
            #expect(ServerHello.group(in: Array(bytes.prefix(count))) == .incomplete, "\(count) bytes")
        }
    }

    @Test func whatFollowsIsNoConcern() {
        #expect(ServerHello.group(in: Self.serverHello(group: 29) + [20, 3, 3, 0, 1, 1]) == .found(29))
    }

    @Test func anAlertTellsNothing() {
        #expect(ServerHello.group(in: [21, 3, 3, 0, 2, 2, 40]) == .none)
    }

    @Test func aHelloWithoutKeyShareTellsNothing() {
        #expect(ServerHello.group(in: Self.serverHello(extensions: [0, 43, 0, 2, 3, 4])) == .none)
    }

    @Test func lengthsThatLieTellNothing() {
        var bytes = Self.serverHello(group: 29)
        for index in 5..<bytes.count {
            let original = bytes[index]
            bytes[index] = 255
            // Whatever comes out, the reader stays within the bytes.
            _ = ServerHello.group(in: bytes)
            bytes[index] = original
        }
        bytes[8] = 255
        #expect(ServerHello.group(in: bytes) == .none)
    }

    @Test func aRecordThatIsTooLongIsNotWaitedFor() {
        let bytes: [UInt8] = [22, 3, 3, 255, 255] + [UInt8](repeating: 0, count: ServerHello.longest - 5)
        #expect(ServerHello.group(in: bytes) == .none)
    }

    private static func serverHello(group: UInt16) -> [UInt8] {
        let share: [UInt8] = [UInt8(group >> 8), UInt8(group & 255), 0, 4, 9, 9, 9, 9]
        return serverHello(extensions: [0, 43, 0, 2, 3, 4] + [0, 51, 0, UInt8(share.count)] + share)
    }

    private static func serverHello(extensions: [UInt8]) -> [UInt8] {
        let random = [UInt8](repeating: 5, count: 32)
        let body: [UInt8] =
            [3, 3] + random + [1, 7] + [0x13, 0x01, 0] + [0, UInt8(extensions.count)] + extensions
        return [22, 3, 3, 0, UInt8(body.count + 4)] + [2, 0, 0, UInt8(body.count)] + body
    }
}
