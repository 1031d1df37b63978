import Glibc
import KeyAgent

// Runs the key agent as a process of its own for the tests.
//
//     AgentHost --socket PATH [--ready-fd N] [--grace MS] [--client MS] [--inspection MS] [--uid N] [--memlock BYTES]
//     AgentHost --die

/// The options as pairs; each takes one value.
func readOptions() -> [String: String] {
    let words = Array(CommandLine.arguments.dropFirst())
    return stride(from: 0, to: words.count - 1, by: 2).reduce(into: [:]) { $0[words[$1]] = words[$1 + 1] }
}

func number(_ name: String) -> Int? {
    options[name].flatMap { Int($0) }
}

/// Becomes another user for good, and starts the program anew, so that nothing of the change is left but the user.
func becomeUser(_ user: uid_t) -> Never {
    guard setgroups(0, nil) == 0, setgid(user) == 0, setuid(user) == 0 else { exit(3) }
    let words = CommandLine.arguments.filter { $0 != "--uid" && $0 != String(user) }.map { strdup($0) } + [nil]
    execv("/proc/self/exe", words)
    exit(4)
}

if CommandLine.arguments.contains("--die") { exit(5) }
let options = readOptions()
if let limit = number("--memlock") {
    var limits = rlimit(rlim_cur: rlim_t(limit), rlim_max: rlim_t(limit))
    guard setrlimit(__rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue), &limits) == 0 else { exit(2) }
}
if let user = number("--uid") { becomeUser(uid_t(user)) }

var times = AgentTimes()
if let grace = number("--grace") { times.grace = .milliseconds(grace) }
if let client = number("--client") { times.client = .milliseconds(client) }
if let inspection = number("--inspection") { times.inspection = .milliseconds(inspection) }
let server = KeyAgentServer(
    socket: options["--socket"] ?? "", readyDescriptor: number("--ready-fd").map(CInt.init), times: times)
do {
    try server.run()
} catch {
    exit(1)
}
