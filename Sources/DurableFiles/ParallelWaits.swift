import Glibc
import Synchronization

/// Makes many system calls that wait for the disk, several at a time.
final class ParallelWaits: Sendable {
    /// Threads that wait for the disk, the caller's included.
    ///
    /// More of them gain nothing.
    private static let most = 8

    private let count: Int
    private let call: @Sendable (Int) throws(FileError) -> Void
    /// Index of the next call that nobody has taken.
    private let next = Atomic(0)
    private let failure = Mutex<FileError?>(nil)

    private init(_ count: Int, _ call: @escaping @Sendable (Int) throws(FileError) -> Void) {
        self.count = count
        self.call = call
    }

    /// Returns when every index below `count` has been called.
    ///
    /// - Throws: The first error, after all have been tried.
    static func run(_ count: Int, _ call: @escaping @Sendable (Int) throws(FileError) -> Void) throws(FileError) {
        let work = ParallelWaits(count, call)
        let helpers = (1..<max(1, min(most, count))).compactMap { _ in work.startHelper() }
        work.run()
        for helper in helpers { pthread_join(helper, nil) }
        if let failure = work.failure.withLock({ $0 }) { throw failure }
    }

    /// Plain threads, because all they do is wait: the cooperative pool has only as many as the machine has cores.
    ///
    /// - Returns: nil where the system gives none; then the others do its share.
    private func startHelper() -> pthread_t? {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread, nil,
            { work in
                guard let work else { return nil }
                Unmanaged<ParallelWaits>.fromOpaque(work).takeRetainedValue().run()
                return nil
            }, work.toOpaque())
        guard code == 0 else {
            work.release()
            return nil
        }
        return thread
    }

    private func run() {
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            do throws(FileError) {
                try call(index)
            } catch {
                failure.withLock { $0 = $0 ?? error }
            }
        }
    }
}
