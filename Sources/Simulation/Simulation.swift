/// A run of a simulated network: the same for the same seed, on every machine.
package struct Simulation: Sendable {
    package var seed: UInt64
    package var size: SimulationSize
    package var rules: SimulationRules
    package var faults: SimulationFaults

    package init(
        seed: UInt64, size: SimulationSize = SimulationSize(), rules: SimulationRules = SimulationRules(),
        faults: SimulationFaults = SimulationFaults()
    ) {
        self.seed = seed
        self.size = size
        self.rules = rules
        self.faults = faults
    }

    package func run() -> SimulationOutcome {
        let world = World(seed: seed, size: size, rules: rules, faults: faults)
        world.run()
        return SimulationOutcome(
            seed: seed, failure: world.violation.map { "\($0.rule): \($0.detail)" }, rule: world.violation?.rule,
            statistics: world.statistics)
    }
}

/// How a run ended.
package struct SimulationOutcome: Sendable {
    package var seed: UInt64
    /// What went wrong, in words; nil where nothing did.
    package var failure: String?
    /// The rule that was broken.
    package var rule: String?
    package var statistics: SimulationStatistics
}
