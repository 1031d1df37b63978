import Register
import Relay
import Station
import Telegrams

// What can never be opened does not wait for ever.

extension Station {
    /// Puts a telegram away that waits for an officer and cannot be opened; its sender learns that it is refused.
    ///
    /// It stays in the register as it came.
    ///
    /// - Throws: `StationError`: `.refused` where it can be opened, or might be with another key; `.notFound` where it does
    ///   not wait for him.
    package func putAway(_ number: Int64, session: OfficerSession) throws {
        guard let reason = try damage(of: number, session: session) else {
            throw StationError(
                .refused, "No. \(number) can be opened",
                hint: "open it with 'cable open \(number)', and decline it if need be")
        }
        try putAway(number, because: reason, session: session)
    }

    /// Puts everything away that waits for an officer and can never be opened.
    ///
    /// - Parameter station: only what came from this one; nil for all.
    /// - Returns: the numbers.
    package func putAwayDamaged(from station: Designator? = nil, session: OfficerSession) throws -> [Int64] {
        let waiting = try register.read { try $0.waiting(for: session.codename, from: station, limit: .max) }
        return try waiting.map(\.number).filter { number in
            guard let reason = try damage(of: number, session: session) else { return false }
            try putAway(number, because: reason, session: session)
            return true
        }
    }

    private func putAway(_ number: Int64, because reason: String, session: OfficerSession) throws {
        try register.write { writer in
            guard try writer.putAway(number, for: session.codename) else {
                throw StationError(.notFound, "No. \(number) does not wait for \(session.officer)")
            }
            try writer.note("put away unopened by \(session.codename): \(reason)", on: number, at: now())
            guard let origin = try writer.reader.entry(number).origin,
                let name = try writer.reader.parcelName(of: origin)
            else { return }
            try writer.queueNotice(.refused(name, reason: "it cannot be read: damaged"), to: origin.peer)
        }
    }

    /// Why a telegram can never be opened; nil where it can.
    private func damage(of number: Int64, session: OfficerSession) throws -> String? {
        do {
            _ = try examine(number, session: session, directory: try directory())
            return nil
        } catch let error as StationError where error.code == .damaged {
            return error.message.description
        }
    }
}
