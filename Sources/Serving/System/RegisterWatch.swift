import Dispatch
import Glibc
import Station
import Telegrams

/// Notices, without asking again and again, that a process may have written to a station's register: this one or
/// another.
///
/// Every transaction appends to the register's write-ahead log, `station.db-wal`, which inotify(7) reports for the folder:
/// when it is written, which is before the transaction counts, and when a process closes it. Several at once are reported
/// as one. Behind every report come two others: one soon, for most transactions count a sync of the disk after they were
/// written, and one after a slow disk's.
package final class RegisterWatch: Sendable {
    /// Never changed after `init`; all that is done with it is to cancel it, which any thread may do.
    nonisolated(unsafe) private let source: any DispatchSourceRead

    /// Between two reports: a busy register is written thousands of times a second.
    private static let pause = DispatchTimeInterval.milliseconds(5)
    /// Until what was written counts, on a slow disk.
    private static let slowSync = DispatchTimeInterval.milliseconds(40)

    /// Watches until the value is dropped.
    ///
    /// - Parameters:
    ///   - folder: the station's folder.
    ///   - onWrite: called on a queue of its own, one call at a time; it must not block for long.
    /// - Throws: `StationError` where the system has no watch left, or the folder cannot be read.
    package init(folder: String, onWrite: @escaping @Sendable () -> Void) throws {
        let number = inotify_init1(CInt(IN_CLOEXEC | IN_NONBLOCK))
        guard number >= 0 else { throw Self.failure(folder) }
        let events = UInt32(IN_MODIFY | IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO)
        guard inotify_add_watch(number, folder, events) >= 0 else {
            let failure = Self.failure(folder)
            close(number)
            throw failure
        }
        let queue = DispatchQueue(label: "register watch")
        // Safe: a dispatch source may be suspended, resumed and cancelled by any thread.
        nonisolated(unsafe) let source = DispatchSource.makeReadSource(fileDescriptor: number, queue: queue)
        // Safe: only the handlers use it, one after the other on the queue.
        nonisolated(unsafe) var isLateReportPlanned = false
        source.setEventHandler {
            guard Self.takeEvents(number) else { return }
            onWrite()
            Self.rest(source, on: queue, until: onWrite)
            guard !isLateReportPlanned else { return }
            isLateReportPlanned = true
            queue.asyncAfter(deadline: .now() + Self.slowSync) {
                isLateReportPlanned = false
                onWrite()
            }
        }
        source.setCancelHandler { close(number) }
        source.activate()
        self.source = source
    }

    deinit { source.cancel() }

    /// Leaves the events alone for a while; what comes in the meantime is reported then.
    private static func rest(
        _ source: any DispatchSourceRead, on queue: DispatchQueue, until onWrite: @escaping @Sendable () -> Void
    ) {
        // Safe: a dispatch source may be suspended and resumed by any thread.
        nonisolated(unsafe) let source = source
        source.suspend()
        queue.asyncAfter(deadline: .now() + pause) {
            onWrite()
            source.resume()
        }
    }

    /// Empties the queue; whether anything in it concerns the register.
    private static func takeEvents(_ number: CInt) -> Bool {
        var concerns = false
        withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: MemoryLayout<inotify_event>.alignment) { buffer in
            while true {
                let count = read(number, buffer.baseAddress, buffer.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return }
                let events = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                concerns = InotifyEvents(bytes: events).contains(where: \.concernsRegister) || concerns
            }
        }
        return concerns
    }

    private static func failure(_ folder: String) -> StationError {
        let hint: Wording? =
            errno == ENOSPC || errno == EMFILE ? "raise fs.inotify.max_user_watches and max_user_instances" : nil
        return .system("watch the station's folder \(folder)", hint: hint)
    }
}

/// The events that one `read` returned: a head each, then a name filled up with zeros.
struct InotifyEvents: Sequence, IteratorProtocol {
    struct Event: Equatable {
        /// Events were lost: anything may have happened.
        var isOverflow: Bool
        var name: String

        /// Whether the register or its write-ahead log may have been written.
        var concernsRegister: Bool { isOverflow || name == "station.db" || name == "station.db-wal" }
    }

    private var rest: UnsafeRawBufferPointer

    init(bytes: UnsafeRawBufferPointer) {
        rest = bytes
    }

    mutating func next() -> Event? {
        let headSize = MemoryLayout<inotify_event>.size
        guard rest.count >= headSize else { return nil }
        let head = rest.loadUnaligned(as: inotify_event.self)
        let end = headSize + Int(head.len)
        guard rest.count >= end else { return nil }
        let name = String(decoding: rest[headSize..<end].prefix { $0 != 0 }, as: UTF8.self)
        rest = UnsafeRawBufferPointer(rebasing: rest[end...])
        return Event(isOverflow: head.mask & UInt32(IN_Q_OVERFLOW) != 0, name: name)
    }
}
