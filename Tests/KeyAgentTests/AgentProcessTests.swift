import Glibc
import Testing

@testable import KeyAgent

/// What the agent does to its own process.
@Suite struct AgentProcessTests {
    @Test func `secrets are in locked memory and core dumps are off`() throws {
        let test = try TestDirectory()
        try test.startAgent()
        let facts = ProcessFacts(process: try #require(try test.client.process()))
        #expect(facts.status("VmLck") == "0 kB")
        try test.client.store([1, 2, 3], as: "FILIPPOV")
        // One page for the secret; that of the request is given back a moment after the reply.
        #expect(eventually { facts.status("VmLck") == "\(sysconf(CInt(_SC_PAGESIZE)) / 1024) kB" })
        #expect(facts.limits("Max core file size")?.hasPrefix("0 ") == true)
    }

    @Test(
        .enabled(if: geteuid() == 0, "reading the memory of a shielded process needs root"),
        arguments: [16, 64, 4000, 16_384])
    func `a secret stands in memory once, and nowhere once it is forgotten`(size: Int) throws {
        let test = try TestDirectory()
        try test.startAgent()
        let facts = ProcessFacts(process: try #require(try test.client.process()))
        let secret = (0..<size).map { _ in UInt8.random(in: 0...255) }
        // Copies that are left behind tend to be the last bytes that went through the registers.
        let end = Array(secret.suffix(16))
        try test.client.store([1], as: "KEEPS THE AGENT RUNNING")
        try test.client.store(secret, as: "FILIPPOV")
        #expect(try test.client.bytes(of: "FILIPPOV") == secret)
        #expect(eventually { facts.occurrences(of: end) == 1 })
        try test.client.forget("FILIPPOV")
        #expect(eventually { facts.occurrences(of: end) == 0 })
        #expect(facts.state != nil)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can start an agent as another user"))
    func `the memory of an agent belongs to root, so that its own user cannot read it`() throws {
        let test = try TestDirectory()
        chown(test.path, nobody, nobody)
        try startAsNobody(test)
        #expect(ProcessFacts(process: try #require(try agentOfNobody(test))).memoryOwner == 0)
    }

    @Test func `the agent leaves the session, the folder and the terminal of its launcher`() throws {
        let test = try TestDirectory()
        try test.startAgent()
        let process = try #require(try test.client.process())
        #expect(getsid(process) == process)
        var status = stat()
        var root = stat()
        #expect(stat("/proc/\(process)/cwd", &status) == 0 && stat("/", &root) == 0)
        #expect(status.st_ino == root.st_ino)
        let facts = ProcessFacts(process: process)
        #expect(eventually { (0...2).allSatisfy { facts.descriptor($0) == "/dev/null" } })
        #expect(eventually { facts.descriptor(3)?.hasPrefix("pipe:") != true })
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
    func `a signal to end removes the socket and ends the agent in order`(signal: CInt) throws {
        let test = try TestDirectory()
        try test.startAgent()
        let process = try #require(try test.client.process())
        try test.client.store([1], as: "FILIPPOV")
        kill(process, signal)
        #expect(eventually { !exists(test.socket) })
        #expect(eventually { ProcessFacts(process: process).state == nil }, "a zombie was left")
    }

    @Test func `an agent that was killed is replaced together with its stale socket`() throws {
        let test = try TestDirectory()
        try test.startAgent()
        let first = try #require(try test.client.process())
        try test.client.store([1], as: "FILIPPOV")
        kill(first, SIGKILL)
        #expect(try eventually { try test.client.process() == nil })
        #expect(exists(test.socket))
        #expect(try test.startAgent() == .started)
        #expect(try test.client.process() != first)
        #expect(try test.client.bytes(of: "FILIPPOV") == nil)
    }

    @Test func `a signal that a broken client causes does not end the agent`() throws {
        let test = try TestDirectory()
        try test.startAgent()
        try test.client.store([UInt8](repeating: 7, count: 16_384), as: "FILIPPOV")
        for _ in 0..<20 {
            let client = try RawClient(test.socket)
            client.send([1, 2, 0, 0, 0, 8] + "FILIPPOV".utf8)
        }
        #expect(try test.client.status()?.count == 1)
    }
}

/// The user that programs run as which should be nobody's.
let nobody: uid_t = 65_534

/// Starts an agent as another user, which our own client then refuses to talk to.
func startAsNobody(_ test: TestDirectory, _ options: [String] = []) throws {
    let outcome = try KeyAgentLauncher.start(
        program: AgentHost.path, arguments: ["--uid", String(nobody)] + options, socket: test.socket,
        timeLimit: .seconds(30))
    #expect(outcome == .started)
}

/// The process behind a socket, whoever it belongs to.
func agentOfNobody(_ test: TestDirectory) throws -> pid_t? {
    let socket = try SocketAddress.makeSocket()
    guard try SocketAddress(test.socket).withPointer({ connect(socket.number, $0, $1) }) == 0 else { return nil }
    let process = try Peer(of: socket).process
    test.note(process)
    return process
}
