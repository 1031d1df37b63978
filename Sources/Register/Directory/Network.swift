import GRDB
import Telegrams

/// A link as configured: what it is, where, to whom it leads, and when it is used.
package struct LinkRecord: Sendable, Equatable {
    package var name: String
    /// `folder`, `broadcast`, `tcp`, `pipe` or `command`.
    package var kind: String
    /// A folder, `HOST:PORT`, or a command line.
    package var path: String
    /// The station at the other end; nil for a broadcast.
    package var peer: Designator?
    /// What it costs to use; of several ways the cheapest is taken.
    package var cost: Int
    /// When it is open, as `LinkWindow` prints it: `0600-0620,1800-1830`; empty for always.
    package var windows: String
    /// What is less urgent than this waits.
    package var minimize: Precedence?
    /// Nothing is sent: a folder is only read; a session, which has to answer, is not opened.
    package var isSilent: Bool
    /// Bits per second, where that is known.
    package var speed: Int?

    package init(
        name: String, kind: String, path: String, peer: Designator?, cost: Int = 10, windows: String = "",
        minimize: Precedence? = nil, isSilent: Bool = false, speed: Int? = nil
    ) {
        self.name = name
        self.kind = kind
        self.path = path
        self.peer = peer
        self.cost = cost
        self.windows = windows
        self.minimize = minimize
        self.isSilent = isSilent
        self.speed = speed
    }

    init(_ row: Row) throws {
        name = row["name"]
        kind = row["kind"]
        path = row["path"]
        peer = try (row["peer"] as String?).map { try Designator($0) }
        cost = row["cost"]
        windows = row["windows"]
        minimize = (row["minimize"] as UInt8?).flatMap(Precedence.init(rawValue:))
        isSilent = row["silent"]
        speed = row["speed"]
    }
}

/// Traffic for a station that no link reaches goes by way of another; of several ways the cheapest is taken.
package struct RouteRecord: Sendable, Equatable {
    package var destination: Designator
    package var via: Designator
    package var cost: Int

    package init(destination: Designator, via: Designator, cost: Int = 10) {
        self.destination = destination
        self.via = via
        self.cost = cost
    }
}

extension Register {
    /// What is set for the station as a whole.
    package enum Setting: String, Sendable {
        /// What is less urgent than this waits, on every link: a precedence by name.
        case minimize
        /// Where other stations may connect: `HOST:PORT`, several apart by commas.
        case listen
        /// The file outside the station's folder that knows the incarnation.
        case witness
        /// When this register was found to be an older copy: milliseconds since 1970, UTC.
        case restored
    }
}

extension Register.Reader {
    package func links() throws -> [LinkRecord] {
        try Row.fetchAll(database.cachedStatement(sql: "SELECT * FROM link ORDER BY name")).map { try LinkRecord($0) }
    }

    package func routes() throws -> [RouteRecord] {
        try Row.fetchAll(database.cachedStatement(sql: "SELECT * FROM route ORDER BY destination, cost, via")).map {
            RouteRecord(
                destination: try Designator($0["destination"] as String), via: try Designator($0["via"] as String),
                cost: $0["cost"])
        }
    }

    package func setting(_ setting: Register.Setting) throws -> String? {
        try String.fetchOne(
            database.cachedStatement(sql: "SELECT value FROM setting WHERE name = ?"), arguments: [setting.rawValue])
    }
}

extension Register.Writer {
    /// Sets a link, in place of an earlier one of that name.
    package func set(_ link: LinkRecord) throws {
        try database.execute(
            sql: """
                INSERT OR REPLACE INTO link (name, kind, path, peer, cost, windows, minimize, silent, speed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                link.name, link.kind, link.path, link.peer?.description, link.cost, link.windows,
                link.minimize?.rawValue, link.isSilent, link.speed,
            ])
    }

    /// - Returns: false where there was none.
    package func removeLink(_ name: String) throws -> Bool {
        try database.execute(sql: "DELETE FROM link WHERE name = ?", arguments: [name])
        return database.changesCount == 1
    }

    /// Sets a route, in place of an earlier one by way of the same station.
    package func set(_ route: RouteRecord) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO route (destination, via, cost) VALUES (?, ?, ?)",
            arguments: [route.destination.description, route.via.description, route.cost])
    }

    /// Removes the routes to a destination, or the one by way of `via`.
    ///
    /// - Returns: false where there was none.
    package func removeRoutes(to destination: Designator, via: Designator? = nil) throws -> Bool {
        try database.execute(
            sql: "DELETE FROM route WHERE destination = ?1 AND (?2 IS NULL OR via = ?2)",
            arguments: [destination.description, via?.description])
        return database.changesCount > 0
    }

    /// Sets a setting, or takes it back with nil.
    package func set(_ setting: Register.Setting, to value: String?) throws {
        guard let value else {
            return try database.execute(sql: "DELETE FROM setting WHERE name = ?", arguments: [setting.rawValue])
        }
        try database.execute(
            sql: "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", arguments: [setting.rawValue, value])
    }
}
