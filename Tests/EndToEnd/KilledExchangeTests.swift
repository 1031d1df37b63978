import Testing

@Suite("exchange, killed anywhere")
struct KilledExchangeTests {
    static let kills = 70
    static let quarantineKills = 10

    @Test("nothing is lost, delivered twice or left behind, at the ends and on the way")
    func exchangeMovesEverythingOnce() throws {
        let network = try Network.chain(
            [("ALPHA", ["ANN"]), ("BRAVO", ["BEN"]), ("CHARLIE", ["CYR"])], in: Workspace())
        let (alpha, charlie) = (try network["ALPHA"], try network["CHARLIE"])
        try network.exchangeUntilQuiet()
        let inventories = try network.stations.map { try HomeInventory($0) }
        let map = try network.workspace.write((0..<90_000).map { UInt8(truncatingIfNeeded: $0 * 31) }, to: "map.bin")
        var points = KillPoints("exchange", in: network.workspace)
        var (outward, homeward, enclosures) = ([String](), [String](), 0)
        while points.kills < Self.kills {
            let encloses = outward.count.isMultiple(of: 8)
            outward.append("outward \(outward.count)")
            try alpha.send(
                from: "ANN", to: "CYR@CHARLIE", subject: outward.last ?? "", more: encloses ? ["--enclose", map] : [])
            if encloses { enclosures += 1 }
            if outward.count.isMultiple(of: 3) {
                homeward.append("homeward \(homeward.count)")
                try charlie.send(from: "CYR", to: "ANN@ALPHA", subject: homeward.last ?? "")
            }
            for _ in 0..<3 { try points.kill(network.stations[points.below(3)], ["exchange"]) }
        }
        print("exchange was killed \(points.kills) times in \(points.attempts)")
        try network.exchangeUntilQuiet()
        try charlie.act(as: "CYR", "open", "--all")
        try alpha.act(as: "ANN", "open", "--all")
        try network.exchangeUntilQuiet()
        #expect(try charlie.receivedSubjects(as: "CYR").sorted() == outward.sorted())
        #expect(try alpha.receivedSubjects(as: "ANN").sorted() == homeward.sorted())
        try expectOpened(outward.count, at: alpha)
        try expectRest(network, inventories, enclosures: [enclosures, 0, enclosures])
        try expectEnclosures(enclosures, equal: map, at: charlie)
    }

    @Test("what is set aside is listed once, with its bytes, and nothing is set aside unlisted")
    func quarantineIsComplete() throws {
        let (alpha, bravo, network) = try Network.pair()
        try network.exchangeUntilQuiet()
        var points = KillPoints("the setting aside of damaged items", in: network.workspace)
        var items: [String] = []
        while points.kills < Self.quarantineKills {
            items.append("junk \(items.count).bundle")
            try network.workspace.write("junk", to: "line-1/BRAVO/" + (items.last ?? ""))
            while try !Files.names(in: network.workspace.path("line-1/BRAVO")).filter({ $0.hasPrefix("junk") }).isEmpty
            {
                try points.kill(bravo, ["exchange"])
            }
        }
        try network.exchangeUntilQuiet()
        let records = try bravo.run("quarantine", "list", "--json").json().items
        #expect(records.compactMap { $0["item"].text }.sorted() == items.sorted())
        for record in records { try bravo.run("quarantine", "remove", "\(record["id"].integer ?? 0)") }
        #expect(try Files.tree(bravo.home + "/quarantine") == [])
        #expect(try network.leftOnLinks() == [])
        try alpha.expectIntactRegister()
    }

    /// The sender knows that everything was opened.
    private func expectOpened(_ count: Int, at station: TestStation) throws {
        let sent = try station.register(as: "ANN").filter { $0["direction"].text == "out" }
        #expect(sent.map { $0["addressees"][0]["state"].text } == Array(repeating: "opened", count: count))
    }

    private func expectRest(_ network: Network, _ inventories: [HomeInventory], enclosures: [Int]) throws {
        #expect(try network.leftOnLinks() == [])
        for (index, station) in network.stations.enumerated() {
            try station.expectIntactRegister()
            try inventories[index].expectNothingNew(but: enclosures[index])
            let inbox = try station.run("inbox", "--json").json()
            #expect(inbox["gaps"].items == [])
            #expect(inbox["quarantined"].items == [])
            #expect(inbox["outgoing"].integer == 0)
        }
    }

    private func expectEnclosures(_ count: Int, equal file: String, at station: TestStation) throws {
        let original = try Files.read(file)
        var found = 0
        for row in try station.register(as: "CYR") where row["direction"].text == "in" {
            let number = "\(row["number"].integer ?? 0)"
            guard try !station.act(as: "CYR", "show", number, "--json").json()["enclosures"].items.isEmpty else {
                continue
            }
            let target = station.workspace.path("saved-\(number)")
            try station.act(as: "CYR", "save", number, "map.bin", "--output", target)
            #expect(try Files.read(target) == original)
            found += 1
        }
        #expect(found == count)
    }
}
