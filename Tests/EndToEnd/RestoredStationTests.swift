import Testing

@Suite("A station restored from an older copy")
struct RestoredStationTests {
    @Test("the next command says that it is an older copy, and traffic comes right by itself")
    func restored() throws {
        let (alpha, bravo, network) = try Network.pair()
        try network.exchangeUntilQuiet()
        try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "before the copy")
        try network.exchangeUntilQuiet()
        let copy = network.workspace.path("copy")
        try Files.copy(alpha.home, to: copy)
        try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "lost here, and known there")
        try network.exchangeUntilQuiet()
        try Files.remove(alpha.home)
        try Files.move(copy, to: alpha.home)

        let first = try alpha.run("list")
        #expect(first.errors.contains("warning: the register of ALPHA is an older copy"))
        #expect(try !alpha.run("list").errors.contains("older copy"))
        #expect(try alpha.run("inbox").output.contains("older copy: since "))
        let check = try alpha.run("status", "--check", expecting: 78)
        #expect(check.output.contains("'cable correspondence acknowledge'"))

        try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "after the restoration")
        try alpha.exchange()
        #expect(try bravo.exchange()["received"].items.isEmpty)
        #expect(try bravo.run("inbox").output.contains("ALPHA numbers from 1 again"))
        #expect(try bravo.run("correspondence", "list").output.contains("a new incarnation is being proved"))
        #expect(try bravo.run("correspondence", "show", "ALPHA").output.contains("to prove   "))
        // Nobody has to do anything.
        try bravo.run("status", "--check")
        try network.exchangeUntilQuiet()
        try bravo.act(as: "BEN", "open", "--all")
        #expect(
            try bravo.receivedSubjects(as: "BEN") == [
                "before the copy", "lost here, and known there", "after the restoration",
            ])
        try network.exchangeUntilQuiet()
        let shown = try bravo.run("correspondence", "show", "ALPHA", "--json").json()
        #expect(shown["state"].text == "in order")
        #expect(shown["former"].items.count == 1)
        #expect(shown["missing"].integer == 0)
        let rows = try alpha.run("correspondence", "list", "--json").json()
        #expect(rows[0]["station"].text == "BRAVO")
        #expect(rows[0]["state"].text == "in order")

        try alpha.run("correspondence", "acknowledge")
        #expect(try alpha.run("status", "--check").output == "")
        try alpha.run("correspondence", "acknowledge", expecting: 64)
        try alpha.expectIntactRegister()
    }

    @Test("where the file outside was restored too, it is the correspondent who notices, and a person who decides")
    func restoredWithTheFileOutside() throws {
        let (alpha, bravo, network) = try Network.pair()
        try network.exchangeUntilQuiet()
        let folders = [alpha.home, network.workspace.path("state")]
        for folder in folders { try Files.copy(folder, to: folder + "-copy") }
        for subject in ["one", "two", "three"] { try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: subject) }
        try network.exchangeUntilQuiet()
        for folder in folders {
            try Files.remove(folder)
            try Files.move(folder + "-copy", to: folder)
        }
        // BRAVO's file lay there too, but its register is as large as it ever was.
        #expect(try !alpha.run("list").errors.contains("older copy"))
        try alpha.run("compare", "BRAVO")
        for _ in 0..<3 {
            _ = try alpha.start(["exchange"]).wait()
            _ = try bravo.start(["exchange"]).wait()
        }
        let stopped = try alpha.run("status", "--check", expecting: 78).output
        #expect(stopped.contains("stopped: BRAVO, it has heard of No. "))
        #expect(stopped.contains("cable correspondence resolve BRAVO"))
        #expect(try alpha.run("correspondence", "list").output.contains("STOPPED"))
        let undecided = try alpha.run("correspondence", "resolve", "BRAVO", expecting: 78)
        #expect(undecided.output.contains("--older-copy"))
        #expect(undecided.output.contains("--mistaken"))
        try alpha.run("correspondence", "resolve", "BRAVO", "--keep", "00", expecting: 64)
        try alpha.run("correspondence", "resolve", "BRAVO", "--older-copy", "--mistaken", expecting: 64)
        let sent = try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "waits for a decision")
        #expect(try alpha.state(of: sent) == "sent")
        #expect(try alpha.run("inbox").output.contains("1 telegram waiting"))

        try alpha.run("correspondence", "resolve", "BRAVO", "--older-copy", "--yes")
        try alpha.run("correspondence", "resolve", "BRAVO", "--mistaken", expecting: 64)
        try network.exchangeUntilQuiet()
        // It had a number that the lost register had given out too.
        #expect(try alpha.state(of: sent) == "refused")
        try alpha.run("send-again", "\(sent)")
        try network.exchangeUntilQuiet()
        try bravo.act(as: "BEN", "open", "--all")
        #expect(try bravo.receivedSubjects(as: "BEN") == ["one", "two", "three", "waits for a decision"])
        try network.exchangeUntilQuiet()
        #expect(try alpha.state(of: sent) == "opened")
        try bravo.expectIntactRegister()
    }
}

