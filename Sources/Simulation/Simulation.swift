import Glibc
import Relay

/// A run of a simulated network: the same for the same seed, on every machine.
package struct Simulation: Sendable {
    package var seed: UInt64
    package var size: SimulationSize
    package var rules: SimulationRules
    package var faults: SimulationFaults
    /// Whether the seed has drawn the size and the faults.
    package private(set) var isVaried = false

    package init(
        seed: UInt64, size: SimulationSize = SimulationSize(), rules: SimulationRules = SimulationRules(),
        faults: SimulationFaults = SimulationFaults()
    ) {
        self.seed = seed
        self.size = size
        self.rules = rules
        self.faults = faults
    }

    /// A network of a size, with room for storage and with faults that the seed draws too: small ones in which something
    /// is always wrong, large ones in which little is, and everything between.
    package static func varied(seed: UInt64) -> Simulation {
        var random = SplitMix(seed: ~seed)
        func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        /// As often between 10 and 100 as between 100 and 1,000.
        func drawScale(_ range: ClosedRange<Double>) -> Int {
            Int(exp(Double.random(in: log(range.lowerBound)...log(range.upperBound), using: &random)))
        }
        let stations = drawScale(2...50)
        var simulation = Simulation(seed: seed)
        simulation.isVaried = true
        simulation.size = SimulationSize(
            stations: stations, telegrams: stations * drawScale(4...60), days: Int64(draw(1...6)),
            room: drawScale(50...300))
        simulation.faults.crash = drawScale(100...10_000)
        simulation.faults.cut = drawScale(20...2_000)
        simulation.faults.file = drawScale(5...200)
        simulation.faults.corruption = drawScale(50...5_000)
        simulation.faults.misfortunes = draw(0...8)
        simulation.faults.restorations = drawScale(2...50)
        simulation.faults.hostile = draw(0...2) == 0 ? drawScale(3...20) : .max
        return simulation
    }

    package func run() -> SimulationOutcome {
        let world = World(seed: seed, size: size, rules: rules, faults: faults)
        world.run()
        return SimulationOutcome(
            simulation: self, failure: world.violation.map { "\($0.rule): \($0.detail)" },
            rule: world.violation?.rule,
            statistics: world.statistics)
    }
}

/// How a run ended.
package struct SimulationOutcome: Sendable {
    package var simulation: Simulation
    /// What went wrong, in words; nil where nothing did.
    package var failure: String?
    /// The rule that was broken.
    package var rule: String?
    package var statistics: SimulationStatistics
}
