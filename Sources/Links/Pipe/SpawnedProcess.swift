import Glibc
import Synchronization

/// Held while a pipe is made and while a command is started: a pipe is inherited until it is marked otherwise, and then
/// its other end would never be seen to close.
let noPipeIsBeingMade = Mutex(())

/// posix_spawn of a shell command.
enum SpawnedProcess {
    /// - Returns: The process number, which is that of its group as well.
    static func start(
        _ command: ShellCommand, input: Int32, output: Int32?, errors: Int32
    ) throws(CommandNotStarted) -> pid_t {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO)
        if let output {
            posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&files, errors, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        setSignals(&attributes)
        return try spawn(command, &files, &attributes)
    }

    /// A group of its own, so that all of it can be ended; and no signal ignored or blocked because we do.
    private static func setSignals(_ attributes: inout posix_spawnattr_t) {
        var all = sigset_t()
        sigfillset(&all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }

    private static func spawn(
        _ command: ShellCommand, _ files: inout posix_spawn_file_actions_t, _ attributes: inout posix_spawnattr_t
    ) throws(CommandNotStarted) -> pid_t {
        var number: pid_t = 0
        let arguments = CStrings(["/bin/sh", "-c", command.line])
        let environment = CStrings(command.environment)
        let failure = noPipeIsBeingMade.withLock { _ in
            posix_spawn(&number, "/bin/sh", &files, &attributes, arguments.pointers, environment.pointers)
        }
        guard failure == 0 else { throw CommandNotStarted(reason: systemError(failure)) }
        return number
    }
}

/// Strings in C's form, with a null pointer at the end; freed when the owner lets go.
private final class CStrings {
    private(set) var pointers: [UnsafeMutablePointer<CChar>?]

    init(_ strings: [String]) { pointers = strings.map { strdup($0) } + [nil] }

    deinit { for pointer in pointers { free(pointer) } }
}
