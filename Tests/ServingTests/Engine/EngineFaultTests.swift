import Links
import Relay
import StationSupport
import Telegrams
import Testing

@testable import Serving
@testable import Traffic

/// Whatever goes wrong at whatever step, nothing is lost, nothing comes twice, and the engine goes on.
@Suite("the engine, whatever fails") struct EngineFaultTests {
    let pair: EnginePair

    init() throws {
        pair = try EnginePair()
    }

    /// Telegrams in both directions, one of them urgent.
    private func write() throws {
        try pair.moscow.send("Routine", from: "FILIPPOV", to: ["MAO@BEIJING"])
        try pair.moscow.send("Flash", from: "FILIPPOV", to: ["MAO@BEIJING"], precedence: .flash)
        try pair.beijing.send("Answer", from: "MAO", to: ["FILIPPOV@MOSCOW"])
    }

    private func expectDelivered(_ rounds: Int, _ comment: Comment) async throws {
        #expect(try pair.beijing.waiting().count == 2 * rounds, comment)
        #expect(try pair.moscow.waiting().count == rounds, comment)
        for engine in pair.engines {
            #expect(await engine.failing == [], comment)
            #expect(await engine.currentTrouble() == nil, comment)
            #expect(await engine.held == [], comment)
        }
    }

    @Test("a session fails at every step in every way", arguments: Wire.Fault.allCases)
    func everyStep(fault: Wire.Fault) async throws {
        try #require(await pair.runUntilQuiet())
        pair.steps.count = 0
        try write()
        try #require(await pair.runUntilQuiet())
        let steps = pair.steps.count
        try #require((8...40).contains(steps))
        for step in 1...steps + 2 {
            pair.steps.count = 0
            pair.steps.fault = (step, fault)
            try write()
            if fault.holds {
                for _ in 0..<20 { try await pair.round() }
                // What this session would never take is offered again to the next.
                pair.cut()
            }
            try #require(await pair.runUntilQuiet(), "\(fault) at step \(step)")
            try await expectDelivered(step + 1, "\(fault) at step \(step)")
        }
        for station in [pair.moscow, pair.beijing] { try station.requireGoodRegister() }
    }

    @Test("what the other side refuses for good, or never takes, is held with the reason, and told once")
    func held() async throws {
        try #require(await pair.runUntilQuiet())
        pair.largest = 2_000
        pair.cut()
        try write()
        for _ in 0..<30 { try await pair.round() }
        #expect(try pair.moscow.waiting().count == 1, "the other direction is not concerned")
        let held = await pair.first.held
        #expect(Set(held.flatMap(\.reasons)) == [.tooLarge("wire", limit: 2_000)])
        let status = try await pair.first.status()
        #expect(status.held.count >= 2)
        #expect(!status.held.contains { !$0.isStuck })
        #expect(pair.log.count(of: "does not take bundles as large as ours") == 1)
        pair.steps.count = 0
        for _ in 0..<30 { try await pair.round() }
        #expect(pair.steps.count == 0, "nothing is tried again and again")
        pair.largest = 17 << 20
        pair.cut()
        try #require(await pair.runUntilQuiet())
        try await expectDelivered(1, "a new session takes them")
    }

    @Test("a side that never has room has the link made anew, and the operator is told once")
    func refusalsWithoutEnd() async throws {
        try #require(await pair.runUntilQuiet())
        pair.steps.refusesAll = true
        try pair.moscow.send("Flash", from: "FILIPPOV", to: ["MAO@BEIJING"], precedence: .flash)
        for _ in 0..<200 { try await pair.round() }
        #expect(await pair.first.failing == [.handingOver(link: "wire")])
        #expect(pair.log.count(of: "puts off whatever it is offered") == 1)
        #expect(pair.log.count(of: "info session over") >= 2)
        #expect(await pair.first.currentTrouble() == nil)
        pair.steps.refusesAll = false
        try #require(await pair.runUntilQuiet())
        #expect(try pair.beijing.waiting().count == 1)
        #expect(await pair.first.failing == [])
    }

