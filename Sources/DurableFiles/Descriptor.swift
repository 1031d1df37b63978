import Glibc

/// An open file or folder; closed when the last owner lets go of it.
///
/// The number never changes and is closed once, in `deinit`, so that it may be shared between threads.
final class Descriptor: Sendable {
    let number: Int32
    /// For error messages.
    let path: String

    /// Takes over an open descriptor.
    init(owning number: Int32, path: String) {
        self.number = number
        self.path = path
    }

    deinit {
        // An error of close says nothing new: whatever had to be durable was synced before.
        close(number)
    }

    func facts() throws(FileError) -> FileFacts {
        var status = stat()
        try system(.examine, path) { fstat(number, &status) }
        return FileFacts(status)
    }

    /// Returns when content and metadata are on the disk.
    func sync() throws(FileError) {
        try system(.sync, path) { fsync(number) }
    }

    /// Outcome of trying to lock a file that others may hold.
    enum Lock { case taken, held, unsupported }

    /// Tries to take the exclusive lock, which the system releases when the process ends, however it ends.
    func lock() -> Lock {
        if flock(number, LOCK_EX | LOCK_NB) == 0 { return .taken }
        return errno == EWOULDBLOCK ? .held : .unsupported
    }
}
