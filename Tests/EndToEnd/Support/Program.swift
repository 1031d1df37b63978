import FoundationEssentials
import Glibc

/// What a finished program left behind.
struct Run: CustomStringConvertible {
    var arguments: [String]
    /// The exit code, or 128 and the signal that ended it.
    var code: Int32
    var bytes: [UInt8]
    var errors: String

    var output: String { String(decoding: bytes, as: UTF8.self) }
    var lines: [String] { output.split(separator: "\n").map(String.init) }
    var wasKilled: Bool { code == 128 + SIGKILL }

    /// Standard output read as JSON.
    func json() throws -> JSON {
        do {
            return try JSONDecoder().decode(JSON.self, from: Data(bytes))
        } catch {
            throw Unexpected("not JSON: \(self)")
        }
    }

    var description: String {
        "\(arguments.joined(separator: " ")) ended with \(code)\n--- output\n\(output)--- errors\n\(errors)---"
    }
}

/// A program that is running.
struct RunningProgram {
    let pid: pid_t
    let arguments: [String]
    fileprivate let streams: String

    /// What it has written to standard error so far.
    var errors: String { get throws { try Files.text(streams + ".err") } }

    func kill(_ signal: Int32) { Glibc.kill(pid, signal) }

    func wait() throws -> Run {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let code = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
        return Run(
            arguments: arguments, code: code, bytes: try Files.read(streams + ".out"),
            errors: try Files.text(streams + ".err"))
    }
}

extension Workspace {
    /// Environment of every program: nothing of the developer's own.
    var environment: [String: String] {
        let clock =
            daysAhead == 0
            ? [:] : ["LD_PRELOAD": Self.built("libShiftedClock.so"), "SHIFTED_CLOCK": "\(daysAhead * 86_400)"]
        return clock.merging(surroundings) { $1 }
    }

    private var surroundings: [String: String] {
        [
            "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": path, "XDG_RUNTIME_DIR": runtimeFolder,
            "CABLEGRAM_STATE": path("state"), "LC_ALL": "C.UTF-8",
        ]
    }

    /// The program under test, which the build has put beside the tests.
    static let cable = built("cable")

    private static func built(_ name: String) -> String {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return tests.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/" + name
    }

    /// Starts a program with files as standard streams, so that no pipe can fill up; descriptor 3 is the passphrase file.
    ///
    /// - Parameter terminal: a descriptor in place of the files for standard output and error.
    func start(
        _ arguments: [String], input: [UInt8] = [], environment extra: [String: String] = [:],
        passphrase: String? = nil, terminal: Int32? = nil
    ) throws -> RunningProgram {
        let streams = path("streams/" + uniqueName())
        try Files.write(input, to: streams + ".in")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let create = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 0, streams + ".in", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, streams + ".out", create, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, streams + ".err", create, 0o600)
        for stream in terminal == nil ? [] : [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_adddup2(&actions, terminal ?? -1, stream)
        }
        posix_spawn_file_actions_addopen(&actions, 3, passphrase ?? passphraseFile, O_RDONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads that tests run on block signals, and a child would inherit that.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let variables = environment.merging(extra) { $1 }.map { "\($0)=\($1)" }
        var pid: pid_t = 0
        let program = arguments.first ?? ""
        let code = withCStrings(arguments) { arguments in
            withCStrings(variables) { posix_spawnp(&pid, program, &actions, &attributes, arguments, $0) }
        }
        guard code == 0 else { throw Unexpected("cannot start \(arguments.first ?? "nothing"): errno \(code)") }
        return RunningProgram(pid: pid, arguments: arguments, streams: streams)
    }

    func run(_ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]) throws -> Run {
        try start(arguments, input: input, environment: environment).wait()
    }

    private func withCStrings<R>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R) -> R {
        let pointers = strings.map { strdup($0) }
        defer { pointers.forEach { free($0) } }
        return body(pointers + [nil])
    }
}
