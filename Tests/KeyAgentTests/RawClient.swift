import Glibc

@testable import KeyAgent

/// A connection to the agent that can break every rule of the protocol.
struct RawClient: ~Copyable {
    private let socket: FileDescriptor

    init(_ path: String) throws {
        let socket = try SocketAddress.makeSocket()
        let address = try SocketAddress(path)
        let isConnected = try eventually {
            if address.withPointer({ connect(socket.number, $0, $1) }) == 0 { return true }
            // EAGAIN: the agent has not got round to those before us.
            guard errno == EAGAIN else { throw KeyAgentError.system("connect") }
            return false
        }
        guard isConnected else { throw KeyAgentError.timedOut }
        self.socket = socket
    }

    func send(_ bytes: [UInt8]) {
        _ = Glibc.send(socket.number, bytes, bytes.count, CInt(MSG_NOSIGNAL))
    }

    func finishSending() {
        shutdown(socket.number, CInt(SHUT_WR))
    }

    /// Whether the agent has closed the connection.
    func hasEnded() -> Bool {
        var byte: UInt8 = 0
        return recv(socket.number, &byte, 1, 0) == 0
    }

    /// Everything until the agent closes the connection.
    func readToEnd() -> [UInt8] {
        let deadline = BootTime.now() + .seconds(20)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while waitUntilReady(socket.number, for: POLLIN, deadline: deadline) {
            let count = recv(socket.number, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        return bytes
    }
}
