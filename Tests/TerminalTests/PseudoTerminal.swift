import Glibc
import Testing

/// A terminal without a screen, with the host program of the tests asking at it.
final class PseudoTerminal {
    let host: pid_t
    private let screen: CInt
    /// Kept open, because a screen whose terminal nobody has open gives an error instead of waiting.
    private let terminal: CInt
    private let results: CInt
    private var status: CInt?

    /// Starts the host program with a mode, as leader of a session whose terminal this is.
    init(_ mode: String) throws {
        var (screen, terminal): (CInt, CInt) = (-1, -1)
        var name = [CChar](repeating: 0, count: 128)
        var pipeEnds: [CInt] = [-1, -1]
        guard openpty(&screen, &terminal, &name, nil, nil) == 0, pipe(&pipeEnds) == 0 else { throw Failure() }
        defer { close(pipeEnds[1]) }
        for descriptor in [screen, terminal] + pipeEnds { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        let path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        host = try Self.spawn([path, mode], output: pipeEnds[1])
        self.screen = screen
        self.terminal = terminal
        results = pipeEnds[0]
    }

    deinit {
        for descriptor in [screen, terminal, results] { close(descriptor) }
        if status == nil {
            kill(host, SIGKILL)
            var ignored: CInt = 0
            waitpid(host, &ignored, 0)
        }
    }

    struct Failure: Error {}

    /// What a person would see, until the text appears.
    @discardableResult
    func waitFor(_ text: String) throws -> String {
        try Self.read(screen, until: text)
    }

    /// The next line that the host printed on standard output.
    func result() throws -> String {
        String(try Self.read(results, until: "\n").dropLast())
    }

    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(screen, bytes, bytes.count)
    }

    /// Whether the terminal shows what is typed.
    var isEchoing: Bool {
        var mode = termios()
        tcgetattr(screen, &mode)
        return mode.c_lflag & tcflag_t(ECHO) != 0
    }

    /// The wait status of the host once it has ended; nil where it has not within ten seconds.
    func end() -> CInt? {
        var ended: CInt = 0
        for _ in 0..<1000 where status == nil {
            if waitpid(host, &ended, WNOHANG) == host { status = ended } else { poll(nil, 0, 10) }
        }
        return status
    }

    private static func spawn(_ arguments: [String], output: CInt) throws -> pid_t {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO)
        var attributes = try Self.attributes()
        defer { posix_spawnattr_destroy(&attributes) }
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = max(0, readlink("/proc/self/exe", &buffer, buffer.count))
        let bytes = buffer.prefix(count).map { UInt8(bitPattern: $0) }
        let directory = bytes.prefix((bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)
        let program = String(decoding: directory, as: UTF8.self) + "TerminalHost"
        let words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var process = pid_t()
        // A runtime that reports crashes catches SIGQUIT, and the tests are about what happens where nobody does.
        let environment = [strdup("SWIFT_BACKTRACE=enable=no"), nil]
        defer { free(environment[0]) }
        guard posix_spawn(&process, program, &files, &attributes, words, environment) == 0 else { throw Failure() }
        return process
    }

    /// The threads that tests run on block signals, which the host must not inherit.
    private static func attributes() throws -> posix_spawnattr_t {
        var attributes = posix_spawnattr_t()
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_init(&attributes)
        posix_spawnattr_setsigmask(&attributes, &none)
        guard posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK)) == 0 else { throw Failure() }
        return attributes
    }

    /// Reads byte by byte until the text appears; ten seconds of silence mean that it never will.
    private static func read(_ descriptor: CInt, until text: String) throws -> String {
        var bytes: [UInt8] = []
        let end = Array(text.utf8)
        while bytes.suffix(end.count) != end[...] {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            var byte: UInt8 = 0
            guard poll(&entry, 1, 10_000) == 1, Glibc.read(descriptor, &byte, 1) == 1 else {
                Issue.record("no '\(text)' after '\(String(decoding: bytes, as: UTF8.self))'")
                throw Failure()
            }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
