import Crypto
import DurableFiles
import Glibc
import Sealing
import Telegrams

/// A file opened for reading, closed when its owner lets go of it.
package final class OpenFile: Sendable {
    package let descriptor: Int32
    package let size: Int64
    private let path: String

    /// - Throws: `FileError` where there is none, or it is not a regular file.
    package init(reading path: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(.open, path, code: errno) }
        self.path = path
        var status = stat()
        fstat(descriptor, &status)
        size = Int64(status.st_size)
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileError(.open, path, code: EISDIR) }
    }

    deinit {
        close(descriptor)
    }

    /// Exactly `count` bytes from an offset.
    package func read(at offset: Int64, count: Int) throws -> [UInt8] {
        var filled = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while filled < count {
                let got = pread(
                    descriptor, buffer.baseAddress?.advanced(by: filled), count - filled, off_t(offset) + off_t(filled))
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { break }
                filled += got
            }
            initialized = filled
        }
        guard filled == count else { throw FileError(.read, path, code: EIO) }
        return bytes
    }

    /// SHA-256 of the whole file.
    package func digest() throws -> Digest256 {
        var hash = SHA256()
        var offset: Int64 = 0
        while offset < size {
            let bytes = try read(at: offset, count: Int(min(size - offset, 1 << 20)))
            hash.update(data: bytes)
            offset += Int64(bytes.count)
        }
        return Digest256(hash.finalize())
    }
}
