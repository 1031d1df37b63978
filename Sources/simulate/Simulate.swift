import ArgumentParser
import Simulation

@main
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "run whole networks of stations through faults, one network for each seed",
        discussion: "examples: simulate --seeds 200; simulate --varied --seeds 20000")

    @Option(help: "how many seeds to run")
    var seeds: UInt64 = 200
    @Option(help: "the first seed")
    var first: UInt64 = 1
    @Option(help: "stations in each network")
    var stations = 50
    @Option(help: "telegrams written in each network")
    var telegrams = 2000
    @Option(help: "days by which everything must have come right; usually 120")
    var patience: Int64?
    @Flag(help: "let each seed draw its own size, storage and rates of faults")
    var varied = false
    @Option(help: "networks to run at the same time")
    var jobs = 2
    @Flag(help: "print a line for every seed")
    var verbose = false

    func validate() throws {
        guard seeds > 0, stations > 1, telegrams > 0, jobs > 0 else {
            throw ValidationError("there must be a seed, two stations, a telegram and a job at least")
        }
    }

    func run() async throws {
        var summary = Summary()
        await withTaskGroup(of: SimulationOutcome.self) { group in
            var next = first
            let end = first + seeds
            func begin() {
                guard next < end else { return }
                var simulation =
                    varied
                    ? Simulation.varied(seed: next)
                    : Simulation(seed: next, size: SimulationSize(stations: stations, telegrams: telegrams))
                if let patience { simulation.size.patience = patience }
                group.addTask { [simulation] in simulation.run() }
                next += 1
            }
            for _ in 0..<jobs { begin() }
            for await outcome in group {
                note(outcome, in: &summary)
                begin()
            }
        }
        print(summary)
        if summary.failures > 0 { throw ExitCode.failure }
    }

    private func note(_ outcome: SimulationOutcome, in summary: inout Summary) {
        summary.add(outcome)
        if let failure = outcome.failure {
            let isCut = !verbose && failure.count > 1000
            print(
                "seed \(outcome.seed) (\(outcome.size)) failed: \(failure.prefix(isCut ? 1000 : .max))\(isCut ? " ... (--verbose)" : "")"
            )
            let size = varied ? "--varied" : "--stations \(stations) --telegrams \(telegrams)"
            print("reproduce: simulate --first \(outcome.seed) --seeds 1 \(size)")
        } else if verbose {
            print("seed \(outcome.seed) (\(outcome.size)): \(outcome.statistics)")
        }
    }
}

/// All runs together.
private struct Summary: CustomStringConvertible {
    var runs = 0
    var failures = 0
    var statistics = SimulationStatistics()

    mutating func add(_ outcome: SimulationOutcome) {
        runs += 1
        if outcome.failure != nil { failures += 1 }
        statistics.add(outcome.statistics)
    }

    var description: String { "\(runs) seeds, \(failures) failed: \(statistics)" }
}
