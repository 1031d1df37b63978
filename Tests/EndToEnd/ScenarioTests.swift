import Testing

/// The exchange of June 1951, told in one piece: every step needs the one before.
@Suite("The main way of a telegram, through the commands")
struct ScenarioTests {
    static func network() throws -> Network {
        try Network.chain(
            [("MOSCOW", ["FILIPPOV"]), ("BEIJING", ["KRASOVSKY", "MAO ZEDONG"]), ("PYONGYANG", ["KIM IL SUNG"])],
            in: Workspace())
    }

    @Test("written, sent, relayed, opened, answered, and everybody can tell how far it came")
    func mainWay() throws {
        let network = try Self.network()
        let (moscow, beijing) = (try network["MOSCOW"], try network["BEIJING"])
        try network.exchangeUntilQuiet()

        let draft = try moscow.act(
            as: "FILIPPOV", "write", "--to", "MAO ZEDONG@BEIJING", "--care-of", "KRASOVSKY@BEIJING", "--precedence",
            "immediate", "--kind", "advice", "--matter", "ARMISTICE", "--subject", "Answer to Ridgway", "--cite",
            "Ridgway, 28 June", "--action", "Answer today", input: "You lead; we advise.\n\nBoth must sign.\n")
        #expect(draft.output == "draft 1: send it with 'cable send 1'\n")
        #expect(try moscow.act(as: "FILIPPOV", "drafts").output.contains("Answer to Ridgway"))
        #expect(try moscow.act(as: "FILIPPOV", "drafts", "show", "1").output.contains("You lead; we advise."))
        let sent = try moscow.act(as: "FILIPPOV", "send", "1")
        #expect(sent.output.hasPrefix("No. "))
        #expect(try moscow.act(as: "FILIPPOV", "drafts").output == "no drafts\n")
        #expect(sent.errors == "")

        #expect(try moscow.run("exchange").output.contains("handed 1 bundle to line-1"))
        #expect(try beijing.run("exchange").output.contains("received No. "))
        let inbox = try beijing.run("inbox").output
        #expect(
            inbox.contains("immediate") && inbox.contains("MAO ZEDONG@BEIJING") && inbox.contains("KRASOVSKY@BEIJING"))
        let number = "\(try beijing.run("inbox", "--json").json()["waiting"][0]["number"].integer ?? 0)"

        let refused = try beijing.act(as: "KRASOVSKY", "open", number, expecting: 77)
        #expect(refused.errors.contains("hint: "))
        let opened = try beijing.act(as: "MAO ZEDONG", "open", number)
        #expect(opened.output.contains("(signature good)"))
        #expect(opened.output.contains("Both must sign."))
        #expect(try beijing.act(as: "MAO ZEDONG", "show", number).output == opened.output)
        let filippov = try moscow.lastSent(by: "FILIPPOV")
        #expect(try beijing.act(as: "MAO ZEDONG", "show", "MOSCOW/\(filippov)").output == opened.output)

