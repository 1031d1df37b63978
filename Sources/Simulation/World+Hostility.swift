import BundleProtocol
import Relay
import Telegrams

// Stations whose keys are pinned everywhere, and that say and do whatever they can.

/// What a hostile station has besides what every station has.
struct Hostility {
    /// Copies of bundles that came past, to be brought up again later.
    private(set) var seen: [BundleCopy] = []
    /// Incarnations that it makes use of.
    var incarnations: [Incarnation] = []
    /// What it can still put into the stores of others.
    var flood = 300

    private static let most = 200

    mutating func note(_ copy: BundleCopy, at place: Int) {
        if seen.count < Self.most { seen.append(copy) } else { seen[place % Self.most] = copy }
    }
}

extension World {
    func isHonest(_ station: Int) -> Bool { !hostile.contains(station) }

    /// Draws who is hostile: never the first station, and never so many that nobody is left to be protected.
    func drawHostile() {
        guard faults.hostile < .max, size.stations > 2 else { return }
        let count = min(max(1, size.stations / faults.hostile), size.stations - 2)
        while hostile.count < count { hostile.insert(1 + pick(size.stations - 1)) }
        areRelaysHonest = chance(2)
    }

    func planMischief() {
        for station in hostile.sorted() {
            stations[station].hostility = Hostility()
            agenda.plan(.mischief(station), at: now + draw(0...Milliseconds.hour))
        }
    }

    /// It goes on for two months after the faults have ended; what it causes among the others then has time to end too.
    func doMischief(_ station: SimulatedStation) {
        guard now < World.beginning + (size.days + 60) * Milliseconds.day else { return }
        let pause = areFaultsOn ? draw(1...40) * Milliseconds.minute : draw(2...12) * Milliseconds.hour
        agenda.plan(.mischief(station.index), at: now + pause)
        guard station.isUp, let edge = openEdge(of: station) else { return }
        switch pick(10) {
        case 0...3: for _ in 0..<draw(1...3) { speak(station, over: edge) }
        case 4: for _ in 0..<draw(1...20) { speak(station, over: edge) }
        case 5...6: replay(station, over: edge)
        case 7: imitate(station, over: edge)
        case 8: flood(station, over: edge)
        default: if edges[edge].kind == .session { cut(edge) }
        }
    }

    private func openEdge(of station: SimulatedStation) -> Int? {
        let open = station.edges.filter { edges[$0].sides[edges[$0].side(of: station.index)].session != 0 }
        return open.isEmpty ? nil : open[pick(open.count)]
    }

    // MARK: As a correspondent

    /// A parcel with its own signature and any number.
    private func speak(_ station: SimulatedStation, over edge: Int) {
        let victim = pick(size.stations)
        guard isHonest(victim) else { return }
        let mouth = Mouth(station: station.index, victim: stations[victim], parcels: parcels)
        if station.hostility?.incarnations.isEmpty ?? true || chance(30) {
            let fresh = Incarnation(IncarnationName(from: &random), began: mouth.time(using: &random))
            station.hostility?.incarnations.append(fresh)
        }
        let own = [station.disk.incarnation] + (station.hostility?.incarnations.suffix(6) ?? [])
        let incarnation = chance(2) ? own[0] : own[pick(own.count)]
        let names = own.map(\.name)
        let content: Content =
            chance(5)
            ? .telegram(pick(max(1, ledger.telegrams.count)))
            : .notices(mouth.telegram(incarnations: names, using: &random))
        let channel = mouth.number(in: incarnation.name, using: &random)
        let sealed = seal(content, from: station.index, to: victim, incarnation, max(1, channel))
        inject(bundle(from: station.index, to: victim, parcel: sealed), station, over: edge)
    }

    /// A bundle of its own making.
    private func bundle(from source: Int, to destination: Int, parcel: Int?) -> BundleCopy {
        let number = ledger.newBundle()
        ledger.markSettled(number)
        ledger.bundles[number].isHostile = true
        let created = DTNTime.fromUnix(milliseconds: now) ?? 0
        let lifetime = chance(5) ? UInt64(draw(0...Milliseconds.day)) : UInt64(draw(1...20) * Milliseconds.day)
        return BundleCopy(
            bundle: number, identity: number, source: source, destination: destination, parcel: parcel,
            precedence: Precedence.allCases[pick(Precedence.allCases.count)], size: Int(draw(1...8000)),
            aging: BundleAging(created: created, lifetime: lifetime, counted: UInt64(draw(0...1000))),
            hops: HopCount(limit: UInt8(draw(1...255)), count: UInt64(draw(0...31))))
    }

    private func inject(_ copy: BundleCopy, _ station: SimulatedStation, over edge: Int) {
        statistics.hostileBundles += 1
        guard edges[edge].kind == .session else {
            return put(copy, edge, to: edges[edge].other(than: station.index))
        }
        transfers += 1
        send(
            .transfer(transfers, copy, isDamaged: chance(20)), edge, from: edges[edge].side(of: station.index),
            lasting: 5)
    }

    // MARK: As a relay

    /// What reaches it is carried on, or not, or twice, or late, or changed.
    func acceptAsHostile(
        _ station: SimulatedStation, _ copy: BundleCopy, isDamaged: Bool, from peer: Int, _ answer: Memory.Answer
    ) {
        ledger.markSettled(copy.bundle)
        station.hostility?.note(copy, at: pick(1 << 20))
        switch pick(5) {
        case 0: refuse(station, answer)
        case 1: say(station, Memory.Outgoing(answer: answer, bundle: copy.bundle))
        default: take(station, copy, isDamaged: isDamaged, from: peer, answer)
        }
    }

    /// Something that came past once comes again: as it was, changed, or in another bundle.
    private func replay(_ station: SimulatedStation, over edge: Int) {
        guard let seen = station.hostility?.seen, !seen.isEmpty else { return }
        for _ in 0..<draw(1...5) {
            var copy = seen[pick(seen.count)]
            switch pick(4) {
            case 0: break
            case 1:
                copy.hops = HopCount(limit: UInt8(draw(1...255)), count: UInt64(draw(0...40)))
                copy.aging = BundleAging(
                    created: copy.aging.created, lifetime: copy.aging.lifetime,
                    counted: UInt64(draw(0...40 * Milliseconds.day)))
            case 2: copy = bundle(from: pick(size.stations), to: copy.destination, parcel: copy.parcel)
            default: copy = bundle(from: copy.source, to: pick(size.stations), parcel: copy.parcel)
            }
            inject(copy, station, over: edge)
        }
    }

    /// Noise with the identity of a bundle that somebody else has made, which may be on its way still.
    private func imitate(_ station: SimulatedStation, over edge: Int) {
        guard !recent.isEmpty else { return }
        let genuine = recent[pick(recent.count)]
        for _ in 0..<draw(1...5) {
            var copy = bundle(from: genuine.source, to: genuine.destination, parcel: nil)
            copy.identity = genuine.identity
            inject(copy, station, over: edge)
        }
    }

    /// Bundles for anybody, to fill the stores on the way.
    private func flood(_ station: SimulatedStation, over edge: Int) {
        let count = min(Int(draw(5...60)), station.hostility?.flood ?? 0)
        station.hostility?.flood -= count
        for _ in 0..<count {
            inject(bundle(from: pick(size.stations), to: pick(size.stations), parcel: nil), station, over: edge)
        }
    }
}
