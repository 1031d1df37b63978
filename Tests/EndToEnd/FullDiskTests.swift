import Testing

@Suite("A full disk", .enabled(if: SmallDisk.isPermitted, SmallDisk.needed))
struct FullDiskTests {
    @Test("a station on a full disk says so, loses nothing and goes on when there is space again")
    func stationOnFullDisk() throws {
        let workspace = try Workspace()
        let disk = try SmallDisk(in: workspace, megabytes: 12)
        let (alpha, bravo, network) = try Self.pair(in: workspace, bravoIn: disk.path + "/bravo")
        try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "before")
        try network.exchangeUntilQuiet()
        try bravo.act(as: "BEN", "write", "--to", "ANN@ALPHA", "--matter", "TEST", "--subject", "draft", "--text", "x")
        for index in 0..<3 { try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "under way \(index)") }
        try alpha.exchange()

        try disk.fill()
        try Self.expectClearRefusals(at: bravo)
        try disk.empty()

        try bravo.act(as: "BEN", "send", "--all")
        try network.exchangeUntilQuiet()
        try bravo.act(as: "BEN", "open", "--all")
        let expected = ["before"] + (0..<3).map { "under way \($0)" }
        #expect(try bravo.receivedSubjects(as: "BEN").sorted() == expected.sorted())
        try alpha.act(as: "ANN", "open", "--all")
        #expect(try alpha.receivedSubjects(as: "ANN") == ["draft"])
        try bravo.expectIntactRegister()
        #expect(try network.leftOnLinks() == [])
    }

    @Test(
        "nearly full, with any number of pages left, a command either works or does nothing",
        arguments: [1, 2, 4, 8, 16, 32, 64])
    func nearlyFullDisk(pages: Int) throws {
        let workspace = try Workspace()
        let disk = try SmallDisk(in: workspace, megabytes: 12)
        let (alpha, bravo, network) = try Self.pair(in: workspace, bravoIn: disk.path + "/bravo")
        try network.exchangeUntilQuiet()
        let large = try workspace.write([UInt8](repeating: 1, count: 70_000), to: "large")
        for index in 0..<2 {
            try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "telegram \(index)", more: ["--enclose", large])
        }
        try alpha.exchange()
        try disk.fill(leaving: pages * 4096)
        for _ in 0..<3 {
            let run = try bravo.start(["exchange"]).wait()
            #expect([0, 69].contains(run.code), "\(run)")
            if run.code == 69 { #expect(run.errors.contains("hint: "), "\(run)") }
        }
        try disk.empty()
        try network.exchangeUntilQuiet()
        try bravo.act(as: "BEN", "open", "--all")
        #expect(try bravo.receivedSubjects(as: "BEN").sorted() == ["telegram 0", "telegram 1"])
        #expect(try Files.tree(bravo.home + "/enclosures").count == 2)
        #expect(try bravo.run("quarantine", "list", "--json").json() == .array([]))
        try bravo.expectIntactRegister()
        #expect(try network.leftOnLinks() == [])
    }

    @Test("a full link folder keeps everything at its sender, who is told")
    func fullLink() throws {
        let workspace = try Workspace()
        let disk = try SmallDisk(in: workspace, megabytes: 1)
        let (alpha, bravo, network) = try Self.pair(in: workspace, line: disk.path)
        try network.exchangeUntilQuiet()
        for index in 0..<3 { try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "telegram \(index)") }
        try disk.fill()
        let run = try alpha.run("exchange", expecting: 69)
        #expect(run.errors.contains("no space left on the disk") || run.errors.lowercased().contains("full"), "\(run)")
        #expect(run.errors.contains("hint: "), "\(run)")
        #expect(try alpha.run("inbox", "--json").json()["outgoing"].integer == 3)
        try disk.empty()
        try network.exchangeUntilQuiet()
        try bravo.act(as: "BEN", "open", "--all")
        #expect(try bravo.receivedSubjects(as: "BEN").sorted() == (0..<3).map { "telegram \($0)" })
        #expect(try Files.tree(disk.path).filter { $0.contains("/") } == [])
    }

    private static func pair(
        in workspace: Workspace, bravoIn home: String? = nil, line: String? = nil
    ) throws -> (TestStation, TestStation, Network) {
        let alpha = try TestStation.found("ALPHA", officers: ["ANN"], in: workspace)
        let bravo = try TestStation.found("BRAVO", officers: ["BEN"], in: workspace, home: home)
        let network = Network(workspace: workspace, stations: [alpha, bravo])
        try network.exchangeCards()
        let line = line ?? workspace.path("line-1")
        try alpha.run("link", "add", "line", "BRAVO", line)
        try bravo.run("link", "add", "line", "ALPHA", line)
        return (alpha, bravo, network)
    }

    /// Whatever changes something is refused with code 69 and a remedy.
    private static func expectClearRefusals(at station: TestStation) throws {
        let workspace = station.workspace
        let text = try workspace.write("THE TEXT.\n", to: "text")
        let credentials = TestStation.credentials("BEN")
        let changes: [[String]] = [
            ["write", "--to", "ANN@ALPHA", "--matter", "TEST", "--subject", "s", "--text", "t"] + credentials,
            ["write", "--to", "ANN@ALPHA", "--matter", "TEST", "--subject", "s", "--text", "t", "--send"] + credentials,
            ["send", "--all"] + credentials,
            ["open", "--all"] + credentials,
            ["exchange"],
            ["book", "ANN", "Somebody"] + credentials,
            ["link", "add", "other", "ALPHA", workspace.path("other")],
            ["route", "add", "CHARLIE", "--via", "ALPHA"],
            ["officer", "add", "NEW", "--work-factor", "10", "--passphrase-fd", "3"],
            ["officer", "renew"] + credentials,
            ["station", "renew"],
            ["statement", "draft", "1", "--signatory", "BEN=BEN@BRAVO", "--text", text] + credentials,
        ]
        for change in changes {
            let run = try station.start(change).wait()
            // What needs no page more than the register has may still succeed, as may what finds nothing to do.
            guard run.code != 0, run.code != 76 else { continue }
            #expect(run.code == 69, "\(run)")
            #expect(run.errors.contains("error: "), "\(run)")
            #expect(run.errors.contains("hint: "), "\(run)")
        }
    }
}
