import Glibc
import NIOCore
import Station

/// A TCP address for health and metrics: `127.0.0.1:9464`, `[::1]:9464`.
package struct ControlAddress: Sendable, Equatable, CustomStringConvertible {
    package let host: String
    package let port: UInt16

    /// Reads an IP address and a port.
    ///
    /// - Parameter allowingOthers: whether other machines may reach the address; else it must be a loopback address.
    /// - Throws: `StationError`, `.invalid` for anything else than an address, `.refused` for one that others reach.
    package init(_ text: String, allowingOthers: Bool = false) throws {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw Self.malformed(text)
        }
        host = Self.withoutBrackets(text[..<colon])
        self.port = port
        guard let isLoopback = Self.isLoopback(host) else { throw Self.malformed(text) }
        guard isLoopback || allowingOthers else {
            throw StationError(
                .refused, "other machines could ask for metrics at \(host)",
                hint: "use 127.0.0.1 or [::1]; metrics tell an observer when you have traffic")
        }
    }

    package var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// Listens there.
    func listen() throws -> ListeningSocket {
        let address = try SocketAddress(ipAddress: host, port: Int(port))
        let family: CInt = host.contains(":") ? AF_INET6 : AF_INET
        return try ListeningSocket(family, place: description) { number in
            var one: CInt = 1
            setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<CInt>.size))
            return address.withSockAddr { bind(number, $0, socklen_t($1)) }
        }
    }

    private static func withoutBrackets(_ text: Substring) -> String {
        guard text.hasPrefix("["), text.hasSuffix("]"), text.contains(":") else {
            // An IPv6 address without brackets would leave open where the port begins.
            return text.contains(":") ? "" : String(text)
        }
        return String(text.dropFirst().dropLast())
    }

    /// 127.0.0.0/8 (RFC 1122, section 3.2.1.3) and ::1 (RFC 4291, section 2.5.3); nil where it is no IP address.
    private static func isLoopback(_ host: String) -> Bool? {
        switch try? SocketAddress(ipAddress: host, port: 0) {
        case .v4(let address): UInt32(bigEndian: address.address.sin_addr.s_addr) >> 24 == 127
        case .v6(let address):
            withUnsafeBytes(of: address.address.sin6_addr) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 }
        default: nil
        }
    }

    private static func malformed(_ text: String) -> StationError {
        StationError(
            .invalid, "'\(text)' is no address for metrics", hint: "write an IP address and a port: 127.0.0.1:9464")
    }
}
