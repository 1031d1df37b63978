import Glibc

/// Ends commands with SIGKILL at points that a seed chooses.
///
/// Where `strace` may be used, the point is a system call that changes or announces something, so that every boundary
/// between two durable steps is hit; elsewhere it is a moment. What is asserted afterwards never depends on the point.
struct KillPoints {
    private(set) var kills = 0
    private var generator: SeededGenerator
    private let workspace: Workspace
    private let usesSystemCalls: Bool
    /// Loading the program takes the first hundred calls.
    private static let first = 110
    private var last = 300

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
        if run.wasKilled { kills += 1 }
        return run.wasKilled
    }

    private mutating func killAtCall(_ station: TestStation, _ arguments: [String]) throws -> Run {
        // The last call that a command came to is about the last that the next one will come to.
        let point = Self.first + below(max(1, last - Self.first))
        let log = workspace.path("streams/calls-" + workspace.uniqueName())
        let tracer = [
            "strace", "-f", "-qq", "--seccomp-bpf", "-o", log, "-e", "trace=\(Self.calls)",
            "-e", "inject=\(Self.calls):signal=SIGKILL:when=\(point)",
        ]
        let run = try station.start(arguments, wrappedBy: tracer).wait()
        if !run.wasKilled {
            let lines = try Files.text(log).split(separator: "\n")
            let process = lines.first?.prefix { $0 != " " } ?? ""
            last = lines.count { $0.hasPrefix(process) }
        } else if point == last - 1 {
            last += 10
        }
        try Files.remove(log)
        return run
    }

    private mutating func killAtMoment(_ station: TestStation, _ arguments: [String]) throws -> Run {
        let moment = below(150_000)
        let program = try station.start(arguments)
        usleep(useconds_t(moment))
        program.kill(SIGKILL)
        return try program.wait()
    }
}
