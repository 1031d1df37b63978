import Relay

/// What has happened in a run, or in several.
package struct SimulationStatistics: Sendable, Hashable, CustomStringConvertible {
    package var steps = 0
    package var handOvers = 0
    package var crashes = 0
    package var cuts = 0
    package var lostFiles = 0
    package var repeatedFiles = 0
    package var damaged = 0
    package var refusals = 0
    package var expiries = 0
    package var circles = 0
    package var repetitions = 0
    package var requests = 0
    package var givenUp = 0
    package var voids = 0
    package var comparisons = 0
    package var restorations = 0
    package var incarnations = 0
    package var twoCopies = 0
    package var claims = 0
    package var held = 0
    package var refusedParcels = 0
    package var hostileBundles = 0
    package var orderChecks = 0
    /// Milliseconds of simulated time.
    package var duration: Int64 = 0

    package init() {}

    package mutating func add(_ other: SimulationStatistics) {
        for field in Self.fields { self[keyPath: field.path] += other[keyPath: field.path] }
        duration += other.duration
    }

    package var description: String {
        let counts = Self.fields.map { "\(self[keyPath: $0.path]) \($0.name)" }
        return (counts + ["\(duration / Milliseconds.day) days"]).joined(separator: ", ")
    }

    private static var fields: [(path: WritableKeyPath<Self, Int>, name: String)] {
        [
            (\.steps, "steps"),
            (\.handOvers, "hand-overs"),
            (\.crashes, "crashes"),
            (\.cuts, "sessions cut"),
            (\.lostFiles, "files lost"),
            (\.repeatedFiles, "files doubled"),
            (\.damaged, "bundles set aside"),
            (\.refusals, "refusals"),
            (\.expiries, "expiries"),
            (\.circles, "circles"),
            (\.repetitions, "repetitions dropped"),
            (\.requests, "repeats asked for"),
            (\.givenUp, "requests given up"),
            (\.voids, "void numbers"),
            (\.comparisons, "comparisons"),
            (\.restorations, "older copies put back"),
            (\.incarnations, "new incarnations"),
            (\.twoCopies, "times that two copies were noticed"),
            (\.claims, "times that an older copy was pointed out"),
            (\.held, "parcels held"),
            (\.refusedParcels, "parcels refused"),
            (\.hostileBundles, "hostile bundles"),
            (\.orderChecks, "checks of the order"),
        ]
    }
}
