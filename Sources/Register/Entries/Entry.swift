import GRDB
import Telegrams

/// One number of the register and what the station's clerk may know of it.
package struct Entry: Sendable, Equatable {
    package enum Direction: String, Sendable {
        case incoming = "in"
        case outgoing = "out"
        /// A paper of our own that went nowhere.
        case filed
    }

    /// What only the sender and those who opened the telegram know; the register keeps it as routing columns.
    package struct Heading: Sendable, Equatable {
        package var originator: Address
        /// The telegram's number in its originator's register.
        package var number: Int64
        package var dateTime: Instant
        package var kind: String
        /// SHA-256 of the signed manifest.
        package var identity: [UInt8]

        package init(originator: Address, number: Int64, dateTime: Instant, kind: String, identity: [UInt8]) {
            self.originator = originator
            self.number = number
            self.dateTime = dateTime
            self.kind = kind
            self.identity = identity
        }
    }

    package var number: Int64
    package var direction: Direction
    /// True for receipts and service telegrams, which people see only when they ask.
    package var isService: Bool
    package var recorded: Instant
    package var precedence: Precedence
    /// For an incoming entry: the station whose parcel it was, and the channel number.
    package var origin: Origin?
    /// Nil until the telegram has been opened here.
    package var heading: Heading?

    package struct Origin: Sendable, Equatable {
        package var peer: Designator
        /// The station's incarnation within which the channel number counts.
        package var incarnation: OriginIncarnation
        package var channel: Int64

        package init(peer: Designator, incarnation: IncarnationName, channel: Int64) {
            self.peer = peer
            self.incarnation = .named(incarnation)
            self.channel = channel
        }

        init(_ row: Row, peer: String) throws {
            self.peer = try Designator(peer)
            incarnation = try OriginIncarnation(row.bytes("incarnation"))
            channel = row["channel"]
        }
    }

    package enum OriginIncarnation: Sendable, Equatable {
        case named(IncarnationName)
        /// It came before stations named their incarnation.
        case unnamed

        init(_ bytes: [UInt8]) throws {
            self = bytes.isEmpty ? .unnamed : .named(try IncarnationName(bytes))
        }

        var bytes: [UInt8] { if case .named(let name) = self { name.bytes } else { [] } }
    }

    init(_ row: Row) throws {
        number = row["number"]
        guard let direction = Direction(rawValue: row["direction"]),
            let precedence = Precedence(rawValue: row["precedence"])
        else { throw RegisterError.damaged("entry \(number) has an unknown direction or precedence") }
        self.direction = direction
        self.precedence = precedence
        isService = row["service"]
        recorded = Instant(milliseconds: row["recorded"])
        if let peer: String = row["peer"] {
            origin = try Origin(row, peer: peer)
        }
        if let originator: String = row["originator"] {
            heading = Heading(
                originator: try Address(originator), number: row["originator_number"],
                dateTime: Instant(milliseconds: row["date_time"]), kind: row["kind"], identity: row.bytes("identity"))
        }
    }
}

/// Somebody to whom a telegram is addressed, and how far it has come with him.
package struct Addressee: Sendable, Equatable {
    package enum Role: String, Sendable {
        case action
        case info
        case careOf = "care-of"
    }

    package var role: Role
    package var address: Address
    package var arrived: Instant?
    package var opened: Instant?
    package var done: Instant?
    package var declined: Instant?
    /// The telegram, in the register of his station, that gives the reason for declining.
    package var reasonNumber: Int64?
    /// Since when it is known that he cannot open it, because the key to which it is sealed is gone.
    package var unreadable: Instant?
    /// He is an officer of this station and has not opened it yet.
    package var isWaiting: Bool

    package init(role: Role, address: Address, arrived: Instant? = nil, isWaiting: Bool = false) {
        self.role = role
        self.address = address
        self.arrived = arrived
        self.isWaiting = isWaiting
    }

    init(_ row: Row) throws {
        guard let role = Role(rawValue: row["role"]) else { throw RegisterError.damaged("an addressee has no role") }
        self.role = role
        let officer: String? = row["officer"]
        address = Address(
            officer: try officer.map { try Codename($0) }, station: try Designator(row["station"] as String))
        arrived = (row["arrived"] as Int64?).map(Instant.init(milliseconds:))
        opened = (row["opened"] as Int64?).map(Instant.init(milliseconds:))
        done = (row["done"] as Int64?).map(Instant.init(milliseconds:))
        declined = (row["declined"] as Int64?).map(Instant.init(milliseconds:))
        reasonNumber = row["reason_number"]
        unreadable = (row["unreadable"] as Int64?).map(Instant.init(milliseconds:))
        isWaiting = row["waiting"]
    }
}
