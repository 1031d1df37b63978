import CKeyAgent
import Glibc

/// The process at the other end of a connected UNIX socket, as the kernel vouches for it.
struct Peer: Equatable {
    let user: uid_t
    let process: pid_t

    init(of socket: borrowing FileDescriptor) throws(KeyAgentError) {
        var user = uid_t()
        var process = pid_t()
        guard key_agent_peer(socket.number, &user, &process) == 0 else { throw .system("tell who is connected") }
        self.user = user
        self.process = process
    }

    /// Root is not let in either: it could take the memory anyway, but then it should know what it does.
    var isOurself: Bool { user == geteuid() }
}
