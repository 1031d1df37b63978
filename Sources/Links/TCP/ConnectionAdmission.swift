import Synchronization

/// Counts the connections from outside, so that a flood of them costs us no more than the limits say.
final class ConnectionAdmission: Sendable {
    /// One connection's place in the count.
    struct Place: Sendable {
        fileprivate let address: String
    }

    /// Why there is no place.
    struct Refusal: Error, Hashable {
        let reason: String
        /// How many were refused since there was last a place for everybody; one log line for the first is enough.
        let count: Int
    }

    private struct Counts {
        var total = 0
        var notEstablished = 0
        var byAddress: [String: Int] = [:]
        var refusedInARow = 0
    }

    private let limits: ConnectionLimits
    private let counts = Mutex(Counts())

    init(limits: ConnectionLimits) { self.limits = limits }

    /// Takes a place for a new connection.
    ///
    /// - Parameter address: The IP address without the port.
    func enter(from address: String) throws(Refusal) -> Place {
        let refusal = counts.withLock { counts -> Refusal? in
            if let reason = reason(against: address, counts) {
                counts.refusedInARow += 1
                return Refusal(reason: reason, count: counts.refusedInARow)
            }
            counts.refusedInARow = 0
            counts.total += 1
            counts.notEstablished += 1
            counts.byAddress[address, default: 0] += 1
            return nil
        }
        if let refusal { throw refusal }
        return Place(address: address)
    }

    private func reason(against address: String, _ counts: Counts) -> String? {
        if counts.total >= limits.total { return "\(limits.total) connections are open already" }
        if counts.notEstablished >= limits.notEstablished {
            return "\(limits.notEstablished) connections have not become sessions yet"
        }
        if counts.byAddress[address, default: 0] >= limits.perAddress {
            return "\(limits.perAddress) connections from its address are open already"
        }
        return nil
    }

    /// The connection has become a session.
    func established(_ place: Place) {
        counts.withLock { $0.notEstablished -= 1 }
    }

    /// The connection is closed.
    func leave(_ place: Place, wasEstablished: Bool) {
        counts.withLock { counts in
            counts.total -= 1
            if !wasEstablished { counts.notEstablished -= 1 }
            let left = counts.byAddress[place.address, default: 1] - 1
            counts.byAddress[place.address] = left > 0 ? left : nil
        }
    }

    /// Connections that hold a place now.
    var total: Int { counts.withLock { $0.total } }
}
