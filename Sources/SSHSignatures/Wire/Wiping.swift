#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Overwrites a buffer in a way the compiler may not remove, although nobody reads the buffer afterwards.
private func overwrite(_ buffer: UnsafeMutableRawBufferPointer) {
    guard let start = buffer.baseAddress else { return }
    explicit_bzero(start, buffer.count)
}

extension [UInt8] {
    /// Overwrites the contents with zeros; the caller must be the only owner of the storage.
    mutating func wipe() { withUnsafeMutableBytes(overwrite) }
}
