import Glibc
import Station
import Telegrams

/// A socket that listens, until the last owner lets go of it.
///
/// The number never changes and is closed once, in `deinit`, so that it may be shared between threads.
final class ListeningSocket: Sendable {
    private let number: CInt

    /// Makes a socket, binds and listens; who connects before anybody serves has to wait.
    ///
    /// - Parameter bind: binds the socket that it is lent, and returns what the system call returned.
    init(_ family: CInt, place: String, bind: (CInt) throws -> CInt) throws {
        // Ours only when all has gone well: an object that is whole when it throws is closed by its `deinit` as well.
        let type = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let socket = socket(family, type, 0)
        guard socket >= 0 else { throw StationError.system("make a socket for \(place)") }
        do {
            guard try bind(socket) == 0, listen(socket, CInt(ControlLimits.connections)) == 0 else {
                throw StationError.system("listen on \(place)")
            }
        } catch {
            close(socket)
            throw error
        }
        number = socket
    }

    deinit { close(number) }

    /// Another descriptor of the same socket, which belongs to the caller.
    func duplicate() throws -> CInt {
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw StationError.system("use a socket") }
        return copy
    }

    /// The port that the system gave it; nil for a socket that has none.
    var port: UInt16? {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &size) }
        }
        // Both families of IP addresses have the port in the same place (RFC 3493, section 3.3).
        guard result == 0, [AF_INET, AF_INET6].contains(CInt(address.sin_family)) else { return nil }
        return UInt16(bigEndian: address.sin_port)
    }
}

extension StationError {
    /// A system call that failed, with the reason that the system gives; to be made before `errno` changes.
    static func system(_ action: String, number: CInt = errno, hint: Wording? = nil) -> StationError {
        StationError(.unavailable, "cannot \(action): \(String(cString: strerror(number)))", hint: hint)
    }
}
