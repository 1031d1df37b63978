import Glibc

/// Tells the service manager how a service stands: the protocol of sd_notify(3), one datagram for each message.
///
/// Nothing depends on its success; a manager that does not listen any more is no reason to stop.
package struct ServiceManager: Sendable {
    /// An absolute path, or a name in the abstract namespace, which begins with `@`.
    private let socketName: String

    /// - Parameter socketName: the value of `NOTIFY_SOCKET`.
    /// - Returns: nil where it is none that this protocol knows on Linux.
    package init?(socketName: String?) {
        guard let socketName, let first = socketName.utf8.first, socketName.utf8.count > 1,
            first == UInt8(ascii: "/") || first == UInt8(ascii: "@"), !socketName.utf8.contains(0),
            socketName.utf8.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path)
        else { return nil }
        self.socketName = socketName
    }

    /// The service does its work now.
    @discardableResult
    package func ready(_ status: String) -> Bool {
        send(["READY=1", "STATUS=\(oneLine(status))"])
    }

    /// The service reads its settings again; `ready` says when it has.
    @discardableResult
    package func reloading() -> Bool {
        send(["RELOADING=1", "MONOTONIC_USEC=\(Self.monotonicMicroseconds())"])
    }

    @discardableResult
    package func stopping() -> Bool {
        send(["STOPPING=1"])
    }

    /// A line for `systemctl status`.
    @discardableResult
    package func status(_ line: String) -> Bool {
        send(["STATUS=\(oneLine(line))"])
    }

    /// The service is alive.
    @discardableResult
    package func alive() -> Bool {
        send(["WATCHDOG=1"])
    }

    /// A line feed would begin another assignment.
    private func oneLine(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    }

    /// False where nobody takes the message.
    private func send(_ assignments: [String]) -> Bool {
        let number = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { return false }
        defer { close(number) }
        let message = Array(assignments.joined(separator: "\n").utf8)
        var (address, size) = address
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(number, message, message.count, CInt(MSG_NOSIGNAL), $0, size) == message.count
            }
        }
    }

    /// unix(7): an abstract name begins with a zero and ends with the address.
    private var address: (sockaddr_un, socklen_t) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let isAbstract = socketName.hasPrefix("@")
        let name = isAbstract ? [0] + socketName.utf8.dropFirst() : Array(socketName.utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        return (address, socklen_t(start + name.count + (isAbstract ? 0 : 1)))
    }

    private static func monotonicMicroseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
