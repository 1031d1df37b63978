import Testing

@Suite("a clock that is wrong")
struct ClockTests {
    /// What `status --check` prints, by kind.
    private func concerns(_ station: TestStation, expecting code: Int32 = 78) throws -> [String] {
        try station.run("status", "--check", "--json", expecting: code).json().items.compactMap { $0["kind"].text }
    }

    private func unlock(_ station: TestStation, _ officer: String) throws -> Run {
        let run = try station.act(as: officer, "unlock")
        try station.run("lock")
        return run
    }

    @Test("an unlock and an exchange sixty days ahead make and destroy no key, and the station says what to do")
    func ahead() throws {
        let (alpha, bravo, network) = try Network.pair()
        let workspace = network.workspace
        try network.exchangeUntilQuiet()
        try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "Under way")
        try alpha.exchange()
        let keys = try Files.tree(bravo.home).filter { $0.hasSuffix(".key") }

        workspace.daysAhead = 60
        #expect(try unlock(bravo, "BEN").errors.contains("cable station clock"))
        // By this clock the keys of others have ended; that is told too.
        _ = try bravo.start(["exchange"]).wait()
        #expect(try concerns(bravo) == ["clock"])
        let clock = try bravo.run("station", "clock", "--json").json()
        #expect(clock["is_believed"] == .bool(false))
        #expect(clock["may_make_keys"] == .bool(false))
        let refused = try bravo.act(as: "BEN", "officer", "renew", expecting: 76)
        #expect(refused.errors.contains("hint: set it right, or confirm it with 'cable station clock --confirm'"))
        try bravo.run(
            "officer", "add", "CAL", "--work-factor", "10", "--passphrase-fd", "3", expecting: 76)

        workspace.daysAhead = 0
        #expect(try Files.tree(bravo.home).filter { $0.hasSuffix(".key") } == keys)
        #expect(try concerns(bravo, expecting: 0).isEmpty)
        _ = try unlock(bravo, "BEN")
        try bravo.run("officer", "add", "CAL", "--work-factor", "10", "--passphrase-fd", "3")
        try network.exchangeUntilQuiet()
        #expect(try bravo.run(["open", "--all"] + TestStation.credentials("BEN")).output.contains("Under way"))
    }

    @Test("a clock that was confirmed by mistake is told of in inbox and status, and everything heals")
    func confirmedByMistake() throws {
        let (alpha, bravo, network) = try Network.pair()
        try network.exchangeUntilQuiet()
        network.workspace.daysAhead = 60
        #expect(try bravo.run("station", "clock", "--confirm").output.contains("is believed"))
        _ = try unlock(bravo, "BEN")
        network.workspace.daysAhead = 0

        let inbox = try bravo.run("inbox", "--as", "BEN")
        #expect(inbox.output.contains("BEN has no receiving key before"))
        #expect(inbox.output.contains("'cable unlock --as BEN' makes a new one"))
        #expect(
            try bravo.run("status").output.contains("a receiving key of BEN was destroyed by a clock that was ahead"))
        #expect(Set(try concerns(bravo)) == ["clock", "keys"])

        _ = try unlock(bravo, "BEN")
        try network.exchangeUntilQuiet()
        try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "Healed")
        try network.exchangeUntilQuiet()
        #expect(try bravo.run(["open", "--all"] + TestStation.credentials("BEN")).output.contains("Healed"))
    }
}
