import Glibc
import Testing

@testable import KeyAgent

@Suite struct AgentPermissionTests {
    private func code(_ body: () throws -> Void) -> KeyAgentError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? KeyAgentError)?.code
        }
    }

    @Test func `the socket file is for its owner only`() throws {
        let test = try TestDirectory()
        try test.startAgent()
        for name in [test.socket, test.socket + ".lock"] {
            var status = stat()
            #expect(stat(name, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
        }
    }

    @Test(arguments: [0o755, 0o710, 0o701, 0o770] as [mode_t])
    func `an agent refuses a directory that others may enter, and says how to mend it`(mode: mode_t) throws {
        let test = try TestDirectory()
        chmod(test.path, mode)
        #expect {
            try test.startAgent()
        } throws: {
            guard let error = $0 as? KeyAgentError else { return false }
            return error.code == .startFailed && error.message.contains("other users may enter it")
                && error.hint?.contains("chmod 700 \(test.path)") == true
        }
        #expect(!exists(test.socket))
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a directory away"))
    func `a directory of another user is refused`() throws {
        let test = try TestDirectory()
        chown(test.path, nobody, nobody)
        #expect(code { try PrivateDirectory.verify(test.path) } == .directoryNotPrivate)
        #expect(code { try test.startAgent() } == .startFailed)
    }

    @Test func `a symbolic link, a file or nothing is not a private directory`() throws {
        let test = try TestDirectory()
        let link = test.path + "/a.sock"
        #expect(code { try PrivateDirectory.verify(link) } == .directoryNotPrivate)
        symlink(test.path, link)
        #expect(code { try PrivateDirectory.verify(link) } == .directoryNotPrivate)
        unlink(link)
        close(open(link, O_CREAT | O_WRONLY, 0o600))
        #expect(code { try PrivateDirectory.verify(link) } == .directoryNotPrivate)
    }

    @Test func `a file that is no socket is left alone`() throws {
        let test = try TestDirectory()
        close(open(test.socket, O_CREAT | O_WRONLY, 0o600))
        #expect(code { try test.startAgent() } != nil)
        #expect(exists(test.socket))
    }

    @Test(.enabled(if: geteuid() == 0, "only root can start an agent as another user"))
    func `agent and client of different users do not talk to each other`() throws {
        let test = try TestDirectory()
        chown(test.path, nobody, nobody)
        try startAsNobody(test)
        _ = try agentOfNobody(test)
        #expect(code { _ = try test.client.fetch("FILIPPOV") } == .foreignAgent)
        #expect(code { try test.client.store([1], as: "FILIPPOV") } == .foreignAgent)
        let raw = try RawClient(test.socket)
        #expect(raw.readToEnd().dropFirst(6).first == Refusal.notPermitted.rawValue)
    }

    @Test func `an agent that may not lock memory does not start, and says how to mend it`() throws {
        let test = try TestDirectory()
        // Root may lock memory whatever the limit, so it has to become somebody else.
        let options = geteuid() == 0 ? ["--uid", String(nobody)] : []
        if geteuid() == 0 { chown(test.path, nobody, nobody) }
        #expect {
            _ = try KeyAgentLauncher.start(
                program: AgentHost.path, arguments: ["--memlock", "4096"] + options, socket: test.socket)
        } throws: {
            guard let error = $0 as? KeyAgentError else { return false }
            return error.message == KeyAgentError.memoryNotLocked.message
                && error.hint == KeyAgentError.memoryNotLocked.hint
        }
        #expect(!exists(test.socket))
    }
}
