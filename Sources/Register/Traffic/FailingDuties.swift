import GRDB
import Telegrams

/// A duty of the station that failed when it was tried last.
package struct FailingDuty: Sendable, Equatable {
    /// In words, which tell it from every other.
    package var duty: String
    package var reason: String
    package var remedy: String?
    package var since: Instant
    /// Whether nothing of the station's work is done while it fails.
    package var concernsEverything: Bool

    package init(duty: String, reason: String, remedy: String?, since: Instant, concernsEverything: Bool) {
        self.duty = duty
        self.reason = reason
        self.remedy = remedy
        self.since = since
        self.concernsEverything = concernsEverything
    }
}

extension Register.Reader {
    /// What failed last: first what concerns everything, then what has failed longest.
    package func failingDuties() throws -> [FailingDuty] {
        try Row.fetchAll(database, sql: "SELECT * FROM failing ORDER BY everything DESC, since, duty").map { row in
            FailingDuty(
                duty: row["duty"], reason: row["reason"], remedy: row["remedy"],
                since: Instant(milliseconds: row["since"]), concernsEverything: row["everything"])
        }
    }
}

extension Register.Writer {
    /// Notes what fails now, in place of what failed before.
    package func set(_ failing: [FailingDuty]) throws {
        try database.execute(sql: "DELETE FROM failing")
        for duty in failing {
            try database.cachedStatement(
                sql: "INSERT INTO failing (duty, reason, remedy, since, everything) VALUES (?, ?, ?, ?, ?)"
            ).execute(arguments: [
                duty.duty, duty.reason, duty.remedy, duty.since.milliseconds, duty.concernsEverything,
            ])
        }
    }
}
