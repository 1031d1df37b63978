#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Reads from an open file descriptor: a file, a pipe or a socket.
///
/// It is never seeked and never closed.
public struct DescriptorSource: ByteSource {
    private let descriptor: Int32

    /// Borrows `descriptor`, which must stay open while this value is used.
    public init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Reads once, again when a signal interrupts.
    ///
    /// - Throws: ``AgeError`` of kind `inputOutput`.
    public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = systemRead(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw systemFailure("the input could not be read") }
        }
    }
}

/// Writes to an open file descriptor: a file, a pipe or a socket.
///
/// It is never seeked and never closed.
public struct DescriptorSink: ByteSink {
    private let descriptor: Int32

    /// Borrows `descriptor`, which must stay open while this value is used.
    public init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Writes everything, in as many calls as it takes.
    ///
    /// - Throws: ``AgeError`` of kind `inputOutput`.
    public mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = systemWrite(descriptor, rest.baseAddress, rest.count)
            if count >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } else if errno != EINTR {
                throw systemFailure("the output could not be written")
            }
        }
    }
}

// Inside the types above, `read` and `write` would mean their own methods.
private let systemRead = read
private let systemWrite = write

private func systemFailure(_ message: String) -> AgeError {
    AgeError(.inputOutput, "\(message): \(String(cString: strerror(errno)))")
}
