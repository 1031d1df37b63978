import Testing

@testable import SSHSignatures

@Suite(
    "A real ssh-agent",
    .enabled(if: Command.isInstalled("ssh-agent", "ssh-add", "ssh-keygen"), "ssh-agent or ssh-add is not installed"))
struct AgentTests {
    private let message = Array("instruction".utf8)

    @Test("a key in the agent signs, and ssh-keygen accepts it")
    func signs() throws {
        let running = try RunningAgent()
        defer { running.stop() }
        let key = try running.addKey(comment: "in the agent")
        #expect(try running.agent.identities() == [Agent.Identity(publicKey: key.publicKey, comment: "in the agent")])
        let signature = try running.agent.signer(for: key.publicKey).sign(message, namespace: "file")
        #expect(signature == (try key.sign(message, namespace: "file")))
        try running.folder.write(signature.armored, to: "sig")
        let signer = try AllowedSigner(principals: PatternList("north@example.org"), key: key.publicKey)
        try running.folder.write("\(signer)\n", to: "allowed")
        let verified = try running.command.run(
            "ssh-keygen", "-Y", "verify", "-f", running.folder.path("allowed"), "-I", "north@example.org", "-n", "file",
            "-s", running.folder.path("sig"), input: message)
        #expect(verified.succeeded, "\(verified.errors)")
    }

    @Test("an encrypted key file, loaded by its passphrase, is found by the public key in the file and signs")
    func signsWithEncryptedKey() throws {
        let running = try RunningAgent()
        defer { running.stop() }
        let made = try running.command.run(
            "ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-a", "1", "-f", running.folder.path("locked"))
        #expect(made.succeeded, "\(made.errors)")
        let added = try running.command.run("ssh-add", "-q", running.folder.path("locked"))
        #expect(added.succeeded, "\(added.errors)")
        let key = try PublicKey(ofPrivateKeyFile: running.folder.read("locked"))
        try running.agent.signer(for: key).sign(message, namespace: "file").verify(message, namespace: "file")
    }

    @Test("a key that the agent does not hold, or holds no longer, is named")
    func namesMissingKey() throws {
        let running = try RunningAgent()
        defer { running.stop() }
        let stranger = try PrivateKey.generate().publicKey
        let error = #expect(throws: AgentError.self) { try running.agent.signer(for: stranger) }
        #expect(error?.code == .keyNotHeld)
        #expect(error?.description.contains("\(stranger.fingerprint)") == true)
        let signer = try running.agent.signer(for: running.addKey(comment: "").publicKey)
        #expect(try running.command.run("ssh-add", "-D").succeeded)
        let later = #expect(throws: AgentError.self) { try signer.sign(message, namespace: "file") }
        #expect(later?.code == .keyNotHeld)
    }

    @Test("a request that the user declines is told from a missing key")
    func namesRefusal() throws {
        let running = try RunningAgent()
        defer { running.stop() }
        let key = try running.addKey(comment: "", options: ["-c"])
        let signer = try running.agent.signer(for: key.publicKey)
        let error = #expect(throws: AgentError.self) { try signer.sign(message, namespace: "file") }
        #expect(error?.code == .refused)
    }

    @Test("where no agent listens, the error names the path and leaves nothing open")
    func namesUnreachable() throws {
        let folder = try TemporaryFolder()
        let paths = [folder.path("none"), try folder.write("", to: "file"), String(repeating: "a", count: 200), "a\0b"]
        let before = Descriptors.count()
        for path in paths {
            for _ in 0..<100 {
                let error = #expect(throws: AgentError.self) { try Agent(socketPath: path).identities() }
                #expect(error?.code == .unreachable)
                #expect(error?.description.contains(path) == true)
            }
        }
        #expect(Descriptors.count() < before + 100)
    }
}
