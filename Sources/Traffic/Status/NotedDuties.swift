import Register
import Relay
import Station
import Telegrams

// What fails is noted, so that whoever asks later is told, and told since when.

extension Station {
    /// Notes what fails now; a duty that failed when this was noted last has failed since then.
    ///
    /// - Throws: where the register cannot be written; then nobody can be told later.
    package func note(_ duties: Duties) throws {
        let noted = try register.read { try $0.failingDuties() }
        let since = Dictionary(noted.map { ($0.duty, $0.since) }) { first, _ in first }
        let failing = duties.failing.map { duty, failure in
            FailingDuty(
                duty: duty.description, reason: failure.reason, remedy: failure.remedy,
                since: min(since[duty.description] ?? failure.since, failure.since),
                concernsEverything: duty.concernsEverything)
        }
        guard Set(failing.map(\.duty)) != Set(noted.map(\.duty)) || failing.map(\.reason) != noted.map(\.reason) else {
            return
        }
        try register.write { try $0.set(failing) }
    }
}

extension StationStatus.Failing {
    /// As it was noted last.
    init(_ noted: FailingDuty) {
        self.init(
            duty: noted.duty, reason: noted.reason, remedy: noted.remedy, since: noted.since.wholeSecond,
            next: nil, concernsEverything: noted.concernsEverything)
    }
}
