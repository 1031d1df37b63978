import Register
import SSHSignatures
import Telegrams

// Who is at the other end of a link.

/// A station whose card is pinned, as a link sees it.
package struct Neighbour: Sendable, Equatable {
    package var station: Designator
    /// Its `ipn` node number.
    package var node: UInt64
}

extension Station {
    /// The node number of a station whose card is pinned and without an alarm.
    package func node(of station: Designator) throws -> UInt64 {
        let status = try card(of: station)
        try status.requireNoAlarm()
        return NodeNumber.derive(from: try PublicKey(status.card.stationKey))
    }

    /// The station to which an Ed25519 key belongs.
    ///
    /// - Parameter key: 32 bytes (RFC 8032 section 5.1.5).
    /// - Throws: `StationError`: `notFound` where no pinned card has the key, `alarm` where one blocks it.
    package func neighbour(withKey key: [UInt8]) throws -> Neighbour {
        let node = NodeNumber.derive(from: try PublicKey(ed25519: key))
        guard let pinned = try register.read({ try $0.card(node: node) }), pinned.station != designator,
            try PublicKey(Card(parsing: pinned.text).stationKey).point == key
        else {
            throw StationError(
                .notFound, "no pinned card has its key", hint: "pin it with 'cable card import' if it is to be known")
        }
        return Neighbour(station: pinned.station, node: try self.node(of: pinned.station))
    }

    /// Lends the seed of the station's signing key: 32 bytes, to be let go at once.
    package func withSigningSeed<Result>(_ body: ([UInt8]) throws -> Result) rethrows -> Result {
        try keys.signer.withSeed { try body(Array($0)) }
    }
}
