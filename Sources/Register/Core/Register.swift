import GRDB
import Glibc
import Synchronization
import Telegrams

/// A station's register: its numbers, its sealed telegrams, its channels and everything that waits.
///
/// One SQLite database in WAL mode that several processes use at once. Each write is one transaction that keeps the
/// invariants: numbers without gaps, a leaf for every number, a channel number for every parcel. What a write returns
/// is durable (`synchronous = FULL`), so that the bytes which announce it may leave.
///
/// The register holds sealed bytes, numbers and routing columns; never a subject or body in clear, never a private key.
package struct Register: Sendable {
    private let database: DatabaseQueue
    private let cardWrites = WriteCount()
    private let growth = Growth()

    /// Lets somebody know the incarnation and the last number whenever a transaction that gave one out has ended.
    ///
    /// - Parameter observer: must not use the register.
    package func onGrowth(_ observer: @escaping @Sendable (Incarnation, Int64) -> Void) {
        growth.observe(observer)
    }

    /// Opens the register of a station that was founded before.
    ///
    /// - Throws: `RegisterError.absent` where there is none, `.newerSchema` where a newer program wrote it.
    package init(path: String) throws {
        // SQLite would create it, and the founding of a station there would find a register already.
        guard access(path, F_OK) == 0 else { throw RegisterError.absent(path) }
        database = try Self.storing {
            let database = try DatabaseQueue(path: path, configuration: Register.configuration)
            try database.writeWithoutTransaction { try Schema.check($0) }
            return database
        }
    }

    /// Creates the register of a new station; its first number is given here, once.
    ///
    /// - Parameter station: called when it is certain that there is no station yet and that nobody else is founding one.
    /// - Throws: `RegisterError.present` where the file exists already with a station in it.
    package init(founding station: () throws -> StationRecord, path: String) throws {
        var configuration = Register.configuration
        configuration.journalMode = .wal
        // Made here, for SQLite would make it readable to others.
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if file >= 0 { close(file) }
        database = try Self.storing {
            let database = try DatabaseQueue(path: path, configuration: configuration)
            try database.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    guard try !database.tableExists("station") else { throw RegisterError.present(path) }
                    try Schema.create(database)
                    try station().insert(into: database)
                    return .commit
                }
            }
            return database
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(60)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON")
            // 4,096 pages are 16 MiB: what passes through is mostly gone again before it is copied from the log to the
            // database. A cache of 8 MiB holds what a busy relay touches.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 4096; PRAGMA cache_size = -8192")
        }
        return configuration
    }

    /// Reads a consistent state.
    package func read<Value>(_ body: (Reader) throws -> Value) throws -> Value {
        try Self.storing { try database.read { try body(Reader(database: $0, cardWrites: cardWrites)) } }
    }

    /// Writes in one immediate transaction, durable when this returns and without effect when it throws.
    package func write<Value>(_ body: (Writer) throws -> Value) throws -> Value {
        try Self.storing {
            try database.writeWithoutTransaction { database in
                var result: Value?
                var grown: (Incarnation, Int64)?
                try database.inTransaction(.immediate) {
                    growth.begin()
                    let writer = Writer(database: database, cardWrites: cardWrites, growth: growth)
                    result = try body(writer)
                    if growth.isAwaited { grown = try (writer.reader.incarnation(), writer.reader.lastNumber() ?? 0) }
                    return .commit
                }
                if let (incarnation, last) = grown { growth.tell(incarnation, last) }
                guard let result else { throw RegisterError.damaged("a transaction ended without its result") }
                return result
            }
        }
    }

    /// The database's own errors in the register's words.
    fileprivate static func storing<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as DatabaseError { throw RegisterError(error) }
    }

    /// What may be asked of the register.
    package struct Reader {
        let database: Database
        let cardWrites: WriteCount

        /// Changes whenever another connection has written.
        package func dataVersion() throws -> Int {
            try Int.fetchOne(database.cachedStatement(sql: "PRAGMA data_version")) ?? 0
        }
    }

    /// What may be changed in the register, and everything that may be asked.
    package struct Writer {
        let database: Database
        let cardWrites: WriteCount
        let growth: Growth

        package var reader: Reader { Reader(database: database, cardWrites: cardWrites) }

        /// Deletes without overwriting what is deleted on the disk, where that would cost a write of its own.
        ///
        /// For what others have sealed to others: whoever has the disk could have had it from the wire.
        package func withoutOverwriting<Value>(_ body: () throws -> Value) throws -> Value {
            try database.execute(sql: "PRAGMA secure_delete = FAST")
            let result = Result { try body() }
            try database.execute(sql: "PRAGMA secure_delete = ON")
            return try result.get()
        }

        /// Writes so that nothing of it is left where it throws, while the rest of the transaction stands.
        package func attempt<Value>(_ body: () throws -> Value) throws -> Value {
            var result: Value?
            try Register.storing {
                try database.inSavepoint {
                    result = try body()
                    return .commit
                }
            }
            guard let result else { throw RegisterError.damaged("a savepoint ended without its result") }
            return result
        }
    }
}

/// How often this process has written something, be it in vain.
final class WriteCount: Sendable {
    private let count = Atomic<UInt64>(0)

    var value: UInt64 { count.load(ordering: .sequentiallyConsistent) }
    func increase() { count.wrappingAdd(1, ordering: .sequentiallyConsistent) }
}

/// Whether the present transaction has given out a number, and who wants to know.
final class Growth: Sendable {
    typealias Observer = @Sendable (Incarnation, Int64) -> Void

    private struct State {
        var hasGrown = false
        var observer: Observer?
    }

    private let state = Mutex(State())

    /// Whether somebody is to be told.
    var isAwaited: Bool { state.withLock { $0.hasGrown && $0.observer != nil } }
    func begin() { state.withLock { $0.hasGrown = false } }
    func note() { state.withLock { $0.hasGrown = true } }
    func observe(_ observer: @escaping Observer) { state.withLock { $0.observer = observer } }
    func tell(_ incarnation: Incarnation, _ last: Int64) { state.withLock(\.observer)?(incarnation, last) }
}

/// What can be wrong with a register.
package enum RegisterError: Error, Equatable {
    case absent(String)
    case present(String)
    /// A newer version of the program wrote this register.
    case newerSchema(Int)
    /// The register contradicts itself; the text says where.
    case damaged(String)
    /// There is no entry under this number.
    case noEntry(Int64)
    /// The disk is full; the transaction had no effect.
    case diskFull
    /// Another process has been writing for a minute.
    case busy
    /// SQLite could not read or write; the text is its own.
    case storage(String)

    init(_ error: DatabaseError) {
        // No room for the file that the processes share: the disk is full before anything is written.
        guard error.extendedResultCode != .SQLITE_IOERR_SHMSIZE else {
            self = .diskFull
            return
        }
        self =
            switch error.resultCode {
            case .SQLITE_FULL: .diskFull
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damaged(error.message ?? "the database file is not intact")
            default: .storage(error.message ?? "error \(error.extendedResultCode.rawValue)")
            }
    }
}
