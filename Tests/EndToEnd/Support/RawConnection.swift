import Glibc

/// A connection over TCP on the loopback interface, by which anything may be said.
final class RawConnection: Sendable {
    private let socket: Int32

    init(_ port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw Unexpected("no socket: errno \(errno)") }
        let connected = LoopbackAddress(port).with { connect(socket, $0, $1) }
        guard connected == 0 else { throw Unexpected("no connection to port \(port): errno \(errno)") }
    }

    deinit { close(socket) }

    /// Sends as much as the other side lets us.
    func send(_ bytes: [UInt8]) { _ = Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }
}

/// 127.0.0.1 with a port.
struct LoopbackAddress {
    private var address = sockaddr_in()

    init(_ port: Int) {
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    }

    func with<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

extension Workspace {
    /// A port on the loopback interface that nobody uses now.
    ///
    /// It is below those that the system gives to outgoing connections, and so stays free while nobody listens.
    func freePort() throws -> Int {
        for _ in 0..<1000 {
            let port = Int.random(in: 20_000..<32_000)
            let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(socket) }
            if LoopbackAddress(port).with({ bind(socket, $0, $1) }) == 0 { return port }
        }
        throw Unexpected("no free port: errno \(errno)")
    }
}
