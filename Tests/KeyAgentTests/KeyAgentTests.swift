import Glibc
import Testing

@testable import KeyAgent

/// The client against a real agent in a process of its own.
@Suite struct KeyAgentTests {
    @Test func `a stored secret comes back, until it is forgotten`() throws {
        let test = try TestDirectory()
        #expect(try test.startAgent() == .started)
        try test.client.store([1, 2, 3], as: "FILIPPOV")
        try test.client.store([4], as: "MAO ZEDONG")
        #expect(try test.client.bytes(of: "FILIPPOV") == [1, 2, 3])
        #expect(try test.client.forget("FILIPPOV"))
        #expect(try !test.client.forget("FILIPPOV"))
        #expect(try test.client.bytes(of: "FILIPPOV") == nil)
        #expect(try test.client.bytes(of: "MAO ZEDONG") == [4])
    }

    @Test func `a secret of full size comes back byte for byte`() throws {
        let test = try TestDirectory()
        try test.startAgent()
        let secret = (0..<16_384).map { _ in UInt8.random(in: 0...255) }
        try test.client.store(secret, as: String(repeating: "N", count: 64))
        #expect(try test.client.bytes(of: String(repeating: "N", count: 64)) == secret)
    }

    @Test func `the client tells an agent without the secret from no agent`() throws {
        let test = try TestDirectory()
        switch try test.client.fetch("FILIPPOV") {
        case .noAgent: break
        case .found: Issue.record("found a secret without an agent")
        case .notHeld: Issue.record("found an agent where there is none")
        }
        try test.startAgent()
        switch try test.client.fetch("FILIPPOV") {
        case .notHeld: break
        case .found: Issue.record("found a secret that nobody stored")
        case .noAgent: Issue.record("found no agent")
        }
    }

    @Test func `without an agent nothing is held, nothing is forgotten, and storing says what to do`() throws {
        let test = try TestDirectory()
        #expect(try test.client.status() == nil)
        #expect(try test.client.process() == nil)
        #expect(try test.client.forgetAll() == 0)
        #expect(try !test.client.forget("FILIPPOV"))
        #expect(throws: KeyAgentError.noAgent) { try test.client.store([1], as: "FILIPPOV") }
    }

    @Test func `status names what is held and how long it stays`() throws {
        let test = try TestDirectory()
        try test.startAgent()
        #expect(try test.client.status() == [])
        try test.client.store([1], as: "MAO ZEDONG", lifetime: 604_800)
        try test.client.store([1], as: "FILIPPOV", lifetime: 28_800)
        let held = try #require(try test.client.status())
        #expect(held.map(\.name) == ["FILIPPOV", "MAO ZEDONG"])
        #expect(held.allSatisfy { $0.secondsLeft > 20_000 && $0.secondsLeft <= 604_800 })
    }

    @Test func `locking wipes everything, ends the agent and removes its socket`() throws {
        let test = try TestDirectory()
        try test.startAgent()
        let process = try #require(try test.client.process())
        try test.client.store([1], as: "FILIPPOV")
        try test.client.store([1], as: "MAO ZEDONG")
        #expect(try test.client.forgetAll() == 2)
        #expect(eventually { ProcessFacts(process: process).state == nil })
        #expect(!exists(test.socket))
        #expect(try test.client.status() == nil)
    }

    @Test func `the agent ends by itself when the last lifetime is over`() throws {
        let test = try TestDirectory()
        try test.startAgent()
        let process = try #require(try test.client.process())
        try test.client.store([1], as: "FILIPPOV", lifetime: 1)
        #expect(eventually { ProcessFacts(process: process).state == nil })
        #expect(!exists(test.socket))
    }

    @Test func `an agent that nobody gives a secret ends by itself`() throws {
        let test = try TestDirectory()
        try test.startAgent(["--grace", "50"])
        #expect(eventually { !exists(test.socket) })
    }

    @Test func `an agent whose socket has been removed ends, because nobody could lock it any more`() throws {
        let test = try TestDirectory()
        try test.startAgent(["--inspection", "50"])
        let process = try #require(try test.client.process())
        try test.client.store([1], as: "FILIPPOV")
        unlink(test.socket)
        #expect(eventually { ProcessFacts(process: process).state == nil })
    }

    @Test(arguments: ["", "TWO\nLINES", String(repeating: "N", count: 65)])
    func `a name outside the limits is refused before it is sent`(name: String) throws {
        let client = KeyAgentClient(socket: "/nowhere/a.sock")
        for call in [{ try client.store([1], as: name) }, { _ = try client.fetch(name) }, { try client.forget(name) }] {
            #expect { try call() } throws: { ($0 as? KeyAgentError)?.code == .badSecret }
        }
    }

    @Test(arguments: [(0, 60), (16_385, 60), (1, 0), (1, 604_801)])
    func `a secret or a lifetime outside the limits is refused before it is sent`(size: Int, lifetime: UInt32) {
        let client = KeyAgentClient(socket: "/nowhere/a.sock")
        #expect {
            try client.store([UInt8](repeating: 1, count: size), as: "FILIPPOV", lifetime: lifetime)
        } throws: {
            ($0 as? KeyAgentError)?.code == .badSecret
        }
    }
}
