import CKeyAgent
import Glibc

/// What the agent does to its own process before it takes a secret.
enum ProcessShield {
    /// Closes the ways by which memory leaves a process: core dumps, `/proc/PID/mem`, tracing, and swap space.
    ///
    /// - Throws: `.memoryNotLocked` where a secret of full size could not be kept out of swap space.
    static func raise() throws(KeyAgentError) {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        guard setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0 else {
            throw .system("forbid core dumps")
        }
        guard key_agent_forbid_dumps() == 0 else { throw .system("forbid memory dumps") }
        try proveThatMemoryLocks()
    }

    /// Leaves the terminal, the session and the folder that the agent was started in.
    static func detach() {
        umask(0o077)
        // Fails for the leader of a session, which is what the launcher has made of us.
        _ = setsid()
        _ = chdir("/")
        signal(SIGPIPE, SIG_IGN)
    }

    /// Points standard input, output and error to `/dev/null`.
    static func silence() throws(KeyAgentError) {
        let null = try FileDescriptor(open("/dev/null", O_RDWR | O_CLOEXEC), "open /dev/null")
        for standard in STDIN_FILENO...STDERR_FILENO where dup2(null.number, standard) < 0 {
            throw .system("redirect to /dev/null")
        }
    }

    /// A store needs the received request and the secret at once.
    private static func proveThatMemoryLocks() throws(KeyAgentError) {
        let request = try LockedSecret(count: RequestKind.store.bodySize.upperBound, locking: .required)
        let secret = try LockedSecret(count: AgentLimits.secretSize.upperBound, locking: .required)
        _ = (request.isLocked, secret.isLocked)
    }
}
