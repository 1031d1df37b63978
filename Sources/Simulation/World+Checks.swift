import Relay
import Telegrams

// What must be so after every step, and in the end.

extension World {
    // MARK: Storage and durability

    func checkStorage(_ station: SimulatedStation) {
        if !isWithinLimits(station) {
            report("storage limits hold", "S\(station.index) keeps \(station.disk.custodyBytes) bytes")
        }
        if station.memory.dispatcher.count != station.disk.waitingCount {
            report(
                "the queue matches the disk",
                "S\(station.index): \(station.memory.dispatcher.count) queued, \(station.disk.waitingCount) on disk")
        }
    }

    /// Beyond the limits there is one bundle of each number of hops at most.
    private func isWithinLimits(_ station: SimulatedStation) -> Bool {
        let limits = station.limits
        let kept = CustodyAmount(bytes: station.disk.custodyBytes, count: station.disk.custody.count)
        if kept.bytes <= limits.bytes && kept.count <= limits.count { return true }
        let copies = station.disk.custody.values.lazy.map(\.copy)
        let largest = Dictionary(copies.map { ($0.hops.count, $0.size) }, uniquingKeysWith: max)
        return kept.count <= limits.count + largest.count && kept.bytes <= limits.bytes + largest.values.reduce(0, +)
    }

    /// What is acknowledged must be on the disk, or have been there.
    func checkStored(_ station: SimulatedStation, _ bundle: Int) {
        let isStored =
            station.disk.carried[bundle] != nil || station.disk.delivered.contains(bundle)
            || station.disk.quarantine.contains(bundle)
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
        if let bundle = ledger.untold.min() { return "nobody was told of bundle \(bundle)" }
        for station in stations {
            if let gap = station.disk.gaps.first {
                return "S\(station.index) misses No. \(gap.channel) of S\(gap.peer); \(gap.requests)"
            }
        }
        for station in stations {
            let disk = station.disk
            if let peer = disk.correspondents.first(where: { disk.channels[$0]?.schedule.moved != nil }) {
                return "S\(station.index) has nothing confirmed by S\(peer); \(disk.correspondence(with: peer)); "
                    + stations.map(heldBack).filter { !$0.isEmpty }.joined(separator: "; ")
            }
        }
        if let first = ledger.telegrams.first(where: { !$0.isReceipted }) { return "a receipt is missing: \(first)" }
        for station in stations where !station.disk.pending.isEmpty { return "notices wait at S\(station.index)" }
        for station in stations where station.disk.waitingCount > 0 {
            let held = station.disk.custody.values.map { "\($0)" }.joined(separator: ", ")
            return "\(station.disk.waitingCount) wait; \(heldBack(at: station)) \(held)"
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
        return (lines + stations.map(heldBack).filter { !$0.isEmpty }).joined(separator: "; ")
    }

    /// What a station holds back, and why.
    private func heldBack(at station: SimulatedStation) -> String {
        let held = station.memory.dispatcher.status(at: station.clock(now)).held
        return held.map { held in
            let reasons = held.reasons.map(\.description).joined(separator: ", ")
            return "S\(station.index) holds \(held.count) \(held.precedence) for \(held.destination): \(reasons)"
        }.joined(separator: "; ")
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
