import DurableFiles
import Glibc
import Relay

/// The root of a shared folder, which may be away: on a stick that is not plugged in, on a share that is not mounted.
struct SharedFolder: Sendable {
    /// The link's name, for errors.
    let link: String
    let path: String

    func open() throws -> OpenFolder {
        do {
            return try OpenFolder(path)
        } catch {
            guard Self.away.contains(error.code) else { throw error }
            throw LinkUnavailable(
                link: link, reason: "\(path): \(error.cause)", remedy: "plug in or mount it, and run the command again")
        }
    }

    /// Creates the folder unless there is one; the folder that it is to stand in must exist.
    func create() throws {
        try OpenFolder.create(path, mode: 0o700)
    }

    /// What the system says of a place that has gone or was never there.
    private static let away: [Int32] = [ENOENT, ENOTDIR, ENODEV, ENXIO, ENOTCONN, ESTALE, EHOSTDOWN, EHOSTUNREACH, EIO]
}

extension OpenFolder {
    /// Permissions for a file within: whoever shares the folder shares what is in it.
    func fileMode() throws -> UInt32 { try mode() & 0o666 | 0o600 }

    /// Permissions for a subfolder.
    ///
    /// Group inheritance is kept; the sticky bit is not, because the reader must be able to remove what the writer has
    /// put there.
    func subfolderMode() throws -> UInt32 { try mode() & 0o2777 | 0o700 }
}
