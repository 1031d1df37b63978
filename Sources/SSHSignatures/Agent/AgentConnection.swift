import Glibc

/// One connection to an agent's Unix socket; the only place in this library that does input and output.
struct AgentConnection: ~Copyable {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// Connects to the socket at `path`.
    static func open(path: String, timeout: Int) throws(AgentError) -> AgentConnection {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw unreachable(path, errno) }
        let connection = AgentConnection(descriptor: descriptor)
        connection.setTimeout(timeout)
        try connection.connect(to: path)
        return connection
    }

    deinit { close(descriptor) }

    /// Sends one message and waits for its answer (draft-miller-ssh-agent, section 3).
    func exchange(_ message: [UInt8]) throws(AgentError) -> [UInt8] {
        var packet: [UInt8] = []
        packet.appendString(message)
        try send(packet)
        let size = try receive(4).reduce(0) { $0 << 8 | Int($1) }
        guard (1...AgentMessages.longestReply).contains(size) else {
            throw AgentError(.malformedReply, "the ssh-agent announced a reply of \(size) bytes")
        }
        return try receive(size)
    }

    private func connect(to path: String) throws(AgentError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { field in
            guard bytes.count < field.count, !bytes.contains(0) else { return false }
            field.copyBytes(from: bytes)
            return true
        }
        guard fits else { throw Self.unreachable(path, ENAMETOOLONG) }
        let result = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw Self.unreachable(path, errno) }
    }

    private func setTimeout(_ seconds: Int) {
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    }

    private func send(_ packet: [UInt8]) throws(AgentError) {
        var rest = packet[...]
        while !rest.isEmpty {
            // An agent that hangs up must not end this process with SIGPIPE.
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard try advances(count) else { continue }
            rest = rest.dropFirst(count)
        }
    }

    private func receive(_ size: Int) throws(AgentError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size)
        var filled = 0
        while filled < size {
            let count = bytes.withUnsafeMutableBytes {
                let rest = UnsafeMutableRawBufferPointer(rebasing: $0[filled...])
                return recv(descriptor, rest.baseAddress, rest.count, 0)
            }
            guard try advances(count) else { continue }
            filled += count
        }
        return bytes
    }

    /// Whether a call moved bytes; false if a signal interrupted it.
    private func advances(_ count: Int) throws(AgentError) -> Bool {
        if count > 0 { return true }
        if count < 0, errno == EINTR { return false }
        let reason = count == 0 ? "hung up" : errno == EAGAIN ? "did not answer in time" : "cannot be reached any more"
        throw AgentError(.noAnswer, "the ssh-agent \(reason)")
    }

    private static func unreachable(_ path: String, _ code: Int32) -> AgentError {
        AgentError(
            .unreachable, "no ssh-agent answers at \(path): \(String(cString: strerror(code)))",
            hint: "start one with ssh-agent and check SSH_AUTH_SOCK")
    }
}
