import Testing

@Suite("What goes wrong on a folder link")
struct DamagedItemTests {
    /// What somebody, or a failing stick, does to the one item in BRAVO's subfolder.
    enum Damage: String, CaseIterable {
        case truncated, bitFlipped, empty, junkAppended
    }

    @Test(
        "a damaged item is quarantined and named, its sender told, and a repeat delivers it once",
        arguments: Damage.allCases)
    func damagedItemIsRepeated(damage: Damage) throws {
        let (alpha, bravo, network) = try Network.pair()
        try network.exchangeUntilQuiet()
        try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "the only one")
        try alpha.exchange()
        let item = try #require(Self.items(for: bravo).first)
        try Self.apply(damage, to: Self.folder(of: bravo) + "/" + item)

        let report = try bravo.exchange()
        #expect(report["received"].items == [])
        #expect(report["quarantined"][0].text?.hasPrefix("\"\(item)\": ") == true)
        let kept = try bravo.run("quarantine", "list", "--json").json()
        #expect(kept[0]["item"].text == item)
        #expect(kept[0]["reason"].text?.isEmpty == false)
        #expect(try bravo.run("inbox").output.contains("1 damaged item in quarantine"))

        try network.exchangeUntilQuiet()
        let trace = try alpha.run("trace", "ALPHA/\(alpha.lastSent(by: "ANN"))")
        #expect(trace.output.contains("damaged at BRAVO"))
        try bravo.act(as: "BEN", "open", "--all")
        #expect(try bravo.receivedSubjects(as: "BEN") == ["the only one"])
        let id = "\(try #require(kept[0]["id"].integer))"
        try bravo.run("quarantine", "retry", id, expecting: 65)
        try bravo.run("quarantine", "remove", id)
        #expect(try bravo.run("quarantine", "list").output == "the quarantine is empty\n")
        #expect(try Files.tree(bravo.home + "/quarantine") == [])
        #expect(try network.leftOnLinks() == [])
    }

    @Test("an item that is there twice, or under another name, is delivered once")
    func copiesAreDeliveredOnce() throws {
        let (alpha, bravo, network) = try Network.pair()
        try network.exchangeUntilQuiet()
        for subject in ["copied", "renamed"] { try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: subject) }
        try alpha.exchange()
        let items = try Self.items(for: bravo)
        try #require(items.count == 2)
        let folder = Self.folder(of: bravo)
        try Files.copy("\(folder)/\(items[0])", to: "\(folder)/copy of it.bundle")
        try Files.write(Files.read("\(folder)/\(items[0])"), to: "\(folder)/\(items[0]) (1)")
        try Files.copy("\(folder)/\(items[1])", to: "\(folder)/another-name")
        try Files.remove("\(folder)/\(items[1])")
        let report = try bravo.exchange()
        #expect(report["duplicates"].integer == 2)
        try network.exchangeUntilQuiet()
        try bravo.act(as: "BEN", "open", "--all")
        #expect(try bravo.receivedSubjects(as: "BEN").sorted() == ["copied", "renamed"])
        #expect(try bravo.run("quarantine", "list", "--json").json() == .array([]))
    }

    @Test("an item that vanished is missed when the next one comes, and a repeat is asked for")
    func lostItemIsRepeated() throws {
        let (alpha, bravo, network) = try Network.pair()
        try network.exchangeUntilQuiet()
        try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "lost")
        try alpha.exchange()
        for item in try Self.items(for: bravo) { try Files.remove(Self.folder(of: bravo) + "/" + item) }
        try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "next")
        try alpha.exchange()
        try bravo.exchange()
        #expect(try bravo.run("inbox").output.contains("missing: channel No."))
        try network.exchangeUntilQuiet()
        #expect(try !bravo.run("inbox").output.contains("missing"))
        try bravo.act(as: "BEN", "open", "--all")
        #expect(try bravo.receivedSubjects(as: "BEN").sorted() == ["lost", "next"])
    }

    @Test("what is no bundle at all is quarantined; what file managers leave is let alone")
    func strangeThingsAreQuarantined() throws {
        let (_, bravo, network) = try Network.pair()
        try network.exchangeUntilQuiet()
        let folder = Self.folder(of: bravo)
        try Files.write(Array("dear sir".utf8), to: folder + "/letter.txt")
        try Files.write([], to: folder + "/.DS_Store")
        let report = try bravo.exchange()
        #expect(report["quarantined"].items.count == 1)
        #expect(try Files.names(in: folder) == [".DS_Store"])
        #expect(try Files.text(bravo.home + "/quarantine/letter.txt") == "dear sir")
    }

    @Test("items are thrown away by number, by link and by age, and nothing without being named")
    func itemsAreThrownAway() throws {
        let (_, bravo, network) = try Network.pair()
        try network.exchangeUntilQuiet()
        for number in 1...6 {
            try Files.write(Array("garbage".utf8), to: Self.folder(of: bravo) + "/\(number).txt")
        }
        try bravo.exchange()
        func ids(_ more: String...) throws -> [Int] {
            try bravo.run(["quarantine", "list", "--json"] + more).json().items.compactMap { $0["id"].integer }
        }
        #expect(try ids() == [6, 5, 4, 3, 2, 1])
        let link = try #require(try bravo.run("quarantine", "list", "--json").json()[0]["link"].text)
        #expect(try ids("--limit", "2", "--before", "4") == [3, 2])
        #expect(try ids("--link", link, "--older-than", "1h").isEmpty)
        #expect(try ids("--from", "ALPHA").isEmpty)
        try bravo.run("quarantine", "remove", expecting: 64)
        try bravo.run("quarantine", "remove", "--all", "--link", link, expecting: 64)
        try bravo.run("quarantine", "remove", "5-3", expecting: 64)
        try bravo.run("quarantine", "remove", "1", "3-4", "9-20")
        #expect(try ids() == [6, 5, 2])
        try bravo.run("quarantine", "remove", "2-5", "--link", link)
        #expect(try ids() == [6])
        try bravo.run("quarantine", "remove", "--all")
        #expect(try bravo.run("quarantine", "list").output == "the quarantine is empty\n")
        #expect(try Files.tree(bravo.home + "/quarantine") == [])
    }

    private static func folder(of station: TestStation) -> String { station.workspace.path("line-1/\(station.name)") }

    private static func items(for station: TestStation) throws -> [String] {
        try Files.names(in: folder(of: station)).filter { !$0.hasPrefix(".") }
    }

    private static func apply(_ damage: Damage, to file: String) throws {
        var bytes = try Files.read(file)
        switch damage {
        case .truncated: bytes.removeLast(bytes.count / 3)
        case .bitFlipped: bytes[bytes.count / 2] ^= 0x10
        case .empty: bytes = []
        case .junkAppended: bytes += Array("junk".utf8)
        }
        try Files.write(bytes, to: file)
    }
}

extension TestStation {
    /// The number of the newest telegram that the station itself has sent.
    func lastSent(by officer: String) throws -> Int {
        try #require(try register(as: officer).first { $0["direction"].text == "out" }?["number"].integer)
    }
}
