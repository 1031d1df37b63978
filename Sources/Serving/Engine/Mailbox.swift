import Links
import Relay
import Station
import Synchronization
import Telegrams
import Traffic

/// Something that the engine has to look at in its next turn.
enum Report: Sendable {
    case session(SessionEvent)
    /// No session came about on a link.
    case notConnected(link: String, reason: String)
    /// What a worker has read from a link.
    case collected(link: String, CollectedBundles)
    /// A worker has looked through its link.
    case looked(link: String, trouble: String?)
    /// A worker has tried to hand over what it was given under these numbers.
    case attempted(link: String, [UInt64], HandOver)
    /// A large enclosure was read from one end to the other.
    case checked(IncomingEnclosure, Result<Bool, any Error>)
    /// Others can connect at a place that was asked for, under this address.
    case listening(place: String, address: String)
    /// They cannot.
    case notListening(place: String, reason: String)
    /// Time has passed, another process may have written to the register, or there is more to do.
    case turn
    /// Sessions are to be ended, and the engine is to stop.
    case stop
    /// The engine is to stop when its sessions are over.
    case lastSession
}

/// Where reports wait for the engine; many may be dealt with in one turn.
final class Mailbox: Sendable {
    /// Rings when there is something; several rings may come as one.
    let bell: AsyncStream<Void>
    private let ring: AsyncStream<Void>.Continuation
    private let reports = Mutex<[Report]>([])

    init() {
        (bell, ring) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func post(_ report: Report) {
        reports.withLock { $0.append(report) }
        ring.yield()
    }

    func take() -> [Report] {
        reports.withLock { reports in
            defer { reports = [] }
            return reports
        }
    }

    /// Ends the bell.
    func close() { ring.finish() }
}
