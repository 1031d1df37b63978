import Glibc
import Testing

@testable import KeyAgent

/// Clients that send garbage, too much, too little or nothing.
@Suite struct HostileClientTests {
    @Test func `garbage and oversized requests are refused by name and harm nobody`() throws {
        let test = try TestDirectory()
        try test.startAgent()
        try test.client.store([1, 2, 3], as: "FILIPPOV")
        let requests: [([UInt8], Refusal)] = [
            (Array("GET / HTTP/1.1\r\n\r\n".utf8), .unknownVersion),
            ([1, 77, 0, 0, 0, 0], .unknownRequest),
            ([1, 1, 0xff, 0xff, 0xff, 0xff] + [UInt8](repeating: 0, count: 100_000), .tooLarge),
            ([1, 2, 0, 0, 0, 0], .malformed),
        ]
        for (request, refusal) in requests {
            let client = try RawClient(test.socket)
            client.send(request)
            #expect(client.readToEnd().dropFirst(6).first == refusal.rawValue)
        }
        #expect(try test.client.bytes(of: "FILIPPOV") == [1, 2, 3])
    }

    @Test func `clients that stay silent or send half a request do not keep others waiting`() throws {
        let test = try TestDirectory()
        try test.startAgent()
        try test.client.store([1], as: "FILIPPOV")
        let silent = CrowdMember(try RawClient(test.socket))
        let halfHead = CrowdMember(try RawClient(test.socket))
        halfHead.connection.send([1, 2, 0])
        let halfBody = try RawClient(test.socket)
        halfBody.send([1, 2, 0, 0, 0, 8, 0x46])
        #expect(try test.client.bytes(of: "FILIPPOV") == [1])
        halfBody.send(Array("ILIPPOV".utf8))
        #expect(halfBody.readToEnd() == [1, 0x82, 0, 0, 0, 1, 1])
        withExtendedLifetime((silent, halfHead)) {}
    }

    @Test func `a client that hangs up in the middle of a request is let go`() throws {
        let test = try TestDirectory()
        try test.startAgent()
        let client = try RawClient(test.socket)
        client.send([1, 2, 0, 0, 0, 8, 0x46])
        client.finishSending()
        #expect(client.readToEnd() == [])
        #expect(try test.client.status() == [])
    }

    @Test func `when all places are taken the one that has been there longest goes`() throws {
        let test = try TestDirectory()
        try test.startAgent()
        try test.client.store([1], as: "FILIPPOV")
        let first = try RawClient(test.socket)
        let crowd = try (0..<AgentLimits.clients).map { _ in CrowdMember(try RawClient(test.socket)) }
        #expect(try test.client.bytes(of: "FILIPPOV") == [1])
        #expect(first.readToEnd() == [])
        withExtendedLifetime(crowd) {}
    }

    @Test func `a silent client is let go when its time is over`() throws {
        let test = try TestDirectory()
        try test.startAgent(["--client", "50"])
        let silent = try RawClient(test.socket)
        #expect(silent.readToEnd() == [])
        let hasEnded = silent.hasEnded()
        #expect(hasEnded)
        #expect(try test.client.status() == [])
    }

    @Test func `an agent that does not answer costs the client its time limit and no more`() throws {
        let test = try TestDirectory()
        try test.startAgent()
        let process = try #require(try test.client.process())
        kill(process, SIGSTOP)
        defer { kill(process, SIGCONT) }
        let impatient = KeyAgentClient(socket: test.socket, timeLimit: .milliseconds(50))
        #expect(throws: KeyAgentError.timedOut) { _ = try impatient.fetch("FILIPPOV") }
    }
}

/// Arrays cannot hold noncopyable connections.
private final class CrowdMember {
    let connection: RawClient

    init(_ connection: consuming RawClient) { self.connection = connection }
}
