import Relay
import Telegrams

// What must be so after every step.

extension World {
    // MARK: Storage and durability

    func checkStorage(_ station: SimulatedStation) {
        guard isHonest(station.index) else { return }
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
        let kept = KeptAmount(bytes: station.disk.custodyBytes, count: station.disk.custody.count)
        if kept.bytes <= limits.bytes && kept.count <= limits.count { return true }
        let copies = station.disk.custody.values.lazy.map(\.copy)
        let largest = Dictionary(copies.map { ($0.hops.count, $0.size) }, uniquingKeysWith: max)
        return kept.count <= limits.count + largest.count && kept.bytes <= limits.bytes + largest.values.reduce(0, +)
    }

    /// What is acknowledged must be on the disk, or have been there.
    func checkStored(_ station: SimulatedStation, _ bundle: Int) {
        guard isHonest(station.index), !ledger.bundles[bundle].isHostile else { return }
        let isStored =
            station.disk.carried[bundle] != nil || station.disk.delivered.contains(bundle)
            || station.disk.quarantine.contains(bundle)
        if !isStored { report("acknowledged means durable", "S\(station.index) and bundle \(bundle)") }
    }

    /// What is receipted must have been entered.
    func checkDelivered(_ station: SimulatedStation, _ name: ParcelName, from peer: Int) {
        guard isHonest(peer), isHonest(station.index), let number = sealed[name.digest],
            case .telegram(let telegram) = parcels[number].content
        else { return }
        if !station.disk.entered.contains(telegram) {
            report("no receipt before durability", "telegram \(telegram) at S\(station.index)")
        }
    }

    /// What another station says of times lies between the making of the parcel and now.
    func checkTime(_ station: SimulatedStation, _ time: Instant, of name: ParcelName, at peer: Int) {
        let clock = station.clock(now)
        let place = place(station, peer, of: name)
        guard let parcel = place.flatMap({ station.disk.parcel(peer, $0) }) else {
            return report("receipts are for what was sent", "S\(station.index) to S\(peer): \(name)")
        }
        if time > clock || time < min(parcel.created.wholeSecond, clock.wholeSecond) {
            report("times of others are bounded", "S\(station.index) believes S\(peer) that it is \(time)")
        }
    }
}
