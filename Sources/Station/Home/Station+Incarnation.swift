import DurableFiles
import Register
import Telegrams

// Whether the register is the one that was used last, or an older copy of it.

extension Station {
    /// Begins a new incarnation where the register is an older copy, and has a file outside follow it from now on.
    ///
    /// - Returns: whether it is an older copy.
    static func witness(
        _ register: Register, of station: StationRecord, home: StationHome, at now: Instant
    ) throws -> Bool {
        let kept = try register.read { try $0.setting(.witness) }
        let name = "\(station.designator)-\(station.node).incarnation"
        guard let path = kept ?? home.witnesses.map({ $0 + "/" + name }) else { return false }
        let witness = IncarnationWitness(path: path)
        do {
            let isOlderCopy = try kept != nil && register.read { try !agrees(witness.testimony(), with: $0) }
            if isOlderCopy { try begin(in: register, at: now) }
            try follow(register, with: witness)
            // Last: a register that names a file which was never written would take itself for an older copy.
            if kept == nil { try register.write { try $0.set(.witness, to: path) } }
            return isOlderCopy
        } catch let error as FileError {
            throw StationError(
                .unavailable, "the incarnation of \(station.designator) cannot be kept: \(error)",
                hint: "make \(SplitPath(path).folder) a folder of the station's user, for him alone")
        }
    }

    private static func agrees(
        _ testimony: IncarnationWitness.Testimony?, with reader: Register.Reader
    ) throws -> Bool {
        guard let testimony else { return false }
        return try testimony.incarnation.name == reader.incarnation().name
            && testimony.last <= reader.lastNumber() ?? 0
    }

    private static func follow(_ register: Register, with witness: IncarnationWitness) throws {
        let testimony = try register.read { reader in
            IncarnationWitness.Testimony(incarnation: try reader.incarnation(), last: try reader.lastNumber() ?? 0)
        }
        if try witness.testimony() != testimony { try witness.write(testimony) }
        register.onGrowth { witness.note(.init(incarnation: $0, last: $1)) }
    }

    private static func begin(in register: Register, at now: Instant) throws {
        var random = SystemRandomNumberGenerator()
        let incarnation = Incarnation(IncarnationName(from: &random), began: now)
        try register.write { writer in
            try writer.begin(incarnation, at: now)
            try writer.set(.restored, to: String(now.milliseconds))
        }
    }

    /// A person says that the register is an older copy: towards every station the numbers count from 1 again.
    package func beginNewIncarnation() throws {
        try Self.begin(in: register, at: now())
        guard let path = try register.read({ try $0.setting(.witness) }) else { return }
        try Self.follow(register, with: IncarnationWitness(path: path))
    }
}
