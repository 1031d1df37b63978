import Relay
import Simulation
import Testing

@Suite struct SimulationTests {
    let small = SimulationSize(stations: 12, telegrams: 150)

    @Test(arguments: UInt64(1)...8)
    func smallNetworksComeRight(seed: UInt64) {
        let outcome = Simulation(seed: seed, size: small).run()
        #expect(outcome.failure == nil, "seed \(seed)")
    }

    @Test func aNetworkWithoutFaultsNeedsNoRepeats() {
        let outcome = Simulation(seed: 1, size: small, faults: .none).run()
        #expect(outcome.failure == nil)
        #expect(outcome.statistics.crashes == 0)
        #expect(outcome.statistics.lostFiles == 0)
    }

    @Test func aSeedIsTheSameEveryTime() {
        let first = Simulation(seed: 7, size: small).run()
        let second = Simulation(seed: 7, size: small).run()
        #expect(first.statistics == second.statistics)
        #expect(first.statistics != Simulation(seed: 8, size: small).run().statistics)
    }

    /// A simulation that cannot fail proves nothing: each rule is broken in turn, and must be missed.
    @Test(arguments: BrokenRule.allCases)
    func aBrokenRuleIsNoticed(_ broken: BrokenRule) {
        var rules = SimulationRules()
        broken.apply(&rules)
        let noticed = (UInt64(1)...20).lazy.compactMap { seed in
            Simulation(seed: seed, size: broken.size, rules: rules).run().rule
        }.first
        #expect(noticed.map(broken.expected.contains) ?? false, "noticed: \(noticed ?? "nothing")")
    }
}

enum BrokenRule: CaseIterable {
    case acknowledgesTooEarly, receiptsTooEarly, forgetsTooEarly, deliversRepetitions, dropsCircling, ignoresPrecedence
    case takesWithoutRoom, neverAsks, neverCompares, losesQueue, keepsSilentAboutExpiry

    func apply(_ rules: inout SimulationRules) {
        switch self {
        case .acknowledgesTooEarly: rules.acknowledgesAfterCommit = false
        case .receiptsTooEarly: rules.receiptsAfterCommit = false
        case .forgetsTooEarly: rules.keepsUntilAcknowledged = false
        case .deliversRepetitions: rules.dropsRepetitions = false
        case .dropsCircling: rules.takesBackCircling = false
        case .ignoresPrecedence: rules.respectsPrecedence = false
        case .takesWithoutRoom: rules.asksForRoom = false
        case .neverAsks: rules.asksForRepeats = false
        case .neverCompares: rules.comparesNumbers = false
        case .losesQueue: rules.reloadsQueue = false
        case .keepsSilentAboutExpiry: rules.tellsOfExpiry = false
        }
    }

    /// Rules of which the simulation may say that they are broken.
    var expected: [String] {
        switch self {
        case .acknowledgesTooEarly: ["acknowledged means durable"]
        case .receiptsTooEarly: ["no receipt before durability"]
        case .forgetsTooEarly, .dropsCircling: ["custody is never with nobody"]
        case .deliversRepetitions: ["nothing is delivered twice"]
        case .ignoresPrecedence: ["precedence is respected"]
        case .takesWithoutRoom: ["storage limits hold"]
        case .neverAsks, .neverCompares: ["everything comes right in the end"]
        case .losesQueue: ["the queue matches the disk"]
        case .keepsSilentAboutExpiry: ["expiry is told"]
        }
    }

    /// Where there is little room, it runs out; where nobody mends, one need not wait long.
    var size: SimulationSize {
        SimulationSize(stations: 12, telegrams: 150, patience: 30, room: self == .takesWithoutRoom ? 4 : 100)
    }
}
