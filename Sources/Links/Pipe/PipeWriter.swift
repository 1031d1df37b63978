import Glibc

/// Writes to a pipe of which the other end may be closed at any time.
enum PipeWriter {
    /// Writes everything and closes the descriptor.
    ///
    /// - Returns: Whether all was written; false where the reader has gone before.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        defer { close(descriptor) }
        return withoutBrokenPipeSignal { writeAll(bytes, to: descriptor) }
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
    }

    /// A reader that hangs up must not end this process: SIGPIPE, which goes to the thread that writes, is held there
    /// and taken away.
    private static func withoutBrokenPipeSignal(_ work: () -> Bool) -> Bool {
        var brokenPipe = sigset_t()
        sigemptyset(&brokenPipe)
        sigaddset(&brokenPipe, SIGPIPE)
        var before = sigset_t()
        pthread_sigmask(SIG_BLOCK, &brokenPipe, &before)
        let isDone = work()
        var noTime = timespec()
        if !isDone { sigtimedwait(&brokenPipe, nil, &noTime) }
        pthread_sigmask(SIG_SETMASK, &before, nil)
        return isDone
    }
}
