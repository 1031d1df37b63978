/// The ways out of each station, found in the plainest manner: the checks do not ask the code that they check.
struct WayOracle {
    struct Way {
        var edge: Int
        var peer: Int
        var cost: Int
    }

    private var links: [[Way]] = []
    /// By station and destination.
    private var steps: [[[(via: Int, cost: Int)]]] = []
    /// The ways that were asked for, by station and destination.
    private var known: [[[Way]?]] = []

    mutating func add(_ links: [(edge: Int, peer: Int, cost: Int)], steps: [[(via: Int, cost: Int)]]) {
        self.links.append(links.map { Way(edge: $0.edge, peer: $0.peer, cost: $0.cost) })
        self.steps.append(steps)
        known.append(Array(repeating: nil, count: steps.count))
    }

    /// The links that lead to a destination, cheapest first.
    mutating func ways(from station: Int, to destination: Int) -> [Way] {
        if let ways = known[station][destination] { return ways }
        var best: [Int: Way] = [:]
        explore(station, destination, cost: 0, passed: [station], best: &best)
        let ways = best.values.sorted { ($0.cost, $0.edge) < ($1.cost, $1.edge) }
        known[station][destination] = ways
        return ways
    }

    private func explore(_ station: Int, _ target: Int, cost: Int, passed: [Int], best: inout [Int: Way]) {
        guard !passed.contains(target) else { return }
        for link in links[station] where link.peer == target {
            let total = cost + link.cost
            if best[link.edge].map({ total < $0.cost }) ?? true {
                best[link.edge] = Way(edge: link.edge, peer: link.peer, cost: total)
            }
        }
        for step in steps[station][target] {
            explore(station, step.via, cost: cost + step.cost, passed: passed + [target], best: &best)
        }
    }
}
