import Glibc

/// Runs a program found on the path, with files as standard streams, so that no pipe can fill up.
struct Command {
    /// What a finished program left.
    struct Result {
        let status: Int32
        let output: [UInt8]
        let errors: String

        var text: String { String(decoding: output, as: UTF8.self) }
        var succeeded: Bool { status == 0 }
    }

    struct CannotStart: Error {
        let program: String
        let code: Int32
    }

    let folder: TemporaryFolder
    var environment: [String: String] = [:]

    static func isInstalled(_ programs: String...) -> Bool {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        return programs.allSatisfy { program in
            path.split(separator: ":").contains { access("\($0)/\(program)", X_OK) == 0 }
        }
    }

    func run(_ arguments: String..., input: [UInt8] = []) throws -> Result {
        try run(arguments, input: input)
    }

    func run(_ arguments: [String], input: [UInt8] = []) throws -> Result {
        let name = folder.uniqueName()
        let files = ["in", "out", "err"].map { folder.path("\(name).\($0)") }
        try folder.write(input, to: "\(name).in")
        let child = try start(arguments, files: files)
        let status = child.wait()
        return Result(
            status: status, output: try folder.read("\(name).out"),
            errors: String(decoding: try folder.read("\(name).err"), as: UTF8.self))
    }

    /// Starts a program that goes on running.
    func start(_ arguments: String...) throws -> Child {
        let name = folder.uniqueName()
        return try start(arguments, files: ["/dev/null", folder.path("\(name).out"), folder.path("\(name).err")])
    }

    private func start(_ arguments: [String], files: [String]) throws -> Child {
        let program = arguments.first ?? ""
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, files[0], O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, files[1], O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, files[2], O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var attributes = Self.attributes()
        defer { posix_spawnattr_destroy(&attributes) }
        var pid: pid_t = 0
        let code = Self.withCStrings(arguments) { arguments in
            Self.withCStrings(variables) { posix_spawnp(&pid, program, &actions, &attributes, arguments, $0) }
        }
        guard code == 0 else { throw CannotStart(program: program, code: code) }
        return Child(pid: pid)
    }

    /// Lets the program be stopped: the threads tests run on block signals, and a child would inherit that.
    private static func attributes() -> posix_spawnattr_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        return attributes
    }

    private var variables: [String] {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        let fixed = ["PATH": path, "HOME": folder.path, "TZ": "UTC", "LC_ALL": "C"]
        return fixed.merging(environment) { $1 }.map { "\($0)=\($1)" }
    }

    private static func withCStrings<R>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
    ) -> R {
        let pointers = strings.map { strdup($0) }
        defer { pointers.forEach { free($0) } }
        return body(pointers + [nil])
    }
}

/// A program that is running.
struct Child {
    let pid: pid_t

    /// The exit status, or 128 and the signal that ended it.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
    }

    func stop() {
        kill(pid, SIGTERM)
        _ = wait()
    }
}
