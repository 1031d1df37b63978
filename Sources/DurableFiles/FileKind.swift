import Glibc

/// What an entry of a folder is.
package enum FileKind: Sendable, Equatable, CustomStringConvertible {
    case regular, folder, symbolicLink, pipe, socket, device

    init(mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFREG: self = .regular
        case S_IFDIR: self = .folder
        case S_IFLNK: self = .symbolicLink
        case S_IFIFO: self = .pipe
        case S_IFSOCK: self = .socket
        default: self = .device
        }
    }

    package var description: String {
        switch self {
        case .regular: "a regular file"
        case .folder: "a folder"
        case .symbolicLink: "a symbolic link"
        case .pipe: "a named pipe"
        case .socket: "a socket"
        case .device: "a device"
        }
    }
}

/// What the system knows of a file.
package struct FileFacts: Sendable {
    package let kind: FileKind
    /// Bytes.
    package let size: Int64
    /// Permission bits, without the kind.
    package let mode: UInt32
    package let owner: UInt32
    package let links: UInt64
    /// When content, name count or permissions last changed, by the clock of the machine that keeps the file system:
    /// seconds since 1970.
    ///
    /// Unlike the time of modification, nobody can set it.
    package let changed: Int64
    /// Device and inode: the same for the same file under whatever name.
    let identity: [UInt64]

    init(_ status: stat) {
        kind = FileKind(mode: status.st_mode)
        size = Int64(status.st_size)
        mode = UInt32(status.st_mode & 0o7777)
        owner = status.st_uid
        links = UInt64(status.st_nlink)
        changed = Int64(status.st_ctim.tv_sec)
        identity = [UInt64(status.st_dev), UInt64(status.st_ino)]
    }
}
