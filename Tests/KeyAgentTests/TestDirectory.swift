import Glibc

@testable import KeyAgent

/// A directory of its own for a test, removed afterwards, together with the agents left in it.
final class TestDirectory {
    let path: String
    private var agents: [pid_t] = []

    init() throws {
        var template = Array("/tmp/key-agent-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw KeyAgentError.system("make a test directory") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for agent in agents { kill(agent, SIGKILL) }
        for name in ["a.sock", "a.sock.lock"] { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    var socket: String { "\(path)/a.sock" }
    var client: KeyAgentClient { KeyAgentClient(socket: socket, timeLimit: .seconds(20)) }

    /// Starts an agent; `options` go to the host program.
    @discardableResult
    func startAgent(_ options: [String] = []) throws -> KeyAgentLauncher.Outcome {
        let outcome = try KeyAgentLauncher.start(
            program: AgentHost.path, arguments: options, socket: socket, timeLimit: .seconds(30))
        try noteAgent()
        return outcome
    }

    /// Remembers the agent that listens, so that it does not outlive the test.
    @discardableResult
    func noteAgent() throws -> pid_t? {
        let process = try client.process()
        if let process { note(process) }
        return process
    }

    func note(_ agent: pid_t) { agents.append(agent) }
}

/// The program that runs the agent for the tests; it lies beside the test program.
enum AgentHost {
    static var path: String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = max(0, readlink("/proc/self/exe", &buffer, buffer.count))
        let bytes = buffer.prefix(count).map { UInt8(bitPattern: $0) }
        let directory = bytes.prefix((bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)
        return String(decoding: directory, as: UTF8.self) + "AgentHost"
    }
}

extension KeyAgentClient {
    func store(_ secret: [UInt8], as name: String, lifetime: UInt32 = 3600) throws {
        try secret.withUnsafeBytes { try store($0, as: name, lifetime: lifetime) }
    }

    /// The bytes, or nil where nothing is held or nobody is there.
    func bytes(of name: String) throws -> [UInt8]? {
        guard let secret = try fetch(name).secret() else { return nil }
        return secret.withUnsafeBytes { Array($0) }
    }
}

/// Looks again and again until something holds; false after ten seconds, which only a broken program takes.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = BootTime.now() + .seconds(10)
    repeat {
        if try condition() { return true }
    } while pauseBeforeRetry(deadline: deadline)
    return false
}

func exists(_ path: String) -> Bool {
    access(path, F_OK) == 0
}
