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

    // MARK: Older copies

    @Test func registersThatWerePutBackComeRight() {
        var faults = SimulationFaults()
        faults.restorations = 2
        let outcomes = (UInt64(1)...6).map { Simulation(seed: $0, size: small, faults: faults).run() }
        for outcome in outcomes { #expect(outcome.failure == nil, "seed \(outcome.simulation.seed)") }
        var all = SimulationStatistics()
        for outcome in outcomes { all.add(outcome.statistics) }
        #expect(all.restorations > 12)
        #expect(all.incarnations > 0)
        #expect(all.twoCopies > 0, "copies that are alive at the same time are noticed")
        #expect(all.claims > 0, "who does not know that his copy is older is told")
    }

    // MARK: Hostile stations

    @Test(arguments: UInt64(1)...2)
    func honestStationsLoseNothingToHostileOnes(seed: UInt64) {
        var faults = SimulationFaults()
        faults.hostile = 5
        let outcome = Simulation(seed: seed, size: small, faults: faults).run()
        #expect(outcome.failure == nil, "seed \(seed)")
        #expect(outcome.statistics.hostileBundles > 100)
    }

    @Test func aNetworkWithoutFaultsLosesNothingToHostileStations() {
        var faults = SimulationFaults.none
        faults.hostile = 4
        for seed in UInt64(1)...2 {
            let outcome = Simulation(seed: seed, size: small, faults: faults).run()
            #expect(outcome.failure == nil, "seed \(seed)")
        }
    }
}
