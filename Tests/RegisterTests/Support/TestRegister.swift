import FolderSupport
import Register
import Telegrams

/// A register of a station that was just founded, in a folder of its own.
struct TestRegister {
    let folder: ScratchFolder
    let register: Register

    var path: String { folder.place("station.db") }

    init(firstNumber: Int64 = 1) throws {
        folder = try ScratchFolder(inMemory: true)
        let record = StationRecord(
            designator: try Designator("MOSCOW"), node: 0x8000_0001, firstNumber: firstNumber,
            founded: Instant(seconds: 0))
        register = try Register(founding: { record }, path: folder.place("station.db"))
    }

    /// A second connection, as another process has it.
    func another() throws -> Register {
        try Register(path: path)
    }

    @discardableResult
    func enter(
        _ precedence: Precedence = .routine, to officer: Codename? = nil, content: [UInt8] = [1, 2, 3],
        from origin: Entry.Origin? = nil
    ) throws -> Int64 {
        try register.write { try Self.enter(precedence, to: officer, content: content, from: origin, in: $0) }
    }

    @discardableResult
    static func enter(
        _ precedence: Precedence = .routine, to officer: Codename? = nil, content: [UInt8] = [1, 2, 3],
        from origin: Entry.Origin? = nil, in writer: Register.Writer
    ) throws -> Int64 {
        let here = try writer.reader.station().designator
        let addressees = officer.map {
            [Addressee(role: .action, address: Address(officer: $0, station: here), isWaiting: true)]
        }
        return try writer.enter(
            NewEntry(
                direction: origin == nil ? .outgoing : .incoming, isService: false, recorded: Instant(seconds: 1000),
                precedence: precedence, origin: origin, addressees: addressees ?? [], content: content))
    }
}

/// What a test throws to break off a transaction.
struct Abandoned: Error {}
