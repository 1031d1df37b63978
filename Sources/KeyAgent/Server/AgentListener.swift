import CKeyAgent
import Glibc

/// The agent's listening socket, and the lock that makes this process the only agent there.
///
/// The lock file `SOCKET.lock` stays locked as long as the agent lives and is never removed: whoever holds it knows
/// that a socket found there is a dead agent's.
struct AgentListener: ~Copyable {
    private let address: SocketAddress
    private let lock: FileDescriptor
    private let socket: FileDescriptor
    /// Tells our own socket file from one that somebody has put in its place.
    private let identity: FileIdentity

    /// Takes the lock and listens; nil where another agent holds the lock.
    static func claim(_ path: String) throws(KeyAgentError) -> AgentListener? {
        let address = try SocketAddress(path)
        try PrivateDirectory.verify(address.directory)
        let lock = try FileDescriptor(
            open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600), "open the agent's lock file")
        guard flock(lock.number, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw .system("lock the agent's lock file") }
            return nil
        }
        return try AgentListener(address, lock)
    }

    private init(_ address: SocketAddress, _ lock: consuming FileDescriptor) throws(KeyAgentError) {
        let socket = try SocketAddress.makeSocket()
        try Self.removeStaleSocket(address.path)
        // The umask of the agent would do, but the mode of this file must not depend on it.
        fchmod(socket.number, 0o600)
        let previous = umask(0o177)
        let bound = address.withPointer { bind(socket.number, $0, $1) }
        let failure = errno
        umask(previous)
        guard bound == 0 else { throw .system("bind the agent's socket", number: failure) }
        guard let identity = FileIdentity(address.path) else { throw .system("find the agent's socket") }
        guard listen(socket.number, CInt(AgentLimits.clients)) == 0 else {
            throw .system("listen on the agent's socket")
        }
        self.address = address
        self.lock = lock
        self.socket = socket
        self.identity = identity
    }

    deinit {
        // Before the lock is let go, lest we remove a successor's socket.
        if isReachable { unlink(address.path) }
    }

    /// Whether the socket file is still there and ours; otherwise no client can find us any more.
    var isReachable: Bool { FileIdentity(address.path) == identity }

    var interest: pollfd { pollfd(fd: socket.number, events: Int16(POLLIN), revents: 0) }

    /// The next waiting client; nil when there is none, or it has gone away again.
    func accept(deadline: BootTime) -> AgentClient? {
        guard let connection = try? FileDescriptor(key_agent_accept(socket.number), "accept a client") else {
            return nil
        }
        return AgentClient(connection, deadline: deadline)
    }

    /// Removes a socket that a dead agent has left, and nothing else.
    private static func removeStaleSocket(_ path: String) throws(KeyAgentError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw KeyAgentError(
                .badPath, "\(path) is in the way of the agent's socket", hint: "move it away: it is not ours")
        }
        guard unlink(path) == 0 else { throw .system("remove the socket of a dead agent") }
    }
}

/// Which file a path leads to.
struct FileIdentity: Equatable {
    let device: dev_t
    let inode: ino_t

    init?(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        device = status.st_dev
        inode = status.st_ino
    }
}
