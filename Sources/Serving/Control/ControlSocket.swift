import Glibc
import Station

/// The control socket of the one process that serves a station.
///
/// The lock file `serve.lock` stays locked as long as that process lives and is never removed: whoever holds it knows
/// that a socket found there was left by a dead process.
package final class ControlSocket: Sendable {
    let listening: ListeningSocket
    private let place: SocketPlace
    private let lock: CInt
    /// Our own socket file, so that no other is removed in its stead.
    private let file: FileNumber?

    /// Makes this process the one that serves the station, until the value is dropped.
    ///
    /// - Parameter folder: the station's folder.
    /// - Throws: `StationError`: `.refused` where another process serves it, `.unavailable` where the system refuses.
    package init(folder: String) throws {
        place = try SocketPlace(folder: folder)
        lock = try Self.takeLock(in: place)
        do {
            listening = try Self.listen(at: place)
        } catch {
            close(lock)
            throw error
        }
        file = place.file
    }

    deinit {
        // Before the lock is let go, lest a successor's socket be removed.
        withdraw()
        close(lock)
    }

    /// Takes the socket's file away, so that nobody knocks any more; the station stays locked.
    func withdraw() {
        if place.file == file { _ = place.remove() }
    }

    private static func takeLock(in place: SocketPlace) throws -> CInt {
        let lock = openat(place.folder, "serve.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw StationError.system("open the lock beside \(place.path)") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let number = errno
            close(lock)
            guard number == EWOULDBLOCK else {
                throw StationError.system("lock the file beside \(place.path)", number: number)
            }
            throw Self.alreadyServed(place)
        }
        return lock
    }

    private static func alreadyServed(_ place: SocketPlace) -> StationError {
        let process = (try? ControlConnection(place))?.process.map { "process \($0)" } ?? "another process"
        return StationError(
            .refused, "the station is already served by \(process)", hint: "see 'cable status', or stop that process")
    }

    private static func listen(at place: SocketPlace) throws -> ListeningSocket {
        if let file = place.file {
            guard file.isSocket, place.remove() else {
                throw StationError(
                    .unavailable, "\(place.path) is in the way of the control socket", hint: "move it away")
            }
        }
        return try ListeningSocket(AF_UNIX, place: place.path) { number in
            // The file takes its mode from the socket, less the umask, which only takes away.
            fchmod(number, 0o600)
            return place.withAddress { bind(number, $0, $1) }
        }
    }
}
