import Relay
import Telegrams

// The network of a seed: who is connected to whom and how, who writes to whom and when, and what goes wrong.

extension World {
    /// - Returns: false where a name is no designator, which cannot be.
    func build() -> Bool {
        let names = (0..<size.stations).compactMap { try? Designator("S\($0)") }
        guard names.count == size.stations else { return false }
        drawHostile()
        connect()
        let map = NetworkMap(stations: size.stations, edges: edges, avoiding: areRelaysHonest ? hostile : [])
        for index in names.indices { addStation(index, names, map) }
        write()
        planMisfortunes()
        planRestorations()
        planMischief()
        for station in stations { planWake(station, at: now + draw(1...1000)) }
        agenda.plan(.dusk, at: duskOfFaults)
        agenda.plan(.inspection, at: now + Milliseconds.day)
        return true
    }

    private func connect() {
        for station in 1..<size.stations { addEdge(pickParent(of: station), station) }
        for _ in 0..<size.stations * 2 / 3 {
            let first = pick(size.stations)
            let second = pick(size.stations)
            if first != second { addEdge(first, second) }
        }
    }

    /// Honest stations are connected with each other, whoever else there is.
    private func pickParent(of station: Int) -> Int {
        guard !hostile.isEmpty else { return pick(station) }
        let honest = (0..<station).filter(isHonest)
        return honest[pick(honest.count)]
    }

    private func addEdge(_ first: Int, _ second: Int) {
        let kind: Edge.Kind = chance(5) ? .post : .session
        let latency = kind == .session ? draw(5...400) : draw(5...300) * Milliseconds.minute
        edges.append(
            Edge(
                kind: kind, name: "E\(edges.count)", ends: [first, second], latency: latency,
                cost: Int(draw(1...20)) + (kind == .post ? 20 : 0)))
    }

    private var began: Instant { Instant(milliseconds: World.beginning) }

    private func addStation(_ index: Int, _ names: [Designator], _ map: NetworkMap) {
        let own = edges.indices.filter { edges[$0].ends.contains(index) }
        let plans = own.map { edge in
            LinkPlan(
                name: edges[edge].name, peer: names[edges[edge].other(than: index)], cost: edges[edge].cost,
                windows: windows(of: edge), speed: chance(3) ? nil : Int(draw(9600...2_000_000)))
        }
        let steps = (0..<size.stations).map { map.steps(from: index, to: $0, taking: &random) }
        let routes = steps.enumerated().flatMap { destination, steps in
            steps.map { Route(destination: names[destination], via: names[$0.via], cost: $0.cost) }
        }
        stations.append(
            SimulatedStation(
                index: index, designator: names[index], edges: own, plans: plans, routes: routes, limits: drawLimits(),
                disk: Disk(
                    stations: size.stations, incarnation: Incarnation(IncarnationName(from: &random), began: began)),
                seed: random.next()))
        oracle.add(own.map { ($0, edges[$0].other(than: index), edges[$0].cost) }, steps: steps)
    }

    /// Some links have a daily window, of which the two ends have slightly different notions.
    private func windows(of edge: Int) -> [LinkWindow] {
        guard edge % 7 == 3 else { return [] }
        let from = (edge * 97 + Int(draw(0...9))) % 1440
        let until = (from + 150 + edge * 13 % 240) % 1440
        return (try? LinkWindow(from: from, until: until)).map { [$0] } ?? []
    }

    private func drawLimits() -> StorageLimits {
        let bytes = Int(draw(600_000...2_000_000)) * size.room / 100
        let count = Int(draw(150...1000)) * size.room / 100
        return StorageLimits(bytes: bytes, count: count, bytesPerPeer: bytes * 2 / 3, countPerPeer: count * 2 / 3)
    }

    private func write() {
        let peers = stations.indices.map { station in
            (0..<4).map { _ in (station + 1 + pick(size.stations - 1)) % size.stations }
        }
        pin(peers)
        for _ in 0..<size.telegrams {
            let from = pick(size.stations)
            let to = peers[from][pick(4)]
            var composition = Composition(from: from, to: to, telegram: nil, precedence: drawPrecedence())
            if !chance(100) {
                composition.telegram = ledger.telegrams.count
                ledger.telegrams.append(Ledger.Telegram(from: from, to: to))
            }
            agenda.plan(.compose(compositions.count), at: now + draw(0...size.days * Milliseconds.day))
            compositions.append(composition)
        }
    }

    /// Who writes to each other has each other's card.
    private func pin(_ peers: [[Int]]) {
        for (station, others) in peers.enumerated() {
            for peer in others {
                stations[station].disk.open(peer)
                stations[peer].disk.open(station)
            }
        }
    }

    private func drawPrecedence() -> Precedence {
        switch pick(100) {
        case 0: .override
        case 1...4: .flash
        case 5...19: .immediate
        case 20...44: .priority
        case 45...89: .routine
        default: .deferred
        }
    }

    private func planMisfortunes() {
        for station in stations.indices {
            for _ in 0..<faults.misfortunes {
                let kind = Misfortune.allCases[pick(Misfortune.allCases.count)]
                let start = now + draw(0...size.days * Milliseconds.day)
                let length = chance(3) ? draw(1...36) * Milliseconds.hour : draw(1...120) * Milliseconds.minute
                let edge = stations[station].edges[pick(stations[station].edges.count)]
                agenda.plan(.misfortune(kind, station: station, edge: edge, until: start + length), at: start)
            }
        }
    }
}

/// Distances in a network, from which its operators make their routes.
struct NetworkMap {
    private var neighbours: [[Int]]
    private var distances: [[Int]]
    /// Stations past which nothing goes.
    private let avoided: Set<Int>

    init(stations: Int, edges: [Edge], avoiding avoided: Set<Int> = []) {
        self.avoided = avoided
        neighbours = Array(repeating: [], count: stations)
        distances = Array(repeating: Array(repeating: Self.far, count: stations), count: stations)
        for station in 0..<stations { distances[station][station] = 0 }
        for edge in edges {
            let (first, second) = (edge.ends[0], edge.ends[1])
            if !neighbours[first].contains(second) { neighbours[first].append(second) }
            if !neighbours[second].contains(first) { neighbours[second].append(first) }
            distances[first][second] = min(distances[first][second], edge.cost)
            distances[second][first] = distances[first][second]
        }
        relax(stations)
    }

    /// Floyd and Warshall.
    private mutating func relax(_ stations: Int) {
        for middle in 0..<stations where !avoided.contains(middle) {
            let row = distances[middle]
            for from in 0..<stations where distances[from][middle] < Self.far {
                let first = distances[from][middle]
                for to in 0..<stations where first + row[to] < distances[from][to] {
                    distances[from][to] = first + row[to]
                }
            }
        }
    }

    /// The neighbours by way of which a station reaches another one: the best, and mostly an alternate.
    ///
    /// Most alternates cannot lead back; a few can, as with careless operators.
    func steps(from: Int, to: Int, taking random: inout SplitMix) -> [(via: Int, cost: Int)] {
        guard from != to else { return [] }
        let sorted = neighbours[from].filter { $0 != to && !avoided.contains($0) && distances[$0][to] < Self.far }
            .sorted { (distances[from][$0] + distances[$0][to], $0) < (distances[from][$1] + distances[$1][to], $1) }
        let isCareless = random.next() % 8 == 0
        let safe = sorted.filter { isCareless || distances[$0][to] < distances[$0][from] + distances[from][to] }
        return safe.prefix(2).map { ($0, distances[$0][to]) }
    }

    private static let far = 1 << 40
}
