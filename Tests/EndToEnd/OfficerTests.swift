import Testing

@Suite("officers come, go and are renamed")
struct OfficerTests {
    private static let protected = ["--passphrase-fd", "3"]

    @Test("a key that is on the card already is refused, and the codename is not burnt")
    func sameKey() throws {
        let workspace = try Workspace()
        let alpha = try TestStation.found("ALPHA", in: workspace)
        let generated = try workspace.run([
            "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", workspace.path("key"),
        ])
        #expect(generated.code == 0)
        let key = ["--signing-key", workspace.path("key"), "--work-factor", "10"] + Self.protected
        try alpha.run(["officer", "add", "ANN"] + key)
        let refused = try alpha.run(["officer", "add", "BEN"] + key, expecting: 76)
        #expect(refused.errors.contains("this signing key is that of ANN already"))
        try alpha.run(["officer", "add", "BEN", "--work-factor", "10"] + Self.protected)
        #expect(
            try alpha.run("officer", "list", "--json").json().items.compactMap { $0["name"].text } == ["ANN", "BEN"])
    }

    @Test("a key for ten thousand years is refused, and the next one is made")
    func longLife() throws {
        let alpha = try TestStation.found("ALPHA", officers: ["ANN"], in: Workspace())
        for days in ["0", "3650000"] {
            try alpha.act(as: "ANN", "officer", "renew", "--days", days, expecting: 64)
            try alpha.run("station", "renew", "--days", days, expecting: 64)
        }
        try alpha.act(as: "ANN", "officer", "renew", "--days", "30")
        try alpha.run("station", "renew", "--days", "30")
    }

    @Test("one who is removed keeps his papers, is refused a letter, and can be put back")
    func removeAndRestore() throws {
        let (alpha, bravo, network) = try Network.pair()
        try network.exchangeUntilQuiet()
        try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "Before")
        try network.exchangeUntilQuiet()
        let refused = try bravo.run("officer", "remove", "BEN", expecting: 76)
        #expect(refused.errors.contains("a telegram waits for BEN"))
        try bravo.run(["open", "--all"] + TestStation.credentials("BEN"))
        let removed = try bravo.run("officer", "remove", "BEN", "--json").json()
        #expect(removed["filed"].integer == 1)
        #expect(removed["waiting"].items.isEmpty)
        try network.exchangeUntilQuiet()

        #expect(try bravo.act(as: "BEN", "search", "Before").output.contains("Before"))
        try bravo.act(
            as: "BEN", "write", "--to", "ANN@ALPHA", "--matter", "M", "--subject", "S", "--text", "T", "--send",
            expecting: 76)
        try alpha.act(
            as: "ANN", "write", "--to", "BEN@BRAVO", "--matter", "M", "--subject", "S", "--text", "T", "--send",
            expecting: 66)
        try bravo.run(["officer", "add", "BEN", "--work-factor", "10"] + Self.protected, expecting: 76)

        try bravo.run(["officer", "restore", "BEN"] + Self.protected)
        try network.exchangeUntilQuiet()
        try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "After")
        try network.exchangeUntilQuiet()
        #expect(try bravo.run(["open", "--all"] + TestStation.credentials("BEN")).output.contains("After"))
    }

    @Test("one who is renamed has his papers, and what is on its way to him")
    func rename() throws {
        let (alpha, bravo, network) = try Network.pair()
        try network.exchangeUntilQuiet()
        try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "To the old name")
        try alpha.exchange()
        let renamed = try bravo.run(
            ["officer", "rename", "BEN", "BILL", "--work-factor", "10", "--json"] + Self.protected)
        #expect(try renamed.json()[0]["name"].text == "BILL")
        try network.exchangeUntilQuiet()
        #expect(try bravo.run(["open", "--all"] + TestStation.credentials("BILL")).output.contains("To the old name"))
        try network.exchangeUntilQuiet()
        #expect(try alpha.register(as: "ANN")[0]["addressees"][0]["state"].text == "opened")
        try alpha.send(from: "ANN", to: "BILL@BRAVO", subject: "To the new name")
        try network.exchangeUntilQuiet()
        #expect(try bravo.run(["open", "--all"] + TestStation.credentials("BILL")).output.contains("To the new name"))
        try bravo.run(["officer", "add", "BEN", "--work-factor", "10"] + Self.protected, expecting: 76)
    }
}
