import BundleProtocol
import Station
import Synchronization
import Telegrams

/// Says, before a byte of a bundle is accepted, whether there is room for it.
///
/// It is asked on the event loops of the links; the engine tells it after each turn how much room there is.
final class StorageGate: Sendable {
    private struct State {
        var rooms: [Designator: Int] = [:]
        var free: Int
        /// Bytes that were let in since the engine last told.
        var underWay = 0
    }

    /// Bytes that stay free on the disk, for the register itself.
    static let reserve = 256 << 20
    /// Bytes that a bundle has besides its payload, at most.
    static let overhead = 64 << 10

    private let folder: String
    private let state: Mutex<State>

    /// - Parameter folder: the station's.
    init(folder: String) {
        self.folder = folder
        state = Mutex(State(free: Station.free(in: folder)))
    }

    /// - Parameter rooms: bytes that each neighbour may yet hand to us.
    func update(_ rooms: [Designator: Int]) {
        let free = Station.free(in: folder)
        state.withLock { $0 = State(rooms: rooms, free: free) }
    }

    /// - Parameters:
    ///   - length: bytes, nil where the sender does not tell.
    ///   - limit: bytes of the largest payload.
    func refusal(of length: UInt64?, from peer: Designator?, limit: Int) -> TCPCLRefusalReason? {
        let size = length.map { Int(clamping: $0) } ?? limit
        guard size <= limit + Self.overhead else { return .notAcceptable }
        return state.withLock { state in
            let room = min(peer.flatMap { state.rooms[$0] } ?? .max, state.free - Self.reserve)
            guard size <= room - state.underWay else { return .noResources }
            state.underWay += size
            return nil
        }
    }
}