        try network.exchangeUntilQuiet()
        let trace = try moscow.run("trace", "\(filippov)")
        #expect(trace.output.contains("opened by MAO ZEDONG@BEIJING"))
        try beijing.act(as: "MAO ZEDONG", "done", number)
        let reply = try beijing.act(as: "MAO ZEDONG", "reply", number, "--text", "Kaesong.", "--send", "--json").json()
        #expect(reply[0]["to"].texts == ["FILIPPOV@MOSCOW"])
        try network.exchangeUntilQuiet()
        #expect(try moscow.register(as: "FILIPPOV").contains { $0["addressees"][0]["state"].text == "done" })
        let answer = try moscow.act(as: "FILIPPOV", "open", "--all", "--json").json()
        #expect(answer.items.map { $0["paragraphs"].texts } == [["Kaesong."]])
        #expect(try moscow.act(as: "FILIPPOV", "search", "kaesong").output.contains("Answer to Ridgway"))
        #expect(try moscow.act(as: "FILIPPOV", "search", "wonsan").output == "nothing found\n")
        for station in network.stations { try station.expectIntactRegister() }
    }

    @Test("a telegram is readdressed with its signature, passed on with its seal, and declined with the reason")
    func passedOn() throws {
        let network = try Self.network()
        let (moscow, beijing, pyongyang) = (try network["MOSCOW"], try network["BEIJING"], try network["PYONGYANG"])
        try network.exchangeUntilQuiet()
        try moscow.send(from: "FILIPPOV", to: "MAO ZEDONG@BEIJING", subject: "For Mao", text: "From Filippov himself.")
        try network.exchangeUntilQuiet()
        let number = "\(try beijing.run("inbox", "--json").json()["waiting"][0]["number"].integer ?? 0)"
        try beijing.act(as: "MAO ZEDONG", "open", number)
        try beijing.act(
            as: "MAO ZEDONG", "readdress", number, "--to", "KIM IL SUNG@PYONGYANG", "--remark", "For your information.")
        let passed = try beijing.run("pass-on", number, "--to", "PYONGYANG")
        #expect(passed.errors.contains("is passed on to PYONGYANG"))
        try network.exchangeUntilQuiet()

        let waiting = try pyongyang.run("inbox", "--json").json()["waiting"].items
        #expect(waiting.count == 2)
        let readdressed = try #require(
            waiting.first { $0["addressees"][0]["address"].text == "KIM IL SUNG@PYONGYANG" }?["number"].integer)
        let opened = try pyongyang.act(as: "KIM IL SUNG", "open", "\(readdressed)")
        #expect(opened.output.contains("readdressed:"))
        #expect(opened.output.contains("From Filippov himself."))
        try pyongyang.act(as: "KIM IL SUNG", "decline", "\(readdressed)", "--reason", "The place is not acceptable.")
        try network.exchangeUntilQuiet()
        let rows = try beijing.register(as: "MAO ZEDONG")
        #expect(rows.contains { $0["addressees"].items.contains { $0["state"].text == "declined" } })
        try beijing.act(as: "MAO ZEDONG", "open", "--all")
        #expect(try beijing.act(as: "MAO ZEDONG", "search", "acceptable").output.contains("For Mao"))
    }

    @Test("a statement is released when all have signed, and never before")
    func statement() throws {
        let network = try Self.network()
        let (beijing, pyongyang) = (try network["BEIJING"], try network["PYONGYANG"])
        let broadcast = network.workspace.path("broadcast")
        try beijing.run("link", "add-broadcast", "radio", broadcast)
        let signatories = ["--signatory", "VOLUNTEERS=MAO ZEDONG@BEIJING", "--signatory", "ARMY=KIM IL SUNG@PYONGYANG"]
        let mao = TestStation.credentials("MAO ZEDONG")
        try beijing.run(["statement", "draft", "1"] + signatories + mao, input: "WE MEET NEAR (BLANK).\n")
        let blank = try beijing.act(as: "MAO ZEDONG", "statement", "sign", "1", expecting: 76)
        #expect(blank.errors.contains("blank"))
        try beijing.run(
            ["statement", "draft", "2", "--date", "1951-07-01T12:00:00Z"] + signatories + mao,
            input: "WE MEET AT KAESONG.\n")
        try beijing.act(as: "MAO ZEDONG", "statement", "sign", "2")
        try beijing.act(as: "MAO ZEDONG", "statement", "circulate", "2", "--to", "KIM IL SUNG@PYONGYANG")
        let early = try beijing.act(as: "MAO ZEDONG", "statement", "release", "2", expecting: 76)
        #expect(early.errors.contains("the signature of \"ARMY\" is missing"))
        #expect(try Files.tree(broadcast) == [])
        try network.exchangeUntilQuiet()
        try pyongyang.act(as: "KIM IL SUNG", "open", "--all")
        try pyongyang.act(as: "KIM IL SUNG", "statement", "sign", "2")
        try pyongyang.act(as: "KIM IL SUNG", "statement", "circulate", "2", "--to", "MAO ZEDONG@BEIJING")
        try network.exchangeUntilQuiet()
        try beijing.act(as: "MAO ZEDONG", "open", "--all")
        let list = try beijing.act(as: "MAO ZEDONG", "statement", "list", "--json").json()
        #expect(list.items.compactMap { $0["state"].text }.sorted() == ["complete", "open"])
        try beijing.act(as: "MAO ZEDONG", "statement", "release", "2")
        let verdict = try network.workspace.run(
            [
                Workspace.cable, "verify", broadcast + "/statement-2", "--keys",
                broadcast + "/statement-2/allowed_signers",
            ])
        #expect(verdict.output == "VALID\n", "\(verdict)")
        let raw = try beijing.act(as: "MAO ZEDONG", "statement", "show", "2", "--raw")
        #expect(try Files.read(broadcast + "/statement-2/statement-2.txt") == raw.bytes)
    }

    @Test("every --json output is JSON, also where there is nothing to show")
    func json() throws {
        let network = try Self.network()
        let moscow = try network["MOSCOW"]
        let plain = [
            "station show", "officer list", "card list", "card show BEIJING", "link list", "route list",
            "quarantine list",
            "inbox", "exchange", "register verify",
        ]
        let officers = ["drafts list", "list", "search nothing", "statement list", "book"]
        for round in 0..<2 {
            for command in plain {
                _ = try moscow.run(command.split(separator: " ").map(String.init) + ["--json"]).json()
            }
            for command in officers {
                let words = command.split(separator: " ").map(String.init)
                _ = try moscow.run(words + ["--json"] + TestStation.credentials("FILIPPOV")).json()
            }
            guard round == 0 else { break }
            try moscow.act(as: "FILIPPOV", "book", "MAO ZEDONG", "Chairman Mao")
            let number = try moscow.send(from: "FILIPPOV", to: "MAO ZEDONG@BEIJING", subject: "Text \"with\" quotes\\")
            _ = try moscow.run("trace", "\(number)", "--json").json()
            #expect(
                try moscow.act(as: "FILIPPOV", "show", "\(number)", "--json").json()["subject"].text
                    == "Text \"with\" quotes\\")
            #expect(try moscow.act(as: "FILIPPOV", "show", "\(number)").output.contains("Chairman Mao"))
        }
    }
}
