import Age
import DurableFiles
import Register
import Relay
import Station
import Telegrams

extension Station {
    /// What is done at every exchange without being asked: a new sealing key in good time, and what a crash left behind
    /// removed.
    func renewAndTidy(_ duties: inout Duties) {
        let now = now()
        duties.attempt(.renewingKeys, at: now) {
            try readClock()
            try renewStationIfDue()
            try provideCardKey()
            try destroyKeysOfNobody()
        }
        duties.attempt(.tidyingEnclosures, at: now) {
            _ = try OpenFolder(home.enclosures).removeOrphans(of: designator.description)
            try removeUnclaimed()
        }
        duties.attempt(.tidyingQuarantine, at: now) {
            _ = try OpenFolder(home.quarantine).removeOrphans(of: designator.description)
            try reclaimQuarantined()
        }
        duties.attempt(.keepingLimits, at: now) { try endWhatIsOver() }
    }

    /// Ends what is over its limits of age and number (`Kept`): by the clock that is not believed when it jumps, because what
    /// has ended cannot be got back.
    func endWhatIsOver() throws {
        let now = try readClock().time
        try endOldQuarantine(at: now)
        try endUnannounced(at: now)
        try askForLostParts()
        while try register.write({ try $0.endWhatIsOver(at: now) }) {}
    }
}
