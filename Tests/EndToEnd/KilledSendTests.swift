import Testing

@Suite("send, killed anywhere")
struct KilledSendTests {
    static let kills = 70

    @Test("a draft is either still there or sent, never both and never neither")
    func sendIsAllOrNothing() throws {
        let (alpha, bravo, network) = try Network.pair()
        let inventory = try HomeInventory(alpha)
        let map = try network.workspace.write([UInt8](repeating: 7, count: 70_000), to: "map.bin")
        var points = KillPoints("send", in: network.workspace)
        var written: [String] = []
        while points.kills < Self.kills {
            let subject = "draft \(written.count)"
            let enclosure = written.count.isMultiple(of: 6) ? ["--enclose", map] : []
            try write(subject, enclosure: enclosure, at: alpha)
            written.append(subject)
            try points.kill(alpha, ["send", "--all"] + TestStation.credentials("ANN"))
            try expectEachOnce(written, at: alpha)
            if written.count.isMultiple(of: 10) { try network.exchangeUntilQuiet() }
        }
        print("send was killed \(points.kills) times in \(points.attempts)")
        try alpha.act(as: "ANN", "send", "--all")
        try network.exchangeUntilQuiet()
        try bravo.act(as: "BEN", "open", "--all")
        #expect(try bravo.receivedSubjects(as: "BEN").sorted() == written.sorted())
        for station in network.stations { try station.expectIntactRegister() }
        #expect(try network.leftOnLinks() == [])
        let enclosures = written.indices.filter { $0.isMultiple(of: 6) }.count
        try inventory.expectNothingNew(but: enclosures)
    }

    private func write(_ subject: String, enclosure: [String], at station: TestStation) throws {
        let arguments = ["write", "--to", "BEN@BRAVO", "--matter", "TEST", "--subject", subject, "--text", "The text."]
        try station.run(arguments + enclosure + TestStation.credentials("ANN"))
    }

    private func expectEachOnce(_ written: [String], at station: TestStation) throws {
        let drafts = try station.act(as: "ANN", "drafts", "list", "--json").json().items.compactMap {
            $0["subject"].text
        }
        let sent = try station.register(as: "ANN").compactMap { $0["subject"].text }
        #expect((drafts + sent).sorted() == written.sorted())
    }
}
