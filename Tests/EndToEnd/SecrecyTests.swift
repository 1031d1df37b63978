import Glibc
import Testing

@Suite("What must not be seen")
struct SecrecyTests {
    private static let secrets = [
        "Xerxes-subject", "Xerxes-body", "Xerxes-enclosure", "Xerxes-book", "Xerxes-draft", Workspace.passphrase,
    ]

    @Test("no subject, text, enclosure, codename book or passphrase is in any file of a station or link")
    func nothingInClear() throws {
        let network = try Network.chain(
            [("ALPHA", ["ANN"]), ("BRAVO", ["BEN"]), ("CHARLIE", ["CYR"])], in: Workspace())
        let (alpha, charlie) = (try network["ALPHA"], try network["CHARLIE"])
        let small = try network.workspace.write("Xerxes-enclosure", to: "streams/small.txt")
        let large = try network.workspace.write(
            String(repeating: "Xerxes-enclosure ", count: 8000), to: "streams/large.txt")
        try alpha.act(as: "ANN", "book", "CYR", "Xerxes-book")
        try alpha.act(
            as: "ANN", "write", "--to", "CYR@CHARLIE", "--matter", "M", "--subject", "Xerxes-draft", "--text",
            "Xerxes-draft")
        try alpha.send(
            from: "ANN", to: "CYR@CHARLIE", subject: "Xerxes-subject", text: "Xerxes-body",
            more: ["--enclose", small, "--enclose", large])
        for _ in 0..<2 {
            try expectSecrecy(of: network)
            for station in network.stations { try station.exchange() }
        }
        try charlie.act(as: "CYR", "open", "--all")
        try charlie.act(as: "CYR", "search", "xerxes-body")
        try network.exchangeUntilQuiet()
        try expectSecrecy(of: network)
    }

    /// Searches every byte below the workspace but the streams of the commands themselves and the passphrase's own file.
    private func expectSecrecy(of network: Network) throws {
        var count = 0
        for name in try Files.tree(network.workspace.path) where !name.hasPrefix("streams") && name != "run/passphrase"
        {
            let path = network.workspace.path(name)
            guard try !Files.facts(path).isFolder else { continue }
            let bytes = try Files.read(path)
            for secret in Self.secrets {
                #expect(bytes.firstRange(of: Array(secret.utf8)) == nil, "\(secret) is in \(name)")
            }
            count += 1
        }
        #expect(count > 20)
    }

    @Test("files of a station are its owner's alone, whatever the mask")
    func privateFiles() throws {
        let network = try Network.pair().network
        try network.stations[0].send(from: "ANN", to: "BEN@BRAVO", subject: "s")
        try network.exchangeUntilQuiet()
        for station in network.stations {
            #expect(try Files.facts(station.home).mode == 0o700)
            for name in try Files.tree(station.home) {
                let (mode, isFolder) = try Files.facts(station.home + "/" + name)
                #expect(mode == (isFolder ? 0o700 : 0o600), "\(name): \(String(mode, radix: 8))")
            }
        }
    }

    @Test("a passphrase is read from a descriptor; no option takes it, and a wrong one is refused")
    func passphrases() throws {
        let workspace = try Workspace()
        let alpha = try TestStation.found("ALPHA", officers: ["ANN"], in: workspace)
        let wrong = try workspace.write("wrong\n", to: "run/wrong")
        let arguments = [Workspace.cable, "drafts", "--as", "ANN", "--passphrase-fd", "3", "--station", alpha.home]
        let run = try workspace.start(arguments, passphrase: wrong).wait()
        #expect(run.code == 77, "\(run)")
        #expect(run.errors.contains("the passphrase does not open the keys of ANN"))
        #expect(!run.errors.contains("wrong"))
        let empty = try workspace.write("", to: "run/empty")
        #expect(try workspace.start(arguments, passphrase: empty).wait().code == 77)
        // Without a terminal and without a descriptor there is nowhere to ask.
        let none = try workspace.run(["setsid", Workspace.cable, "drafts", "--as", "ANN", "--station", alpha.home])
        #expect(none.code == 77, "\(none)")
        #expect(none.errors.contains("hint: "), "\(none)")
        let help = try workspace.run([Workspace.cable, "write", "--help"])
        #expect(!help.output.contains("--passphrase "))
    }

    @Test("unlocked keys serve until they are locked")
    func unlockAndLock() throws {
        let workspace = try Workspace()
        let alpha = try TestStation.found("ALPHA", officers: ["ANN"], in: workspace)
        defer { _ = try? alpha.start(["lock"]).wait() }
        try alpha.act(as: "ANN", "unlock")
        try alpha.run("write", "--to", "ANN@ALPHA", "--matter", "M", "--subject", "Xerxes", "--text", "t", "--send")
        #expect(try alpha.run("list").output.contains("Xerxes"))
        let locked = try alpha.run("lock")
        #expect(locked.errors == "closed the keys of 1 officer\n")
        #expect(try !alpha.run("list").output.contains("Xerxes"))
        #expect(try alpha.run("lock").errors == "no keys were open\n")
        #expect(try workspace.run(["setsid", Workspace.cable, "show", "1", "--station", alpha.home]).code == 77)
    }
}
