import Glibc

/// One connection of a client to the agent; every step ends at the deadline.
struct ClientConnection: ~Copyable {
    private let socket: FileDescriptor
    private let deadline: BootTime

    /// Connects; nil where nobody listens.
    ///
    /// - Throws: `.foreignAgent` where somebody else does.
    static func open(_ path: String, deadline: BootTime) throws(KeyAgentError) -> ClientConnection? {
        let address = try SocketAddress(path)
        let socket = try SocketAddress.makeSocket()
        guard try connect(socket, address, deadline) else { return nil }
        guard try Peer(of: socket).isOurself else {
            throw KeyAgentError(
                .foreignAgent, "the key agent at \(path) runs as another user",
                hint: "do not unlock keys here before you know whose it is")
        }
        return ClientConnection(socket: socket, deadline: deadline)
    }

    init(socket: consuming FileDescriptor, deadline: BootTime) {
        self.socket = socket
        self.deadline = deadline
    }

    /// False where nobody listens.
    private static func connect(
        _ socket: borrowing FileDescriptor, _ address: SocketAddress, _ deadline: BootTime
    ) throws(KeyAgentError) -> Bool {
        repeat {
            if address.withPointer({ Glibc.connect(socket.number, $0, $1) }) == 0 { return true }
            switch errno {
            case ENOENT, ECONNREFUSED, ENOTDIR: return false
            // The agent is there but has not got round to those before us.
            case EAGAIN, EINTR: continue
            default: throw .system("connect to the key agent")
            }
        } while pauseBeforeRetry(deadline: deadline)
        throw .timedOut
    }

    /// Sends everything; false where the agent has stopped listening, which does not mean that it has not answered.
    func send(_ bytes: UnsafeRawBufferPointer) throws(KeyAgentError) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = Glibc.send(socket.number, part.baseAddress, part.count, CInt(MSG_NOSIGNAL))
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EPIPE || errno == ECONNRESET {
                return false
            } else {
                try waitAfterFailure(POLLOUT)
            }
        }
        return true
    }

    func send(_ bytes: [UInt8]) throws(KeyAgentError) -> Bool {
        try bytes.withUnsafeBufferPointer { pointer throws(KeyAgentError) in
            try send(UnsafeRawBufferPointer(pointer))
        }
    }

    /// So many bytes; nil where the agent closed the connection before the first.
    func receive(count: Int) throws(KeyAgentError) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        let isFilled = try bytes.withUnsafeMutableBufferPointer { pointer throws(KeyAgentError) in
            try receive(into: UnsafeMutableRawBufferPointer(pointer))
        }
        return isFilled ? bytes : nil
    }

    /// Fills the buffer; false where the agent closed the connection before the first byte.
    func receive(into buffer: UnsafeMutableRawBufferPointer) throws(KeyAgentError) -> Bool {
        var filled = 0
        while filled < buffer.count {
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let count = recv(socket.number, room.baseAddress, room.count, 0)
            if count > 0 {
                filled += count
            } else if count == 0 || errno == ECONNRESET {
                guard filled == 0 else { throw .badReply }
                return false
            } else {
                try waitAfterFailure(POLLIN)
            }
        }
        return true
    }

    private func waitAfterFailure(_ events: CInt) throws(KeyAgentError) {
        guard errno == EAGAIN || errno == EINTR else { throw .system("talk to the key agent") }
        guard waitUntilReady(socket.number, for: events, deadline: deadline) else { throw .timedOut }
    }

    /// The process that listens.
    var process: pid_t {
        get throws(KeyAgentError) { try Peer(of: socket).process }
    }
}

extension KeyAgentError {
    static var timedOut: KeyAgentError {
        KeyAgentError(.timedOut, "the key agent does not answer", hint: "end it with `cable lock`, or kill its process")
    }

    static var badReply: KeyAgentError {
        KeyAgentError(.badReply, "the key agent gave an answer that makes no sense", hint: "end it and unlock again")
    }
}
