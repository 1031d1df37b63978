import Glibc

/// Both ends of a pipe; neither is inherited by commands unless handed over.
///
/// Each end is closed once: with the pipe, or by whom it was handed to.
struct Pipe: ~Copyable {
    private var reading: Int32
    private var writing: Int32

    init() throws(CommandNotStarted) {
        var ends: [Int32] = [-1, -1]
        let failure = noPipeIsBeingMade.withLock { _ in
            guard pipe(&ends) == 0 else { return errno }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return 0
        }
        guard failure == 0 else { throw CommandNotStarted(reason: systemError(failure)) }
        reading = ends[0]
        writing = ends[1]
    }

    deinit {
        if reading >= 0 { close(reading) }
        if writing >= 0 { close(writing) }
    }

    var readingEnd: Int32 { reading }
    var writingEnd: Int32 { writing }

    /// Hands the end over: the caller closes it.
    mutating func takeReadingEnd() -> Int32 {
        defer { reading = -1 }
        return reading
    }

    /// Hands the end over: the caller closes it.
    mutating func takeWritingEnd() -> Int32 {
        defer { writing = -1 }
        return writing
    }
}

/// What the system says to an error number.
func systemError(_ number: Int32) -> String { String(cString: strerror(number)) }
