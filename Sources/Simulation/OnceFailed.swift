extension Simulation {
    /// Seeds that have failed, and what they found (`docs/simulation.md`).
    package static let onceFailed: [Simulation] = [
        // Stations on both sides of a daily window, full of bundles for each other.
        Simulation(seed: 2009),
        // A crowded network that comparisons and repeats kept full.
        .varied(seed: 806), .varied(seed: 1451),
        // The simulation's own faults: MINIMIZE changed by another MINIMIZE, a question that was waited for in vain.
        .varied(seed: 206), .varied(seed: 1627), .varied(seed: 9118),
    ]
}
