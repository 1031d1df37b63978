import Links
import Register
import Synchronization
import Telegrams

/// Wishes of the engine for sessions, to be fulfilled by tasks that are not its own.
final class Connector: Sendable {
    struct Wish: Sendable {
        var link: LinkRecord
        var peer: Designator
        var node: UInt64
    }

    let wishes: AsyncStream<Wish>
    private let wish: AsyncStream<Wish>.Continuation
    private let busy = Mutex<Set<String>>([])

    init() {
        (wishes, wish) = AsyncStream.makeStream()
    }

    func isBusy(_ link: String) -> Bool { busy.withLock { $0.contains(link) } }

    func connect(_ link: LinkRecord, to peer: Designator, node: UInt64) {
        guard busy.withLock({ $0.insert(link.name).inserted }) else { return }
        wish.yield(Wish(link: link, peer: peer, node: node))
    }

    /// The attempt is over: the engine knows of its session, or that there is none.
    func finished(_ link: String) { busy.withLock { _ = $0.remove(link) } }

    func close() { wish.finish() }
}
