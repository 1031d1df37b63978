import Register
import Sealing
import Telegrams

/// One station: its folder, its register, its own keys.
///
/// Everything that the program does goes through here.
///
/// A station holds no officer's secret; those come with an `OfficerSession` for as long as a command needs them.
package struct Station: Sendable {
    package let home: StationHome
    package let record: StationRecord
    package let register: Register
    package let keys: ServiceKeys
    /// The correspondents as they were looked up last.
    let shelf = DirectoryShelf()
    /// The clock, so that tests can set it.
    package let now: @Sendable () -> Instant
    /// Whether the register was found to be an older copy just now, and has begun a new incarnation.
    package let beganAnew: Bool
    /// How long the machine has been up, so that tests can set that too.
    let uptime: @Sendable () -> ClockReading.Uptime?
    /// What the commands of links find in their environment: `NAME=value`.
    package let environment: [String]

    package var designator: Designator { record.designator }

    /// SHA-256 fingerprint of the station's signing key, as OpenSSH writes it.
    package var fingerprint: String { keys.signer.publicKey.fingerprint.description }

    /// Opens a station that was founded before.
    ///
    /// - Throws: `StationError` where there is none, or its keys cannot be read.
    package init(
        home: StationHome, clock: @escaping @Sendable () -> Instant = Instant.now,
        uptime: @escaping @Sendable () -> ClockReading.Uptime? = ClockReading.Uptime.now, environment: [String] = []
    ) throws {
        do {
            register = try Register(path: home.register)
        } catch RegisterError.absent {
            throw StationError(
                .notFound, "there is no station in \(home.path)",
                hint: "found one with 'cable station found', or name its folder with --station")
        }
        self.home = home
        now = clock
        self.uptime = uptime
        self.environment = environment
        record = try register.read { try $0.station() }
        keys = try ServiceKeys(home: home)
        beganAnew = try Self.witness(register, of: record, home: home, at: clock())
    }

    /// Founds a station: makes its folder, its keys, its register and its first card.
    ///
    /// - Parameter firstNumber: the number of its first telegram; greater than 1 where an older series is continued.
    package static func found(
        _ designator: Designator, home: StationHome, firstNumber: Int64 = 1,
        clock: @escaping @Sendable () -> Instant = Instant.now,
        uptime: @escaping @Sendable () -> ClockReading.Uptime? = ClockReading.Uptime.now
    ) throws -> Station {
        guard firstNumber > 0 else { throw StationError(.invalid, "the first number must be 1 or more") }
        try home.create()
        let now = clock().wholeSecond
        do {
            // The keys are made under the register's lock: of two who found a station here, one makes keys.
            let record = {
                let keys = try ServiceKeys.create(in: home, at: now)
                return StationRecord(
                    designator: designator, node: NodeNumber.derive(from: keys.signer.publicKey),
                    firstNumber: firstNumber, founded: now)
            }
            _ = try Register(founding: record, path: home.register)
        } catch RegisterError.present {
            try requireUnfinished(designator, home: home)
        }
        let station = try Station(home: home, clock: clock, uptime: uptime)
        try station.publishCard()
        return station
    }

    /// A founding that was broken off before the first card may be finished; any other station stays as it is.
    private static func requireUnfinished(_ designator: Designator, home: StationHome) throws {
        let station = try Station(home: home)
        let hasCard = try station.register.read { try $0.card(of: station.designator) } != nil
        guard !hasCard, station.designator == designator else {
            throw StationError(
                .refused, "there is a station in \(home.path) already",
                hint: "choose another folder with --station")
        }
    }
}
