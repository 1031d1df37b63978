import NIOCore
import Synchronization

/// The connections of one socket: a limited number of them.
final class OpenConnections: Sendable {
    private let limit: Int
    /// Nil when no more are let in.
    private let channels = Mutex<[ObjectIdentifier: any Channel]?>([:])

    init(limit: Int) {
        self.limit = limit
    }

    /// Lets a connection in; false where there is no place for it.
    func admit(_ channel: any Channel) -> Bool {
        channels.withLock { channels in
            guard let count = channels?.count, count < limit else { return false }
            channels?[ObjectIdentifier(channel)] = channel
            return true
        }
    }

    func leave(_ channel: any Channel) {
        channels.withLock { _ = $0?.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    /// Ends all of them, and lets nobody in any more.
    func closeAll() {
        let open = channels.withLock { channels in
            defer { channels = nil }
            return channels?.values.map(\.self) ?? []
        }
        open.forEach { $0.close(promise: nil) }
    }
}
