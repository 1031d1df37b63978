import Relay
import Telegrams

// What must be so after every step, and in the end.

extension World {
    // MARK: Order

    /// Nothing that is more urgent and may leave by the same link waits while something else leaves, or nothing does.
    ///
    /// Every item that waits is looked at, in the plainest manner; where many wait, only now and then.
    func checkOrder(_ station: SimulatedStation, _ edge: Int, _ chosen: Memory.Waiting?, at clock: Instant) {
        let count = station.memory.waiting.count
        guard count < 64 || random.next() % UInt64(count) < 32 else { return }
        statistics.orderChecks += 1
        let mark = chosen.map { (rank($0, at: clock), $0.since) }
        for case let waiting? in station.memory.waiting where waiting.place == .waiting {
            if let mark, (rank(waiting, at: clock), waiting.since) >= mark { continue }
            guard mayLeave(waiting, station, edge, at: clock) else { continue }
            return report(
                "precedence is respected",
                "S\(station.index) chose \(mark.map { "\($0)" } ?? "nothing") before \(waiting) on E\(edge)")
        }
    }

    /// The class in which it is served, counted target by target.
    private func rank(_ waiting: Memory.Waiting, at clock: Instant) -> UInt8 {
        var rank = waiting.precedence.rawValue
        var left = clock.milliseconds(since: waiting.since)
        let target = ServiceTargets.target(for: waiting.precedence)
        while rank > Precedence.immediate.rawValue, left >= target {
            rank -= 1
            left -= target
        }
        return rank
    }

    /// Whether this is the one link that it has to take now. Where two cost the same, the choice is free.
    private func mayLeave(
        _ waiting: Memory.Waiting, _ station: SimulatedStation, _ edge: Int, at clock: Instant
    ) -> Bool {
        if let expires = waiting.expires, expires <= clock { return false }
        let ways = oracle.ways(from: station.index, to: waiting.destination)
        let onwards = ways.filter { $0.peer != waiting.previous }
        let allowed = onwards.isEmpty ? ways : onwards
        let usable = allowed.prefix(waiting.hasCircled ? 1 : allowed.count).filter { way in
            isUsable(way.edge, station, waiting.precedence, at: clock)
                && !station.memory.dispatcher.isPaused(
                    edges[way.edge].name, for: stations[waiting.destination].designator, at: clock)
        }
        guard let first = usable.first, first.edge == edge, let plan = station.plan(of: edge) else { return false }
        let isAmbiguous = allowed.contains { $0.edge != first.edge && $0.cost == first.cost }
        return !isAmbiguous && plan.canFinish(bytes: waiting.size, at: clock)
    }

    private func isUsable(
        _ edge: Int, _ station: SimulatedStation, _ precedence: Precedence, at clock: Instant
    ) -> Bool {
        guard let plan = station.plan(of: edge), !plan.isSilent, plan.isWindowOpen(at: clock) else { return false }
        let least = min(plan.minimize ?? .deferred, station.minimize ?? .deferred)
        return precedence <= least && edges[edge].sides[edges[edge].side(of: station.index)].session != 0
    }

    // MARK: Storage and durability

    func checkStorage(_ station: SimulatedStation) {
        if station.disk.custodyBytes > station.limits.bytes || station.disk.custody.count > station.limits.count {
            report("storage limits hold", "S\(station.index) keeps \(station.disk.custodyBytes) bytes")
        }
        if station.memory.dispatcher.count != station.disk.waitingCount {
            report(
                "the queue matches the disk",
                "S\(station.index): \(station.memory.dispatcher.count) queued, \(station.disk.waitingCount) on disk")
        }
    }

    /// What is acknowledged must be on the disk, or have been there.
    func checkStored(_ station: SimulatedStation, _ bundle: Int) {
        let disk = station.disk
        let isStored = disk.carried[bundle] != nil || disk.delivered.contains(bundle) || disk.quarantine.contains(bundle)
        if !isStored { report("acknowledged means durable", "S\(station.index) and bundle \(bundle)") }
    }

    /// What is receipted must have been entered.
    func checkDelivered(_ station: SimulatedStation, _ channel: Int, from peer: Int) {
        guard case .telegram(let telegram) = stations[peer].disk.parcel(station.index, channel)?.content else { return }
        if ledger.telegrams[telegram].deliveries == 0 {
            report("no receipt before durability", "telegram \(telegram) at S\(station.index)")
        }
    }

    // MARK: The end

    /// Once a day after the faults have ceased: whether everything has come right.
    func inspect() {
        if let unfinished {
            guard now < World.beginning + size.patience * Milliseconds.day else {
                return report("everything comes right in the end", unfinished)
            }
            return agenda.plan(.inspection, at: now + Milliseconds.day)
        }
        checkNumbers()
        agenda = Agenda()
    }

    private var unfinished: String? {
        if ledger.undelivered > 0 {
            let first = ledger.telegrams.firstIndex { $0.deliveries == 0 } ?? 0
            return "\(ledger.undelivered) telegrams are not delivered; \(whereabouts(of: first))"
        }
        if ledger.unreceipted > 0 { return "\(ledger.unreceipted) receipts are missing" }
        if let bundle = ledger.untold.min() { return "nobody was told of bundle \(bundle)" }
        for station in stations {
            let disk = station.disk
            if let gap = disk.gaps.first { return "S\(station.index) misses No. \(gap.channel) of S\(gap.peer)" }
            if disk.waitingCount > 0 { return "\(disk.waitingCount) wait at S\(station.index)" }
            if !disk.pending.isEmpty { return "notices wait at S\(station.index)" }
            let open = disk.correspondents.first { disk.channels[$0]?.schedule.moved != nil }
            if let open { return "S\(station.index) has nothing confirmed by S\(open)" }
        }
        return nil
    }

    /// Where the copies of a telegram are, and why they do not move.
    private func whereabouts(of telegram: Int) -> String {
        let record = ledger.telegrams[telegram]
        let origin = stations[record.from]
        var lines = ["telegram \(telegram) is No. \(record.channel) from S\(record.from) to S\(record.to)"]
        if origin.disk.parcel(record.to, record.channel)?.isWaiting ?? false { lines.append("it waits at its origin") }
        for station in stations {
            let held = station.disk.custody.values.filter {
                $0.copy.source == record.from && $0.copy.destination == record.to && $0.copy.channel == record.channel
            }
            if !held.isEmpty { lines.append("S\(station.index) holds it") }
        }
        for station in stations {
            for held in station.memory.dispatcher.status(at: station.clock(now)).held
            where held.destination == stations[record.to].designator {
                let reasons = held.reasons.map(\.description).joined(separator: ", ")
                lines.append("S\(station.index) holds \(held.count) \(held.precedence): \(reasons)")
            }
        }
        return lines.joined(separator: "; ")
    }

    /// Every number that was given out was heard of, comparisons apart: nobody waits for those.
    private func checkNumbers() {
        for station in stations {
            for peer in station.disk.correspondents {
                let parcels = station.disk.channels[peer]?.parcels ?? []
                for (offset, parcel) in parcels.enumerated() {
                    guard let parcel, !parcel.content.isComparison else { continue }
                    let isHeard = stations[peer].disk.channels[station.index]?.hasHeard(offset + 1) ?? false
                    if !isHeard {
                        report("every gap is found", "No. \(offset + 1) of S\(station.index) at S\(peer)")
                    }
                }
            }
        }
    }
}
