import Glibc
import Synchronization

/// Syncs many files, several at a time.
///
/// A disk that is asked to flush by several at once flushes once for all of them. On a busy disk, where each flush
/// takes milliseconds, that is many times faster than one after another; on an idle one it costs nothing.
final class ParallelSync: Sendable {
    /// Threads that wait for the disk, the caller's included.
    ///
    /// More of them gain nothing.
    private static let most = 8

    private let files: [Descriptor]
    /// Index of the next file that nobody has taken.
    private let next = Atomic(0)
    private let failure = Mutex<FileError?>(nil)

    private init(_ files: [Descriptor]) {
        self.files = files
    }

    /// Returns when all of them are on the disk.
    ///
    /// - Throws: The first error, after all have been tried.
    static func sync(_ files: [Descriptor]) throws(FileError) {
        let work = ParallelSync(files)
        let helpers = (1..<max(1, min(most, files.count))).compactMap { _ in work.startHelper() }
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
                Unmanaged<ParallelSync>.fromOpaque(work).takeRetainedValue().run()
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
            guard index < files.count else { return }
            do throws(FileError) {
                try files[index].sync()
            } catch {
                failure.withLock { $0 = $0 ?? error }
            }
        }
    }
}
