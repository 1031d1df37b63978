import Relay

/// A kind of link: all that the rest of the program knows of it.
///
/// Each kind is declared in its own folder, and stands in ``all``. Nothing else has to know of a new one but the command that adds
/// such a link.
package struct LinkKind: Sendable {
    /// As it stands in the register and in lists.
    package let name: String
    package let use: Use
    private let checkPlace: @Sendable (_ place: String) throws -> Void
    private let prepareLink: @Sendable (LinkSetup) throws -> Void

    package enum Use: Sendable {
        /// Bundles are handed over and looked for now and then, by whoever works for the station.
        case items(open: @Sendable (LinkSetup) throws -> any Link)
        /// Stations talk in sessions, which takes somebody who serves.
        ///
        /// `most` at the same time; where it is two, the second one is for what is urgent.
        case sessions(most: Int, connect: @Sendable (SessionHost, LinkSetup, KnownPeer) async throws -> Session)
        /// Released statements are published in clear, for everybody.
        case broadcast
    }

    /// - Parameters:
    ///   - checkPlace: throws `FormatError` where nothing can ever be reached at a place.
    ///   - prepare: what is to be done once, when the link is added.
    init(
        _ name: String, _ use: Use, checkPlace: @escaping @Sendable (String) throws -> Void = { _ in },
        prepare: @escaping @Sendable (LinkSetup) throws -> Void = { _ in }
    ) {
        self.name = name
        self.use = use
        self.checkPlace = checkPlace
        prepareLink = prepare
    }

    package static let all: [LinkKind] = [.folder, .tcp, .pipe, .command, .broadcast]

    package static func named(_ name: String) -> LinkKind? { all.first { $0.name == name } }

    package var leadsToEverybody: Bool { if case .broadcast = use { true } else { false } }
    package var isOnline: Bool { if case .sessions = use { true } else { false } }

    /// - Throws: `FormatError`.
    package func check(place: String) throws { try checkPlace(place) }

    package func prepare(_ setup: LinkSetup) throws { try prepareLink(setup) }
}

/// A link of a station, as it is set up.
package struct LinkSetup: Sendable {
    package let name: String
    /// A folder, a host and port, or a command; empty where the other side makes the connection.
    package let place: String
    /// Our own designator.
    package let here: String
    /// That of the station to which it leads; empty where it leads to everybody.
    package let peer: String
    /// With which commands are run: `NAME=value`.
    package let environment: [String]

    package init(name: String, place: String, here: String, peer: String, environment: [String]) {
        self.name = name
        self.place = place
        self.here = here
        self.peer = peer
        self.environment = environment
    }
}
