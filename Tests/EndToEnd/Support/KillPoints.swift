import Glibc

/// Ends commands with SIGKILL at points that a seed chooses.
///
/// Where `strace` may be used, the point is a system call that changes or announces something, so that every boundary
/// between two durable steps is hit; elsewhere it is a moment. What is asserted afterwards never depends on the point.
struct KillPoints {
    private(set) var kills = 0
    private(set) var attempts = 0
    private var generator: SeededGenerator
    private let workspace: Workspace
    private let usesSystemCalls: Bool
    /// The calls of each command when it last got through, in their order, after those that load the program.
    private var profiles: [String: [String]] = [:]
    /// How many calls of each name load the program.
    private var skipped: [String: [String: Int]] = [:]

    init(_ purpose: String, in workspace: Workspace) {
        self.workspace = workspace
        generator = SeededGenerator.announced("kill -9 during \(purpose)")
        usesSystemCalls = Self.isTracingPermitted(workspace)
    }

    private static let calls =
        "openat,write,pwrite64,fsync,fdatasync,renameat,renameat2,rename,unlink,unlinkat,ftruncate,mkdir,mkdirat,fcntl,flock,close"

    private static func isTracingPermitted(_ workspace: Workspace) -> Bool {
        (try? workspace.run(["strace", "-f", "-qq", "-e", "trace=write", "/bin/true"]))?.code == 0
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

    /// Runs a command of a station and kills it somewhere; it may also get through unharmed.
    ///
    /// - Returns: whether it was killed.
    @discardableResult
    mutating func kill(_ station: TestStation, _ arguments: [String]) throws -> Bool {
        let run = try usesSystemCalls ? killAtCall(station, arguments) : killAtMoment(station, arguments)
        guard run.wasKilled || run.code == 0 else { throw Unexpected("neither killed nor done: \(run)") }
        attempts += 1
        if run.wasKilled { kills += 1 }
        guard attempts < 200 || kills > attempts / 10 else {
            throw Unexpected("\(attempts) attempts, and only \(kills) kills")
        }
        return run.wasKilled
    }

    private mutating func killAtCall(_ station: TestStation, _ arguments: [String]) throws -> Run {
        let command = arguments.first ?? ""
        let log = workspace.path("streams/calls-" + workspace.uniqueName())
        var tracer = ["strace", "-f", "-qq", "-o", log, "-e", "trace=" + Self.calls]
        // Now and then it gets through, and shows anew how much there is to do: what was learnt from an idle run would kill
        // a busy one always before its end.
        if let known = profiles[command], !known.isEmpty, below(8) > 0 {
            let point = below(known.count)
            let ordinal =
                known[...point].count { $0 == known[point] } + skipped[command, default: [:]][known[point], default: 0]
            tracer += ["-e", "inject=\(known[point]):signal=SIGKILL:when=\(ordinal)"]
        }
        let run = try station.start(arguments, wrappedBy: tracer).wait()
        if !run.wasKilled { try learn(command, from: log) }
        try Files.remove(log)
        return run
    }

    /// Learns from a run that got through which calls a command makes once the program is loaded.
    private mutating func learn(_ command: String, from log: String) throws {
        let lines = try Files.text(log).split(separator: "\n")
        let process = lines.first?.prefix { $0 != " " } ?? ""
        let own = lines.filter { $0.hasPrefix(process + " ") && !$0.contains(" resumed>") }
        let names = own.map { String($0.dropFirst(process.count).drop { $0 == " " }.prefix { $0 != "(" }) }
        let beginning = own.firstIndex { $0.contains("station.db") } ?? 0
        profiles[command] = Array(names[beginning...])
        skipped[command] = names[..<beginning].reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    private mutating func killAtMoment(_ station: TestStation, _ arguments: [String]) throws -> Run {
        let moment = below(150_000)
        let program = try station.start(arguments)
        usleep(useconds_t(moment))
        program.kill(SIGKILL)
        return try program.wait()
    }
}