    @Test("a side that is alive and does not answer is given up, and the operator is told once")
    func silence() async throws {
        try #require(await pair.runUntilQuiet())
        pair.steps.count = 0
        pair.steps.fault = (1, .swallowed)
        try pair.moscow.send("Flash", from: "FILIPPOV", to: ["MAO@BEIJING"], precedence: .flash)
        try #require(await pair.runUntilQuiet())
        #expect(try pair.beijing.waiting().count == 1)
        #expect(pair.log.count(of: "warning a duty fails") == 1)
        #expect(pair.log.count(of: "notice works again") == 1)
    }

    @Test("while the register cannot be read nothing is acknowledged, health says so, and then all goes on")
    func unreadable() async throws {
        try #require(await pair.runUntilQuiet())
        try write()
        let taken = await pair.first.counts.taken
        try Sabotage.execute("ALTER TABLE card RENAME TO card_away", at: pair.moscow)
        for _ in 0..<10 { try await pair.round() }
        let engine = pair.first
        let answers = ControlAnswers(
            status: { try await engine.status() }, trouble: { await engine.currentTrouble() }, wake: {})
        let health = await answers.reply(to: ControlRequest(method: "GET", path: "/health"), from: .machine)
        #expect(health.status == 503)
        #expect(await engine.failing.contains(.settling))
        #expect(await engine.counts.taken == taken)
        try Sabotage.execute("ALTER TABLE card_away RENAME TO card", at: pair.moscow)
        try #require(await pair.runUntilQuiet())
        try await expectDelivered(1, "it works again")
        #expect(await answers.reply(to: ControlRequest(method: "GET", path: "/health"), from: .machine).status == 200)
    }

    @Test("what another process has handed over is not listed as waiting")
    func handedOverElsewhere() async throws {
        try #require(await pair.runUntilQuiet())
        pair.wireCount = 0
        pair.cut()
        try await pair.round()
        try write()
        try await pair.round()
        let beside = try pair.engine(of: pair.moscow)
        let served = pair.first
        #expect(try await served.status().queues.map(\.count).reduce(0, +) == 2)
        pair.engines[0] = beside
        pair.wireCount = 1
        try #require(await pair.runUntilQuiet())
        #expect(try pair.beijing.waiting().count == 2)
        #expect(try await served.status().queues.map(\.count).reduce(0, +) == 0)
    }

    @Test("the process ends at every step, as by a crash, and another begins")
    func everyCrash() async throws {
        try #require(await pair.runUntilQuiet())
        for rounds in 1...12 {
            try write()
            for _ in 0..<rounds % 6 { try await pair.round(seconds: 1) }
            try pair.restart()
            try #require(await pair.runUntilQuiet(), "after \(rounds % 6) rounds")
            try await expectDelivered(rounds, "after \(rounds % 6) rounds")
        }
        for station in [pair.moscow, pair.beijing] { try station.requireGoodRegister() }
    }

    @Test("a write to the register fails, whichever it is, and heals by itself when it is mended")
    func everyWrite() async throws {
        try #require(await pair.runUntilQuiet())
        var rounds = 0
        for sabotage in try Sabotage.all(at: pair.moscow) {
            try sabotage.begin(at: pair.moscow)
            // What is written while the register fails may fail itself; what is asked of the engine is the rest.
            try pair.beijing.send("Answer", from: "MAO", to: ["FILIPPOV@MOSCOW"])
            for _ in 0..<8 { try await pair.round() }
            try Sabotage.end(at: pair.moscow)
            try pair.moscow.send("Routine", from: "FILIPPOV", to: ["MAO@BEIJING"])
            try pair.moscow.send("Flash", from: "FILIPPOV", to: ["MAO@BEIJING"], precedence: .flash)
            rounds += 1
            try #require(await pair.runUntilQuiet(), "\(sabotage)")
            try await expectDelivered(rounds, "\(sabotage)")
        }
        for station in [pair.moscow, pair.beijing] { try station.requireGoodRegister() }
    }
}

extension Wire.Fault {
    /// Whether the session goes on and takes something no more.
    fileprivate var holds: Bool { self == .refusedForGood || self == .tooLarge }
}
