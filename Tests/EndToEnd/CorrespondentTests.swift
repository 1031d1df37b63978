import Testing

@Suite("Cards, links and routes")
struct CorrespondentTests {
    @Test("a card with other long-lived keys is an alarm, which blocks sending until a person ends it")
    func alarm() throws {
        let (alpha, bravo, network) = try Network.pair()
        try network.exchangeUntilQuiet()
        let other = try TestStation.found(
            "BRAVO", officers: ["BEN"], in: network.workspace, home: network.workspace.path("impostor"))
        let card = network.workspace.path("impostor.card")
        try other.run("card", "export", "--output", card)
        let imported = try alpha.run("card", "import", card, expecting: 78)
        #expect(imported.output.contains("ALARM"))
        #expect(try alpha.run("card", "list").output.contains("ALARM"))
        #expect(try alpha.run("inbox").output.contains("ALARM: the keys of BRAVO have changed"))
        let write = ["write", "--to", "BEN@BRAVO", "--matter", "M", "--subject", "s", "--text", "t", "--send"]
        let refused = try alpha.run(write + TestStation.credentials("ANN"), expecting: 78)
        #expect(refused.errors.contains("hint: "))
        #expect(try alpha.register(as: "ANN").isEmpty)
        try alpha.run("card", "confirm", "BRAVO", "--words", "a b c", expecting: 78)
        try alpha.run("card", "resolve", "BRAVO", "--drop")
        #expect(try !alpha.run("inbox").output.contains("ALARM"))
        try alpha.run(write + TestStation.credentials("ANN"))
        try network.exchangeUntilQuiet()
        try bravo.act(as: "BEN", "open", "--all")
        #expect(try bravo.receivedSubjects(as: "BEN") == ["s"])

        try alpha.run("card", "import", card, expecting: 78)
        try alpha.run("card", "resolve", "BRAVO", "--accept")
        #expect(try alpha.run("card", "list").output.contains("unverified"))
        let unverified = try alpha.run(write + TestStation.credentials("ANN"))
        #expect(unverified.errors.contains("warning: the card of BRAVO is unverified"))
        try alpha.run("card", "resolve", "BRAVO", "--drop", expecting: 64)
    }

    @Test("words that differ are named, and the card stays unverified")
    func wrongWords() throws {
        let workspace = try Workspace()
        let stations = try ["ALPHA", "BRAVO"].map { try TestStation.found($0, officers: ["CLERK"], in: workspace) }
        let card = workspace.path("bravo.card")
        try stations[1].run("card", "export", "--output", card)
        #expect(try stations[0].run("card", "import", card).output.contains("pinned, unverified"))
        var words = try stations[1].run("card", "show", "BRAVO", "--json").json()["words"].texts.joined(separator: " ")
            .split(separator: " ")
        words[4] = words[4] == "visitor" ? "forest" : "visitor"
        let run = try stations[0].run(
            "card", "confirm", "BRAVO", "--words", words.joined(separator: " "), expecting: 78)
        #expect(run.errors.contains("word 5 is"))
        try stations[0].run("card", "confirm", "BRAVO", "--words", "forest", expecting: 64)
        #expect(try stations[0].run("card", "list").output.contains("unverified"))
        let damaged = try workspace.write(Files.text(card).replacing("BRAVO", with: "BRAVA"), to: "damaged.card")
        try stations[0].run("card", "import", damaged, expecting: 65)
        try stations[0].run("card", "import", workspace.path("nowhere.card"), expecting: 66)
    }

    @Test("without a way nothing is sent, and the hint says how to make one")
    func routes() throws {
        let network = try Network.chain(
            [("ALPHA", ["ANN"]), ("BRAVO", ["BEN"]), ("CHARLIE", ["CYR"])], in: Workspace())
        let (alpha, bravo) = (try network["ALPHA"], try network["BRAVO"])
        let write =
            ["write", "--to", "CYR@CHARLIE", "--matter", "M", "--subject", "s", "--text", "t", "--send"]
            + TestStation.credentials("ANN")
        try alpha.run("route", "remove", "CHARLIE")
        let none = try alpha.run(write, expecting: 76)
        #expect(none.errors.contains("no link and no route leads to CHARLIE"))
        #expect(none.errors.contains("hint: add a link with 'cable link add', or a route with"))
        try alpha.run("route", "add", "CHARLIE", "--via", "DELTA")
        #expect(try alpha.run(write, expecting: 76).errors.contains("by way of DELTA, which no link reaches"))
        try alpha.run("route", "add", "DELTA", "--via", "CHARLIE")
        #expect(try alpha.run(write, expecting: 76).errors.contains("goes in a circle"))
        try alpha.run("route", "add", "ALPHA", "--via", "BRAVO", expecting: 64)
        try alpha.run("route", "remove", "ECHO", expecting: 66)
        #expect(try alpha.register(as: "ANN").isEmpty)
        try alpha.run("link", "add", "line-1", "BRAVO", network.workspace.path("line-1"), expecting: 76)
        try alpha.run("link", "add", "far", "NOBODY", network.workspace.path("far"), expecting: 66)
        try alpha.run("link", "remove", "far", expecting: 66)
        try alpha.run("exchange", "far", expecting: 66)

        // A stick that is not plugged in.
        try Files.move(network.workspace.path("line-2"), to: network.workspace.path("unplugged"))
        try bravo.send(from: "BEN", to: "CYR@CHARLIE", subject: "waits")
        let away = try bravo.run("exchange", expecting: 69)
        #expect(away.errors.contains("link line-2 is not available"))
        #expect(away.errors.contains("hint: "))
        try Files.move(network.workspace.path("unplugged"), to: network.workspace.path("line-2"))
        try network.exchangeUntilQuiet()
        #expect(try network["CHARLIE"].run("inbox", "--json").json()["waiting_count"].integer == 1)
    }

    @Test("whom or what a command cannot find, it names, with the names that there are")
    func namedErrors() throws {
        let (alpha, _, _) = try Network.pair()
        let write =
            ["write", "--matter", "M", "--subject", "s", "--text", "t", "--send"] + TestStation.credentials("ANN")
        #expect(try alpha.run(write + ["--to", "BOB@BRAVO"], expecting: 66).errors.contains("hint: it names: BEN"))
        #expect(try alpha.run(write + ["--to", "BEN@NOWHERE"], expecting: 66).errors.contains("card import"))
        #expect(try alpha.run(write + ["--to", "BRAVO"], expecting: 64).errors.contains("hint: write OFFICER@BRAVO"))
        #expect(
            try alpha.run(write + ["--to", "BEN@BRAVO", "--enclose", "nowhere"], expecting: 66).errors.contains(
                "nowhere"))
        try alpha.act(as: "NOBODY", "drafts", expecting: 66)
        try alpha.run("trace", "99", expecting: 66)
        try alpha.act(as: "ANN", "open", "99", expecting: 66)
        try alpha.act(as: "ANN", "open", "BRAVO/99", expecting: 66)
        try alpha.act(as: "ANN", "drafts", "show", "9", expecting: 66)
        try alpha.act(as: "ANN", "send", "9", expecting: 66)
        try alpha.act(as: "ANN", "statement", "show", "9", expecting: 66)
        try alpha.run("quarantine", "remove", "9", expecting: 66)
        try alpha.run("station", "found", "ALPHA", expecting: 76)
        try alpha.run("officer", "add", "ANN", "--work-factor", "10", "--passphrase-fd", "3", expecting: 76)
    }
}
