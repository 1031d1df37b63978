import Register
import Station
import Telegrams

// What is carried for others has its end, whatever it says of itself. Bundles for stations that are not known here wait
// until a card is pinned, quietly: whoever hands them over must not be able to spoil our exchanges, nor to fill our disk
// for ever.

extension Station {
    /// How long a bundle for a station that is not known here waits at most.
    static let strayPatienceInDays: Int64 = 30

    /// The longest for which any bundle of others is kept, whatever it says of its lifetime.
    static let longestCustodyInDays: Int64 = 366

    /// Gives up the bundles of others whose time is over.
    ///
    /// - Returns: what somebody should know.
    func giveUpWhatIsOver() throws -> [String] {
        let now = now()
        let oldest = now.adding(days: -Self.strayPatienceInDays)
        guard try !register.read({ try $0.transitOver(at: now, straysBefore: oldest) }).isEmpty else { return [] }
        return try register.write { writer in
            let over = try writer.reader.transitOver(at: now, straysBefore: oldest)
            for record in over {
                let isStray = record.expires.map { now < $0 } ?? true
                try giveUp(record, because: isStray ? Self.neverKnown : Self.lifetimeEnded, in: writer)
            }
            let one = over.count == 1 ? "a bundle" : "\(over.count) bundles"
            return over.isEmpty ? [] : ["\(one) for other stations: given up, the time is over"]
        }
    }

    private static let neverKnown = "its destination did not become known while it waited here"

    /// What the clerk is told, once, when a bundle for a station that is not known here is taken in.
    func remark(onStray node: UInt64) -> String {
        "a bundle for node \(node), whose card is not pinned here, waits for at most \(Self.strayPatienceInDays) days"
    }
}
