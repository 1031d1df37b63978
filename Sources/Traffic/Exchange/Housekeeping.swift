import Age
import DurableFiles
import Register
import Station
import Telegrams

extension Station {
    /// What is done at every exchange without being asked: a new sealing key in good time, and what a crash left behind
    /// removed.
    func housekeep() throws {
        try readClock()
        try renewStationIfDue()
        try provideCardKey()
        try destroyKeysOfNobody()
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
