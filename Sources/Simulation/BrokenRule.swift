/// A rule of the stations that is broken on purpose, in small networks.
///
/// A simulation that cannot fail proves nothing: each of these must be missed.
package enum BrokenRule: String, CaseIterable, Sendable {
    case acknowledgesTooEarly, receiptsTooEarly, forgetsTooEarly, deliversRepetitions, dropsCircling, ignoresPrecedence
    case takesWithoutRoom, neverAsks, neverCompares, losesQueue, keepsSilentAboutExpiry, readsOnlyNumbers, sendsOnHold
    case answersWithoutEnd

    private func apply(to rules: inout SimulationRules) {
        switch self {
        case .acknowledgesTooEarly: rules.acknowledgesAfterCommit = false
        case .receiptsTooEarly: rules.receiptsAfterCommit = false
        case .forgetsTooEarly: rules.keepsUntilAcknowledged = false
        case .deliversRepetitions: rules.dropsRepetitions = false
        case .dropsCircling: rules.takesBackCircling = false
        case .ignoresPrecedence: rules.respectsPrecedence = false
        case .takesWithoutRoom: rules.asksForRoom = false
        case .neverAsks: rules.asksForRepeats = false
        case .neverCompares: rules.comparesNumbers = false
        case .losesQueue: rules.reloadsQueue = false
        case .keepsSilentAboutExpiry: rules.tellsOfExpiry = false
        case .readsOnlyNumbers: rules.readsDigests = false
        case .sendsOnHold: rules.keepsHold = false
        case .answersWithoutEnd: rules.limitsAnswers = false
        }
    }

    /// Rules of which the simulation may say that they are broken.
    package var expected: [String] {
        switch self {
        case .acknowledgesTooEarly: ["acknowledged means durable"]
        case .receiptsTooEarly: ["no receipt before durability"]
        case .forgetsTooEarly, .dropsCircling: ["custody is never with nobody"]
        case .deliversRepetitions: ["nothing is delivered twice"]
        case .ignoresPrecedence: ["precedence is respected"]
        case .takesWithoutRoom: ["storage limits hold"]
        case .neverAsks, .neverCompares: ["everything comes right in the end"]
        case .losesQueue: ["the queue matches the disk"]
        case .keepsSilentAboutExpiry: ["expiry is told"]
        case .readsOnlyNumbers: ["no receipt before durability"]
        // What waits for a station on hold is not in the queue either.
        case .sendsOnHold: ["nothing leaves until a person has decided", "the queue matches the disk"]
        case .answersWithoutEnd: ["what others say is bounded"]
        }
    }

    /// Registers that are put back, and stations that say anything, show what others do not.
    private var faults: SimulationFaults {
        var faults = SimulationFaults()
        switch self {
        case .readsOnlyNumbers, .sendsOnHold: faults.restorations = 2
        case .answersWithoutEnd: faults.hostile = 2
        default: break
        }
        return faults
    }

    /// Where there is little room, it runs out; where nobody mends, one need not wait long.
    private var size: SimulationSize {
        let isNeverMended = [.neverAsks, .neverCompares].contains(self)
        return SimulationSize(
            stations: 12, telegrams: 150, patience: isNeverMended ? 30 : 120, room: self == .takesWithoutRoom ? 4 : 100)
    }

    /// Runs small networks until one of them fails.
    ///
    /// - Returns: the rule that the simulation says is broken; nil where it noticed nothing.
    package func notice() -> String? {
        var rules = SimulationRules()
        apply(to: &rules)
        return (UInt64(1)...20).lazy.compactMap { seed in
            Simulation(seed: seed, size: size, rules: rules, faults: faults).run().rule
        }.first
    }
}
