import ArgumentParser
import Simulation

@main
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "run whole networks of stations through faults, one network for each seed",
        discussion: "examples: simulate --seeds 200; simulate --varied --seeds 20000; simulate --broken-rules")

    @Option(help: "how many seeds to run")
    var seeds: UInt64 = 200
    @Option(help: "the first seed")
    var first: UInt64 = 1
    @Option(help: "stations in each network")
    var stations = 50
    @Option(help: "telegrams written in each network")
    var telegrams = 2000
    @Flag(help: "let each seed draw its own size, storage and rates of faults")
    var varied = false
    @Flag(help: "let one station in five be hostile")
    var hostile = false
    @Option(help: "storage of each station, in per cent of what is usual")
    var room: Int?
    @Flag(help: "run the seeds that have failed before, and no others")
    var onceFailed = false
    @Flag(help: "break each rule of the stations in turn, and see that it is noticed")
    var brokenRules = false
    @Option(help: "networks to run at the same time")
    var jobs = 2
    @Flag(help: "print a line for every seed")
    var verbose = false

    func validate() throws {
        guard seeds > 0, stations > 1, telegrams > 0, jobs > 0, room ?? 1 > 0 else {
            throw ValidationError("there must be a seed, two stations, a telegram, a job and some room at least")
        }
    }

    func run() async throws {
        if brokenRules { return try breakRules() }
        var summary = Summary()
        var waiting = simulations[...]
        await withTaskGroup(of: SimulationOutcome.self) { group in
            func begin() {
                guard let simulation = waiting.popFirst() else { return }
                group.addTask { simulation.run() }
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

    private func breakRules() throws {
        var unnoticed = 0
        for broken in BrokenRule.allCases {
            let rule = broken.notice()
            let isNoticed = rule.map(broken.expected.contains) ?? false
            if !isNoticed { unnoticed += 1 }
            print("\(broken.rawValue): \(isNoticed ? "noticed" : "NOT NOTICED"): \(rule ?? "nothing failed")")
        }
        print("\(BrokenRule.allCases.count) rules broken, \(unnoticed) not noticed")
        if unnoticed > 0 { throw ExitCode.failure }
    }

    private var simulations: [Simulation] {
        if onceFailed { return Simulation.onceFailed }
        let size = SimulationSize(stations: stations, telegrams: telegrams)
        return (0..<seeds).map { offset in
            let seed = first &+ offset
            var simulation = varied ? Simulation.varied(seed: seed) : Simulation(seed: seed, size: size)
            if let room { simulation.size.room = room }
            if hostile { simulation.faults.hostile = 5 }
            return simulation
        }
    }

    private func note(_ outcome: SimulationOutcome, in summary: inout Summary) {
        summary.add(outcome)
        let simulation = outcome.simulation
        let title = "seed \(simulation.seed) (\(simulation.size))"
        if let failure = outcome.failure {
            let size = "--stations \(simulation.size.stations) --telegrams \(simulation.size.telegrams)"
            let kind = (simulation.isVaried ? "--varied" : size) + (hostile ? " --hostile" : "")
            print("\(title) failed: \(verbose ? failure : shortened(failure))")
            print("reproduce: simulate --first \(simulation.seed) --seeds 1 \(kind) --room \(simulation.size.room)")
        } else if verbose {
            print("\(title): \(outcome.statistics)")
        }
    }

    /// What every station holds back can fill pages.
    private func shortened(_ text: String) -> String {
        text.count <= 1000 ? text : text.prefix(1000) + " ... (all of it with --verbose)"
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
