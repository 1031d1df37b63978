/// How large a simulated network is, and for how long it is used.
package struct SimulationSize: Sendable, Hashable, CustomStringConvertible {
    package var stations: Int
    package var telegrams: Int
    /// Days in which telegrams are written and faults happen.
    ///
    /// After that everything has to come right.
    package var days: Int64
    /// Days by which everything must have come right.
    package var patience: Int64
    /// The storage of each station for the bundles of others, in per cent of what is usual.
    package var room: Int

    package init(stations: Int = 50, telegrams: Int = 2000, days: Int64 = 4, patience: Int64 = 120, room: Int = 100) {
        self.stations = max(2, stations)
        self.telegrams = telegrams
        self.days = days
        self.patience = patience
        self.room = room
    }

    package var description: String {
        "\(stations) stations, \(telegrams) telegrams in \(days) days, storage \(room) % of what is usual"
    }
}

/// The rules that the stations keep.
///
/// A test breaks one to see that the simulation notices.
package struct SimulationRules: Sendable, Hashable {
    /// A bundle is acknowledged only once it is durable.
    package var acknowledgesAfterCommit = true
    /// A receipt is made in the transaction that enters the telegram.
    package var receiptsAfterCommit = true
    /// What is handed over is forgotten only once it is acknowledged.
    package var keepsUntilAcknowledged = true
    /// A channel number that is known is not delivered again.
    package var dropsRepetitions = true
    /// A bundle that has run in a circle is taken in again.
    package var takesBackCircling = true
    /// The dispatcher's choice is followed.
    package var respectsPrecedence = true
    /// Storage is asked for before a bundle is accepted.
    package var asksForRoom = true
    /// Missing numbers are asked for.
    package var asksForRepeats = true
    /// Channel numbers are compared.
    package var comparesNumbers = true
    /// What waited before a crash waits after it.
    package var reloadsQueue = true
    /// What is given up is told to its source.
    package var tellsOfExpiry = true
    /// A receipt counts for the contents that it names.
    package var readsDigests = true
    /// Nothing leaves for a station that is on hold.
    package var keepsHold = true
    /// No more answers to a station wait than may.
    package var limitsAnswers = true

    package init() {}
}

/// How often what goes wrong goes wrong.
package struct SimulationFaults: Sendable, Hashable {
    /// A station breaks down after one in so many steps.
    package var crash = 4000
    /// A session is cut after one in so many frames.
    package var cut = 400
    /// One in so many files is lost, comes twice, or is damaged.
    package var file = 40
    /// One in so many bundles is damaged within a session.
    package var corruption = 2000
    /// Times that a link is interrupted for long, that a clock jumps, a disk is full, a link falls silent and MINIMIZE is
    /// in force, for each station.
    package var misfortunes = 4
    /// One in so many stations has its register put back to an older copy, some twice.
    package var restorations = 8
    /// One in so many stations is hostile, and one at least.
    package var hostile = Int.max

    package init() {}

    package static let none: SimulationFaults = {
        var faults = SimulationFaults()
        faults.crash = .max
        faults.cut = .max
        faults.file = .max
        faults.corruption = .max
        faults.misfortunes = 0
        faults.restorations = .max
        return faults
    }()
}
