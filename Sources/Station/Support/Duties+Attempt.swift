import Register
import Relay
import Telegrams

extension Duties {
    /// Does something as a duty, unless that rests; what goes wrong is noted and goes no further.
    ///
    /// - Returns: nil where it was not done.
    @discardableResult
    package mutating func attempt<Value>(_ duty: Duty, at now: Instant, _ body: () throws -> Value) -> Value? {
        attemptParts(of: duty, at: now) { _ in try body() }
    }

    /// Does something as a duty that has parts, which are duties of their own.
    @discardableResult
    package mutating func attemptParts<Value>(
        of duty: Duty, at now: Instant, _ body: (inout Duties) throws -> Value
    ) -> Value? {
        guard mayTry(duty, at: now) else { return nil }
        do {
            let value = try body(&self)
            done(duty)
            return value
        } catch {
            failed(duty, error, at: now)
            return nil
        }
    }

    /// Does one part of a duty, unless that part rests.
    ///
    /// - Throws: what is no fault of this part, because it is the register or its disk that fails.
    package mutating func attemptPart(_ duty: Duty, at now: Instant, _ body: () throws -> Void) throws {
        guard mayTry(duty, at: now) else { return }
        do {
            try body()
            done(duty)
        } catch let error as RegisterError where error.concernsEverything {
            throw error
        } catch {
            failed(duty, error, at: now)
        }
    }

    package mutating func failed(_ duty: Duty, _ error: any Error, at now: Instant) {
        let error = StationError(describing: error)
        failed(duty, error.message.description, remedy: error.hint?.description, at: now)
    }
}

extension RegisterError {
    /// Whether everything else would fail of it as well.
    package var concernsEverything: Bool {
        switch self {
        case .diskFull, .busy, .newerSchema, .absent: true
        case .present, .damaged, .noEntry, .storage: false
        }
    }
}
