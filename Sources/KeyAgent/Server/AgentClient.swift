import Glibc

/// A connected client of the agent: its socket, its exchange, and how long it may still take.
final class AgentClient {
    let deadline: BootTime
    private let socket: FileDescriptor
    private var exchange = AgentExchange()
    private var isBroken = false

    init(_ socket: consuming FileDescriptor, deadline: BootTime) {
        self.deadline = deadline
        // A peer whom the kernel cannot name is nobody we know.
        let isPermitted = (try? Peer(of: socket))?.isOurself ?? false
        self.socket = socket
        if !isPermitted { exchange.refuse(.notPermitted) }
    }

    /// Whether there is nothing more to do for this client.
    var isFinished: Bool { isBroken || exchange.isDone }

    /// What to wait for.
    var interest: pollfd {
        pollfd(fd: socket.number, events: Int16(exchange.isReplying ? POLLOUT : POLLIN), revents: 0)
    }

    /// Reads or writes as much as is possible without waiting.
    func proceed(with state: inout AgentState, at now: BootTime) {
        var isBlocked = false
        while !isFinished && !isBlocked {
            if exchange.isReplying {
                exchange.send { bytes in
                    transferred(
                        Glibc.send(socket.number, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL)), &isBlocked)
                }
            } else {
                exchange.receive { room in
                    transferred(recv(socket.number, room.baseAddress, room.count, 0), &isBlocked)
                }
                exchange.answer(from: &state, at: now)
            }
        }
    }

    /// Turns the result of a system call into a number of bytes, and notes the end of the connection.
    private func transferred(_ result: Int, _ isBlocked: inout Bool) -> Int {
        if result > 0 { return result }
        if result < 0 && (errno == EAGAIN || errno == EINTR) {
            isBlocked = errno == EAGAIN
        } else {
            isBroken = true
        }
        return 0
    }
}
