import Glibc
import Testing

@Suite("Other people's tools")
struct InteroperationTests {
    @Test("an officer whose signing key lives in ssh-agent sends and signs; without the agent he cannot")
    func keyInSSHAgent() throws {
        let workspace = try Workspace()
        let socket = workspace.path("run/ssh-agent")
        let agent = try workspace.start(["ssh-agent", "-D", "-a", socket])
        defer {
            agent.kill(SIGTERM)
            _ = try? agent.wait()
        }
        let environment = ["SSH_AUTH_SOCK": socket]
        try workspace.makeKey("ann")
        // The agent needs a moment to create its socket; ssh-add says when it answers.
        let added = try workspace.run(
            [
                "sh", "-c",
                "for i in $(seq 100); do ssh-add -q '\(workspace.path("ann"))' && exit 0; sleep 0.1; done; exit 1",
            ],
            environment: environment)
        #expect(added.code == 0, "\(added)")
        let alpha = try TestStation.found("ALPHA", officers: ["BEN"], in: workspace)
        func ann(_ arguments: [String], environment: [String: String]) throws -> Run {
            try workspace.run(
                [Workspace.cable] + arguments + ["--passphrase-fd", "3", "--station", alpha.home],
                environment: environment)
        }
        let add = ["officer", "add", "ANN", "--work-factor", "10", "--ssh-agent-key", workspace.path("ann.pub")]
        #expect(try ann(add, environment: environment).code == 0)
        // The private half is nowhere in the station's folder.
        try Files.remove(workspace.path("ann"))
        let write = [
            "write", "--as", "ANN", "--to", "BEN@ALPHA", "--matter", "M", "--subject", "S", "--text", "T", "--send",
        ]
        #expect(try ann(write, environment: environment).code == 0)
        let text = try workspace.write("AGREED.\n", to: "text")
        let draft = [
            "statement", "draft", "1", "--date", "1951-07-01T12:00:00Z", "--signatory", "ANN=ANN@ALPHA",
            "--signatory", "BEN=BEN@ALPHA", "--text", text, "--as", "ANN",
        ]
        #expect(try ann(draft, environment: environment).code == 0)
        let signed = try ann(["statement", "sign", "1", "--as", "ANN", "--json"], environment: environment)
        #expect(try signed.json()["signatories"][0]["signed"] == .bool(true))
        #expect(try alpha.act(as: "BEN", "open", "1").output.contains("(signature good)"))

        let refused = try ann(write, environment: [:])
        #expect(refused.code == 77, "\(refused)")
        #expect(refused.errors.contains("hint: "), "\(refused)")
        try alpha.expectIntactRegister()
        #expect(try alpha.register(as: "ANN").count == 1)
    }

    @Test("the protected keys of an officer are an age file that age itself opens with the passphrase")
    func ageOpensOfficerKeys() throws {
        let workspace = try Workspace()
        let alpha = try TestStation.found("ALPHA", officers: ["ANN"], in: workspace)
        let file = alpha.home + "/officers/ann/keys.age"
        #expect(
            try Files.text(file).hasPrefix("-----BEGIN AGE ENCRYPTED FILE-----")
                || Files.read(file).starts(with: Array("age-encryption.org/v1\n-> scrypt ".utf8)))
        guard try workspace.run(["sh", "-c", "command -v age && command -v script"]).code == 0 else {
            print("age or script is not installed: only the header was compared")
            return
        }
        let command =
            "cat '\(workspace.passphraseFile)' | script -qec \"age -d '\(file)' >'\(workspace.path("keys"))'\" /dev/null"
        let run = try workspace.run(["sh", "-c", command])
        #expect(run.code == 0, "\(run)")
        #expect(try Files.text(workspace.path("keys")).hasPrefix("CABLEGRAM OFFICER KEYS 1\nofficer: ANN@ALPHA\n"))
    }
}
