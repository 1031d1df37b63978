import Station
import Telegrams

/// How a station stands: its links, what waits, what is missing, what is late.
///
/// `cable status` and `cable watch` show it, the metrics are made from it, and a station that serves gives it out as JSON.
/// In JSON times are RFC 3339. Sizes are bytes.
package struct StationStatus: Codable, Sendable, Equatable {
    /// The process that runs the links.
    package struct Service: Codable, Sendable, Equatable {
        package var version: String
        package var process: Int32
        package var since: Instant
        /// Addresses on which other stations may connect.
        package var listening: [String]
        /// How many bundles it has taken in, handed over, refused and quarantined since it began.
        package var taken: Int
        package var handed: Int
        package var refused: Int
        package var quarantined: Int

        package init(
            version: String, process: Int32, since: Instant, listening: [String], taken: Int, handed: Int,
            refused: Int, quarantined: Int
        ) {
            self.version = version
            self.process = process
            self.since = since
            self.listening = listening
            self.taken = taken
            self.handed = handed
            self.refused = refused
            self.quarantined = quarantined
        }
    }

    /// A connection that is open now.
    package struct Session: Codable, Sendable, Equatable {
        package var remote: String
        package var since: Instant
        /// `TLSv1.3`, or `none` where the bearer protects itself.
        package var protection: String
        /// The key agreement, for instance `X25519MLKEM768`; nil where the TLS library does not tell.
        package var keyAgreement: String?
        package var handed: Int
        package var taken: Int
        /// Handed over and not yet acknowledged.
        package var underWay: Int

        package init(
            remote: String, since: Instant, protection: String, keyAgreement: String?, handed: Int, taken: Int,
            underWay: Int
        ) {
            self.remote = remote
            self.since = since
            self.protection = protection
            self.keyAgreement = keyAgreement
            self.handed = handed
            self.taken = taken
            self.underWay = underWay
        }
    }

    package struct Link: Codable, Sendable, Equatable {
        package enum State: String, Codable, Sendable {
            case open
            /// It failed, and is tried again at `next`.
            case waiting
            /// Outside its windows until `next`.
            case closed
            case silent
            /// Nothing is connected, and nothing is amiss.
            case idle
            case broadcast
        }

        package var name: String
        package var kind: String
        /// Nil where everybody hears it.
        package var peer: Designator?
        package var place: String
        package var cost: Int
        package var state: State
        package var next: Instant?
        /// Why it is not open.
        package var trouble: String?
        package var windows: String
        package var minimize: Precedence?
        package var speed: Int?
        package var sessions: [Session]
    }

    /// What waits to leave, of one precedence.
    package struct Queue: Codable, Sendable, Equatable {
        package var precedence: Precedence
        package var count: Int
        package var bytes: Int
        package var oldest: Instant?
        /// How many have waited here longer than their precedence allows.
        package var overdue: Int
    }

    /// Something that waits, and why it does not move.
    package struct Held: Codable, Sendable, Equatable {
        /// Of what is held for a reason of its own; nil for all that waits for the same reason.
        package var name: String?
        package var count: Int
        /// A station, or a node that no pinned card names: `ipn:3917`.
        package var destination: String
        package var precedence: Precedence
        package var since: Instant
        package var reason: String
        package var isOverdue: Bool
        /// It does not leave by itself: a person has to see to what is in its way.
        package var isStuck: Bool
    }

    /// A duty of the station that fails; it is tried again by itself.
    package struct Failing: Codable, Sendable, Equatable {
        /// In words: "writing receipts for BEIJING".
        package var duty: String
        package var reason: String
        /// What a person can do about it.
        package var remedy: String?
        package var since: Instant
        /// When it is tried again; nil where that may be now.
        package var next: Instant?
        /// Nothing of the station's work is done while it fails.
        package var concernsEverything: Bool

        package init(
            duty: String, reason: String, remedy: String?, since: Instant, next: Instant?, concernsEverything: Bool
        ) {
            self.duty = duty
            self.reason = reason
            self.remedy = remedy
            self.since = since
            self.next = next
            self.concernsEverything = concernsEverything
        }
    }

    /// A station whose designator looks like that of others.
    package struct LookAlike: Codable, Sendable, Equatable {
        package var station: Designator
        package var others: [Designator]

        package init(station: Designator, others: [Designator]) {
            self.station = station
            self.others = others
        }
    }

    package struct Disk: Codable, Sendable, Equatable {
        /// Bundles of others that are kept here, and how much of them is accepted.
        package var custody: Int
        package var custodyLimit: Int
        package var free: Int
    }

    /// A clock that is far from what was expected (`BoundedClock`).
    package struct Clock: Codable, Sendable, Equatable {
        package var says: Instant
        package var expected: Instant
        /// Then no key is made, and none destroyed by it.
        package var isAhead: Bool
        /// When it will be believed by itself, by this clock.
        package var believed: Instant

        package init(says: Instant, expected: Instant, isAhead: Bool, believed: Instant) {
            self.says = says
            self.expected = expected
            self.isAhead = isAhead
            self.believed = believed
        }
    }

    package var station: Designator
    package var at: Instant
    /// Nil where nothing serves the station: links are used by `cable exchange` only.
    package var service: Service?
    package var links: [Link]
    package var queues: [Queue]
    /// At most `heldLimit`, the most urgent first.
    package var held: [Held]
    /// What of its duties it cannot do: first what concerns everything.
    package var failing: [Failing]
    package var missing: [Missing]
    /// Items in quarantine that wait for a person; those that are held until a station has proved itself do not.
    package var quarantined: Int
    /// Stations whose keys have changed and nobody has resolved it.
    package var alarms: [Designator]
    /// Stations that are taken for others and whose words nobody has compared yet.
    package var lookAlikes: [LookAlike] = []
    package var disk: Disk
    /// What is less urgent waits on every link.
    package var minimize: Precedence?
    /// What is amiss with other stations' numbers, and with telegrams that they did not take.
    package var correspondence = CorrespondenceTroubles()

    /// Nil while the clock is believed.
    package var clock: Clock? = nil
    /// What is wrong with receiving keys.
    package var keys: [KeyTrouble] = []

    package static let heldLimit = 50

    package var waiting: Int { queues.reduce(0) { $0 + $1.count } }
    package var overdue: Int { queues.reduce(0) { $0 + $1.overdue } }
}
