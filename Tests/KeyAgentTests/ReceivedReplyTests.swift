import Glibc
import Testing

@testable import KeyAgent

/// What the client makes of an agent that does not keep to the protocol.
@Suite struct ReceivedReplyTests {
    /// Reads a reply from a connection on which these bytes have been sent, and nothing comes after them.
    private func read<Result>(
        _ bytes: [UInt8], isClosed: Bool = true, _ body: (consuming ReceivedReply?) throws -> Result
    ) throws -> Result {
        var ends: [CInt] = [-1, -1]
        #expect(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0, &ends) == 0)
        let agent = try FileDescriptor(ends[0], "connect")
        let connection = ClientConnection(
            socket: try FileDescriptor(ends[1], "connect"), deadline: .now() + .milliseconds(isClosed ? 20_000 : 1))
        #expect(send(agent.number, bytes, bytes.count, CInt(MSG_NOSIGNAL)) == bytes.count)
        if isClosed { shutdown(agent.number, CInt(SHUT_WR)) }
        return try body(ReceivedReply.read(from: connection))
    }

    @Test func `no byte at all is no agent`() throws {
        #expect(try read([]) { $0 == nil })
    }

    @Test(
        arguments: [
            [1], [1, 0x82, 0, 0, 0], [2, 0x82, 0, 0, 0, 0], [1, 0x01, 0, 0, 0, 0], [1, 0x82, 0, 0, 0x40, 0x01],
            [1, 0x82, 0xff, 0xff, 0xff, 0xff], [1, 0x82, 0, 0, 0, 2], [1, 0x82, 0, 0, 0, 2, 7],
        ] as [[UInt8]])
    func `a broken reply is refused`(bytes: [UInt8]) {
        #expect(throws: KeyAgentError.badReply) { try read(bytes) { _ in } }
    }

    @Test func `a reply that does not go on is given up at the deadline`() {
        #expect(throws: KeyAgentError.timedOut) { try read([1, 0x82, 0], isClosed: false) { _ in } }
    }

    @Test func `a refusal by an unknown code makes no sense, one by a known code says what to do`() throws {
        #expect(try read([1, 0xff, 0, 0, 0, 1, 99]) { $0?.failure() } == .badReply)
        #expect(try read([1, 0xff, 0, 0, 0, 0]) { $0?.failure() } == .badReply)
        let noRoom = try read([1, 0xff, 0, 0, 0, 1, 5]) { $0?.failure() }
        #expect(noRoom?.code == .refused(.noRoom))
        #expect(noRoom?.hint == "wipe those no longer needed with `cable lock`")
    }

    @Test(
        arguments: [
            [], [0], [0, 1], [0, 0, 1], [0, 1, 1, 0x41, 0, 0, 0], [0, 1, 0, 0, 0, 0, 1], [0, 1, 1, 0x0a, 0, 0, 0, 1],
            [0, 65], [0, 1, 1, 0x41, 0, 0, 0, 1, 0],
        ] as [[UInt8]])
    func `a broken table is refused as a whole`(bytes: [UInt8]) {
        #expect(bytes.withUnsafeBytes(StatusTable.parse) == nil)
    }

    @Test func `a table is read entry by entry`() {
        let bytes: [UInt8] = [0, 2, 1, 0x41, 0, 0, 0, 9, 2, 0x42, 0x43, 0, 1, 0, 0]
        #expect(
            bytes.withUnsafeBytes(StatusTable.parse) == [
                HeldSecret(name: "A", secondsLeft: 9), HeldSecret(name: "BC", secondsLeft: 65_536),
            ])
    }
}
