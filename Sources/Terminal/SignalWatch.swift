import Glibc
import Synchronization

/// Catches, while it lives, the signals that end or stop a program, so that a prompt can put the terminal right first.
///
/// A signal turns into a byte in a pipe, whichever thread it was delivered to. Signals that the program ignores stay
/// ignored. What the program did about each of them before is in force again when the watch is dropped.
struct SignalWatch: ~Copyable {
    /// Signals after which a prompt is to be put again: the program was stopped, or has been continued.
    static let stopping: Set<CInt> = [SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT]
    private static let watched = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT]

    private let reading: CInt
    private let writing: CInt
    private var previous: [CInt: sigaction] = [:]

    /// - Parameter others: signals to catch besides those that end or stop a program.
    init(also others: [CInt] = []) throws(TerminalError) {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .system(errno) }
        (reading, writing) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            // A flood of signals must not block the handler.
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        signalPipe.store(writing, ordering: .releasing)
        for number in Self.watched + others { install(number) }
    }

    deinit {
        restore()
        signalPipe.store(-1, ordering: .releasing)
        close(reading)
        close(writing)
    }

    /// Becomes readable when a signal has arrived.
    var descriptor: CInt { reading }

    /// Whether a signal has arrived.
    var hasSignal: Bool {
        var entry = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0
    }

    /// Gives the signals back to the program, and returns those that arrived until then.
    consuming func end() -> [CInt] {
        restore()
        return take()
    }

    /// The signals that have arrived since the last time.
    borrowing func take() -> [CInt] {
        var numbers: [CInt] = []
        var number: UInt8 = 0
        while read(reading, &number, 1) == 1 { numbers.append(CInt(number)) }
        return numbers
    }

    /// Lets a signal do what it would have done, and returns when it has, if the program is still there.
    ///
    /// The threads of a pool block signals; so this one has to let it through, or the program would run on as if
    /// nothing had happened until another thread gets round to it.
    static func takeEffect(_ number: CInt) {
        var signals = sigset_t()
        var previous = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, number)
        pthread_sigmask(SIG_UNBLOCK, &signals, &previous)
        raise(number)
        pthread_sigmask(SIG_SETMASK, &previous, nil)
    }

    private func restore() {
        for (number, action) in previous {
            var action = action
            sigaction(number, &action, nil)
        }
    }

    private mutating func install(_ number: CInt) {
        var old = sigaction()
        guard sigaction(number, nil, &old) == 0, !isIgnored(old) else { return }
        var new = sigaction()
        new.__sigaction_handler.sa_handler = noteSignal
        guard sigaction(number, &new, nil) == 0 else { return }
        previous[number] = old
    }

    private func isIgnored(_ action: sigaction) -> Bool {
        unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}

/// Where the handler writes to.
///
/// It is initialised before the first handler is installed, because `SignalWatch.init`
/// stores into it; so the handler itself does nothing but load it.
private let signalPipe = Atomic<CInt>(-1)

/// Only async-signal-safe calls (signal-safety(7)).
private let noteSignal: @convention(c) (CInt) -> Void = { number in
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(signalPipe.load(ordering: .acquiring), &byte, 1)
    errno = saved
}
