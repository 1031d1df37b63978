#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A thread of its own, because a pool may decline to run two pieces of work at once, and ours wait for each other.
struct WorkerThread {
    private let handle: pthread_t

    /// Starts `body`; nil when the system has no thread to give.
    init?(_ body: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Body(run: body))
        var handle = pthread_t()
        let code = pthread_create(
            &handle, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        guard code == 0 else {
            box.release()
            return nil
        }
        self.handle = handle
    }

    /// Waits for the end of the body; to be called exactly once.
    func join() {
        pthread_join(handle, nil)
    }

    private final class Body {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }
}
