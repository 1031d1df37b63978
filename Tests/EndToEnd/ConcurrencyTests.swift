import Testing

@Suite("Many commands at once")
struct ConcurrencyTests {
    @Test("many processes send at once: every telegram has a number of its own, none is skipped")
    func manySendAtOnce() throws {
        let (alpha, bravo, network) = try Network.pair()
        let count = 24
        let running = try (0..<count).map { index in
            try alpha.start(
                [
                    "write", "--to", "BEN@BRAVO", "--matter", "TEST", "--subject", "from process \(index)", "--text",
                    "x",
                    "--send", "--json",
                ] + TestStation.credentials("ANN"))
        }
        let numbers = try running.map { program in
            let run = try program.wait()
            try #require(run.code == 0, "\(run)")
            return try #require(run.json()[0]["number"].integer)
        }
        #expect(numbers.sorted() == Array(1...count))
        try alpha.expectIntactRegister()
        try network.exchangeUntilQuiet()
        try bravo.act(as: "BEN", "open", "--all")
        #expect(try bravo.receivedSubjects(as: "BEN").sorted() == (0..<count).map { "from process \($0)" }.sorted())
    }

    @Test("one draft sent by many processes at once is sent once")
    func oneDraftIsSentOnce() throws {
        let (alpha, _, _) = try Network.pair()
        try alpha.act(
            as: "ANN", "write", "--to", "BEN@BRAVO", "--matter", "TEST", "--subject", "once", "--text", "x")
        let running = try (0..<8).map { _ in try alpha.start(["send", "1"] + TestStation.credentials("ANN")) }
        let runs = try running.map { try $0.wait() }
        #expect(runs.filter { $0.code == 0 }.count == 1)
        for run in runs where run.code != 0 { #expect(run.code == 66, "\(run)") }
        #expect(try alpha.register(as: "ANN").count == 1)
        try alpha.expectIntactRegister()
    }

    @Test("stations exchange over one folder, several processes of each at once, and everything arrives once")
    func manyExchangeAtOnce() throws {
        let workspace = try Workspace()
        let members = ["ALPHA", "BRAVO", "CHARLIE"]
        let stations = try members.map { try TestStation.found($0, officers: ["CLERK"], in: workspace) }
        let network = Network(workspace: workspace, stations: stations)
        try network.exchangeCards()
        let folder = workspace.path("line-1")
        for station in stations {
            for other in stations where other.name != station.name {
                try station.run("link", "add", "to-\(other.name)", other.name, folder)
            }
        }
        var expected: [String: [String]] = [:]
        for round in 0..<3 {
            for station in stations {
                for other in stations where other.name != station.name {
                    let subject = "\(station.name) to \(other.name) \(round)"
                    try station.send(from: "CLERK", to: "CLERK@\(other.name)", subject: subject)
                    expected[other.name, default: []].append(subject)
                }
            }
            let running = try (0..<3).flatMap { _ in try stations.map { try $0.start(["exchange"]) } }
            for program in running {
                let run = try program.wait()
                #expect(run.code == 0, "\(run)")
            }
        }
        try network.exchangeUntilQuiet()
        for station in stations {
            try station.act(as: "CLERK", "open", "--all")
            #expect(try station.receivedSubjects(as: "CLERK").sorted() == expected[station.name]?.sorted())
            try station.expectIntactRegister()
            #expect(try station.run("quarantine", "list", "--json").json() == .array([]))
        }
        #expect(try network.leftOnLinks() == [])
    }
}