@Suite("Two copies of a station, and what was refused")
struct DoubledStationTests {
    @Test("a person says which of two running copies is the station; what the other one sends is refused, and it knows")
    func doubled() throws {
        let (alpha, bravo, network) = try Network.pair()
        try network.exchangeUntilQuiet()
        let second = TestStation("ALPHA", in: network.workspace, home: network.workspace.path("second"))
        try Files.copy(alpha.home, to: second.home)
        try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "from the first")
        try network.exchangeUntilQuiet()
        // On another machine, where there is no such file.
        let state = network.workspace.path("state")
        let file = state + "/" + (try #require(try Files.names(in: state).first { $0.hasPrefix("ALPHA-") }))
        let first = try Files.read(file)
        try Files.remove(file)
        #expect(try second.run("list").errors.contains("is an older copy"))
        try second.send(from: "ANN", to: "BEN@BRAVO", subject: "from the second")
        try exchange(second, bravo)
        let other = try Files.read(file)

        try Files.write(first, to: file)
        try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "from the first again")
        try exchange(alpha, bravo)
        #expect(
            try bravo.run("status", "--check", expecting: 78).output.contains("two copies of it are running"))
        let choices = try bravo.run("correspondence", "resolve", "ALPHA", expecting: 78).output
        let name = try #require(
            try alpha.run("correspondence", "show", "BRAVO", "--json").json()["sent"]["name"].text)
        #expect(choices.contains("resolve ALPHA --keep \(name.prefix(8))"))
        try bravo.run("correspondence", "resolve", "ALPHA", "--older-copy", "--yes", expecting: 64)
        try bravo.run("correspondence", "resolve", "ALPHA", "--keep", "xyz", expecting: 64)
        try bravo.run("correspondence", "resolve", "ALPHA", "--keep", String(name.prefix(6)))
        try exchange(alpha, bravo)
        try bravo.act(as: "BEN", "open", "--all")
        #expect(
            try bravo.receivedSubjects(as: "BEN") == ["from the first", "from the second", "from the first again"])

        try Files.write(other, to: file)
        let sent = try second.send(from: "ANN", to: "BEN@BRAVO", subject: "from the disowned")
        try exchange(second, bravo)
        #expect(try second.state(of: sent) == "refused")
        #expect(try second.run("list").output.contains("REFUSED"))
        #expect(try second.run("inbox").output.contains("refused: No. \(sent) by BRAVO"))
        #expect(try second.run("trace", "\(sent)", "--no-ask").output.contains("REFUSED"))
        #expect(try second.run("status", "--check", expecting: 78).output.contains("'cable send-again \(sent)'"))
        try second.run("send-again", "\(sent)", "--give-up")
        #expect(try !second.run("inbox").output.contains("refused: "))
    }

    @Test("send-again says what stands in its way, and its output what it has done")
    func sendAgain() throws {
        let (alpha, bravo, network) = try Network.pair()
        try network.exchangeUntilQuiet()
        let sent = "\(try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "lost"))"
        #expect(try alpha.run("send-again", sent, "--to", "BRAVO", expecting: 76).errors.contains("still waits here"))
        try alpha.exchange()
        for item in try Files.names(in: network.workspace.path("line-1/BRAVO")) where !item.hasPrefix(".") {
            try Files.remove(network.workspace.path("line-1/BRAVO/\(item)"))
        }
        #expect(try alpha.run("send-again", sent, expecting: 64).errors.contains("hint: if it never arrived"))
        let again = try alpha.run("send-again", sent, "--to", "BRAVO", "--json").json()
        #expect(again[0]["station"].text == "BRAVO")
        try network.exchangeUntilQuiet()
        try bravo.act(as: "BEN", "open", "--all")
        #expect(try bravo.receivedSubjects(as: "BEN") == ["lost"])
        try network.exchangeUntilQuiet()
        #expect(try alpha.state(of: #require(Int(sent))) == "opened")
        #expect(try alpha.run("send-again", sent, "--to", "BRAVO", expecting: 76).errors.contains("has arrived"))
        try alpha.run("send-again", sent, "--give-up", expecting: 64)
        try alpha.run("send-again", "99", expecting: 66)
    }

    private func exchange(_ first: TestStation, _ second: TestStation) throws {
        for _ in 0..<4 {
            _ = try first.start(["exchange"]).wait()
            _ = try second.start(["exchange"]).wait()
        }
    }
}
