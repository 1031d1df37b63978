import Dispatch
import Glibc
import Synchronization

/// Reads a command's standard error to its end, or a little beyond the command's end: what the command left running in
/// the background may keep it open for ever.
final class ErrorReader: Sendable {
    private struct State {
        var tail = TextTail()
        var isDone = false
        var callbacks: [@Sendable (String) -> Void] = []
    }

    private let state = Mutex(State())

    /// Takes over the descriptor and reads on a thread of its own.
    init(owning descriptor: Int32) {
        DispatchQueue.global().async { self.read(descriptor) }
    }

    /// Calls back, on any thread, when nothing more is read.
    func whenRead(_ callback: @escaping @Sendable (String) -> Void) {
        let line: String? = state.withLock { state in
            if state.isDone { return state.tail.line }
            state.callbacks.append(callback)
            return nil
        }
        if let line { callback(line) }
    }

    /// The command has ended: what it wrote last is in the pipe.
    func commandEnded() {
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(1)) { self.finish() }
    }

    private func read(_ descriptor: Int32) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            state.withLock { $0.tail.append(buffer.prefix(count)) }
        }
        close(descriptor)
        finish()
    }

    private func finish() {
        let (line, callbacks) = state.withLock { state -> (String, [@Sendable (String) -> Void]) in
            defer { state.callbacks = [] }
            state.isDone = true
            return (state.tail.line, state.callbacks)
        }
        for callback in callbacks { callback(line) }
    }
}
