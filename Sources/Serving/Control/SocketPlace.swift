import Glibc
import Station

/// Where the control socket of a station is: `serve.sock` in its folder.
///
/// The address of a Unix socket holds 107 bytes (unix(7)), fewer than the path of a folder may have; so the folder is
/// opened and the socket is named through `/proc/self/fd`.
final class SocketPlace: Sendable {
    static let name = "serve.sock"

    /// For messages.
    let path: String
    /// Open until `deinit`, and never changed.
    let folder: CInt

    init(folder path: String) throws {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw StationError.system("open the station's folder \(path)") }
        self.path = "\(path)/\(Self.name)"
        self.folder = folder
    }

    deinit { close(folder) }

    /// Lends the address to a system call.
    func withAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) {
            $0.copyBytes(from: "/proc/self/fd/\(folder)/\(Self.name)".utf8)
        }
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// Which file is there; nil where there is none.
    var file: FileNumber? {
        var status = stat()
        guard fstatat(folder, Self.name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        return FileNumber(device: status.st_dev, inode: status.st_ino, isSocket: status.st_mode & S_IFMT == S_IFSOCK)
    }

    func remove() -> Bool {
        unlinkat(folder, Self.name, 0) == 0 || errno == ENOENT
    }
}

/// Tells a file from another that has taken its name.
struct FileNumber: Equatable, Sendable {
    var device: dev_t
    var inode: ino_t
    var isSocket: Bool
}
