import Testing

@Suite("bundles that are carried by hand, and that get lost")
struct CarriedBundleTests {
    @Test("'receive' takes a bundle in from standard input, once")
    func receive() throws {
        let (alpha, bravo, network) = try Network.pair()
        try network.exchangeUntilQuiet()
        try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "By mail")
        try alpha.exchange()
        let name = try #require(try network.leftOnLinks().first { $0.hasPrefix("BRAVO/") })
        let bundle = try Files.read(network.workspace.path("line-1/" + name))
        for _ in 0..<2 {
            let run = try network.workspace.run([Workspace.cable, "receive", "--station", bravo.home], input: bundle)
            #expect(run.code == 0, "\(run)")
        }
        var damaged = bundle
        damaged[damaged.count / 2] ^= 1
        let refused = try network.workspace.run([Workspace.cable, "receive", "--station", bravo.home], input: damaged)
        #expect(refused.code == 65, "\(refused)")
        try bravo.act(as: "BEN", "open", "--all")
        #expect(try bravo.receivedSubjects(as: "BEN") == ["By mail"])
    }

    @Test("'compare' finds that the last telegram of a series was lost, and it is repeated")
    func compare() throws {
        let (alpha, bravo, network) = try Network.pair()
        try network.exchangeUntilQuiet()
        try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "Lost")
        try alpha.exchange()
        for name in try network.leftOnLinks() { try Files.remove(network.workspace.path("line-1/" + name)) }
        try network.exchangeUntilQuiet()
        #expect(try bravo.run("inbox", "--json").json()["gaps"].items == [])
        try alpha.run("compare", "BRAVO")
        try network.exchangeUntilQuiet()
        try bravo.act(as: "BEN", "open", "--all")
        #expect(try bravo.receivedSubjects(as: "BEN") == ["Lost"])
        try network.exchangeUntilQuiet()
        let sent = try alpha.register(as: "ANN").filter { $0["direction"].text == "out" }
        #expect(sent.map { $0["addressees"][0]["state"].text } == ["opened"])
    }
}
