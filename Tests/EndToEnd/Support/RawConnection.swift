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

    var port: Int { Int(in_port_t(bigEndian: address.sin_port)) }

    func with<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        var copy = self
        return copy.update { body($0, $1) }
    }

    mutating func update<R>(_ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> R) -> R {
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

extension Workspace {
    /// A port on the loopback interface that nobody uses now.
    func freePort() throws -> Int {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = LoopbackAddress(0)
        let isBound = address.with { bind(socket, $0, $1) } == 0
        let isTold = address.update { pointer, size in
            var size = size
            return getsockname(socket, pointer, &size) == 0
        }
        guard isBound, isTold else { throw Unexpected("no free port: errno \(errno)") }
        return address.port
    }
}
