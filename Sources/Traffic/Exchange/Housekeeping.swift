import Age
import DurableFiles
import Register
import Station
import Telegrams

extension Station {
    /// What is done at every exchange without being asked: a new sealing key in good time, dead ones destroyed, what a
    /// crash left behind removed.
    func housekeep() throws {
        let now = now()
        // A key that begins later tells nothing: it was made while the clock was wrong.
        let latest = try sealingKeys().filter { $0.from <= now }.map(\.until).max()
        let renewal = latest.map { $0.adding(days: -SealingKeyChoice.lifeInDays / 2) }
        if renewal.map({ $0 <= now }) ?? true { try renewStation() }
        try provideCardKey()
        _ = try SealingKeyFolder(path: home.sealingKeys).destroyDead(at: now)
        _ = try OpenFolder(home.enclosures).removeOrphans(of: designator.description)
        try removeUnclaimed()
        _ = try OpenFolder(home.quarantine).removeOrphans(of: designator.description)
        try reclaimQuarantined()
        try endWhatIsOver()
    }

    /// Ends what is over its limits of age and number (`Kept`).
    func endWhatIsOver() throws {
        try endOldQuarantine()
        let now = now()
        while try register.write({ try $0.endWhatIsOver(at: now) }) {}
    }
}
