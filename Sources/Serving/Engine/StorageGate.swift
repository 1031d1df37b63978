import BundleProtocol
import Relay
import Station
import Synchronization
import Telegrams
import Traffic

/// Says, before a byte of a bundle is accepted, whether there is room for it.
///
/// What may be a telegram comes in as long as the disk has room: it may be for this station, or so far on its way that it
/// is carried beyond the limits (`Custody`).
///
/// It is asked on the event loops of the links; the engine tells it after each turn how much room there is.
final class StorageGate: Sendable {
    private struct State {
        var rooms: [Designator: Int] = [:]
        var disk: DiskRoom
        /// Bytes that were let in since the engine last told.
        var underWay = 0
        /// Bundles that were refused since the engine last told.
        var refused = 0

        func refusal(of size: Int, from peer: Designator?, limit: Int) -> TCPCLRefusalReason? {
            guard size <= limit + StorageGate.overhead else { return .notAcceptable }
            guard disk.has(size + underWay, for: .forOthers) else { return .noResources }
            guard size > StorageLimits.overrun, let room = peer.flatMap({ rooms[$0] }) else { return nil }
            return size <= room - underWay ? nil : .noResources
        }
    }

    /// Bytes that a bundle has besides its payload, at most.
    static let overhead = 64 << 10

    private let folder: String
    private let state: Mutex<State>

    /// - Parameter folder: the station's.
    init(folder: String) {
        self.folder = folder
        state = Mutex(State(disk: Station.diskRoom(in: folder)))
    }

    /// - Parameter rooms: bytes that each neighbour may yet hand to us; nil for the same as before.
    /// - Returns: how many bundles were refused since the last time.
    func update(_ rooms: [Designator: Int]?) -> Int {
        let disk = Station.diskRoom(in: folder)
        return state.withLock { state in
            defer { state = State(rooms: rooms ?? state.rooms, disk: disk) }
            return state.refused
        }
    }

    /// - Parameters:
    ///   - length: bytes, nil where the sender does not tell.
    ///   - limit: bytes of the largest payload.
    func refusal(of length: UInt64?, from peer: Designator?, limit: Int) -> TCPCLRefusalReason? {
        let size = length.map { Int(clamping: $0) } ?? limit
        return state.withLock { state in
            let reason = state.refusal(of: size, from: peer, limit: limit)
            if reason == nil { state.underWay += size } else { state.refused += 1 }
            return reason
        }
    }
}
