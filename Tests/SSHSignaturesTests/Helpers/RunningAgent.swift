import FoundationEssentials
import Glibc
import Testing

@testable import SSHSignatures

/// A real `ssh-agent` for one test; passphrases are answered with `secret`, confirmations are declined.
struct RunningAgent {
    struct NotStarted: Error {}

    let folder: TemporaryFolder
    let command: Command
    let agent: Agent
    private let child: Child

    init() throws {
        folder = try TemporaryFolder()
        let socket = folder.path("agent")
        let askPassphrase = try folder.write("#!/bin/sh\necho secret\n", to: "askpass", mode: 0o700)
        command = Command(
            folder: folder,
            environment: ["SSH_AUTH_SOCK": socket, "SSH_ASKPASS": askPassphrase, "SSH_ASKPASS_REQUIRE": "force"])
        let decline = try folder.write("#!/bin/sh\nexit 1\n", to: "decline", mode: 0o700)
        child = try Command(folder: folder, environment: ["SSH_ASKPASS": decline, "DISPLAY": "none"])
            .start("ssh-agent", "-D", "-a", socket)
        agent = Agent(socketPath: socket)
        try waitUntilReady()
    }

    func stop() { child.stop() }

    /// Makes a key and loads it.
    func addKey(comment: String, options: [String] = []) throws -> PrivateKey {
        let key = try PrivateKey.generate(comment: comment)
        let path = try folder.write(key.withOpenSSHFile { Array($0) }, to: folder.uniqueName())
        let added = try command.run(["ssh-add", "-q"] + options + [path])
        #expect(added.succeeded, "\(added.errors)")
        return key
    }

    private func waitUntilReady() throws {
        for _ in 0..<2000 {
            if (try? agent.identities()) != nil { return }
            usleep(5000)
        }
        child.stop()
        throw NotStarted()
    }
}

/// The files this process has open.
enum Descriptors {
    static func count() -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }
}
