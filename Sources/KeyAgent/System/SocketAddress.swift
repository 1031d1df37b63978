import Glibc

/// The address of a UNIX socket: an absolute path of at most 107 bytes (unix(7)).
struct SocketAddress {
    let path: String
    private var address = sockaddr_un()

    init(_ path: String) throws(KeyAgentError) {
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        let bytes = Array(path.utf8)
        guard bytes.first == UInt8(ascii: "/"), !bytes.contains(0) else {
            throw KeyAgentError(.badPath, "the agent's socket must be an absolute path, not '\(path)'")
        }
        guard bytes.count < capacity else {
            throw KeyAgentError(
                .badPath, "the path of the agent's socket has \(bytes.count) bytes, and \(capacity - 1) are allowed",
                hint: "use a runtime directory with a shorter path")
        }
        self.path = path
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    }

    /// The directory that the socket is in.
    var directory: String {
        let end = path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex
        return end == path.startIndex ? "/" : String(path[..<end])
    }

    func withPointer(_ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// A new non-blocking stream socket, not yet bound or connected.
    static func makeSocket() throws(KeyAgentError) -> FileDescriptor {
        let type = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        return try FileDescriptor(socket(AF_UNIX, CInt(type), 0), "make a socket")
    }
}
