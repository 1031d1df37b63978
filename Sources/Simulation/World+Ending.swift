import Relay
import Telegrams

// What must be so in the end.

extension World {
    /// Once a day: whether the bounds hold, and once the faults have ceased, whether everything has come right.
    func inspect() {
        checkBounds()
        guard !areFaultsOn else { return agenda.plan(.inspection, at: now + Milliseconds.day) }
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
        if let words = undelivered { return words }
        if let (bundle, told) = ledger.untold.filter({ isSafe($0.value.teller, $0.value.source) }).min(by: {
            $0.key < $1.key
        }) {
            return "nobody was told of bundle \(bundle): S\(told.teller) has to tell S\(told.source)"
        }
        for station in honest {
            for peer in station.disk.correspondents where isSafe(station.index, peer) {
                if let words = unfinished(station, with: peer) { return "S\(station.index) and S\(peer): \(words)" }
            }
        }
        return honest.lazy.compactMap(waiting).first
    }

    private var honest: [SimulatedStation] { stations.filter { isHonest($0.index) } }

    /// A telegram that is not entered although its sender knows of it, or whose sender does not know that it is.
    private var undelivered: String? {
        for (number, telegram) in ledger.telegrams.enumerated() where isSafe(telegram.from, telegram.to) {
            guard telegram.isWritten else { return "telegram \(number) is not written" }
            let (origin, destination) = (stations[telegram.from], stations[telegram.to])
            // Where the register that knew of it is gone, nobody waits for it.
            guard origin.disk.written.contains(number), !hasUsedNumber(number) else { continue }
            if !destination.disk.entered.contains(number) {
                return "telegram \(number) is not delivered; \(whereabouts(of: number))"
            }
            if !origin.disk.receipted.contains(number), !ledger.mayReuse.contains(telegram.to) {
                return "a receipt is missing for telegram \(number); \(whereabouts(of: number))"
            }
        }
        return nil
    }

    /// Whether a telegram went only under numbers that had been used, as far as its sender still knows of them, and
    /// nobody knew it: what is lost then is not missed.
    private func hasUsedNumber(_ telegram: Int) -> Bool {
        let source = ledger.telegrams[telegram].from
        guard ledger.mayReuse.contains(source) else { return false }
        let known = parcels.enumerated().filter { number, parcel in
            guard parcel.from == source, case .telegram(telegram) = parcel.content else { return false }
            return stations[source].disk.parcel(parcel.to, parcel.place)?.sealed == number
        }
        return known.allSatisfy { _, one in
            parcels.contains {
                $0.from == one.from && $0.to == one.to && $0.place == one.place && $0.digest != one.digest
            }
        }
    }

    private func unfinished(_ station: SimulatedStation, with peer: Int) -> String? {
        guard let channel = station.disk.channels[peer] else { return nil }
        let correspondence = channel.correspondence
        if let hold = correspondence.hold { return "on hold: \(hold)" }
        if let gap = channel.gaps.first { return "No. \(gap.place) is missing; \(gap.requests)" }
        if correspondence.schedule.moved != nil {
            return "nothing is confirmed; \(correspondence.schedule), \(correspondence.comparison); "
                + stations.map(heldBack).filter { !$0.isEmpty }.joined(separator: "; ")
        }
        if !channel.pending.isEmpty { return "notices wait: \(channel.pending)" }
        return isKnown(station, by: peer) ? nil : "its incarnation is not known there"
    }

    /// Whether another station knows which incarnation is the present one.
    ///
    /// A copy that is back on line, and has said nothing new since, is not looked for.
    private func isKnown(_ station: SimulatedStation, by peer: Int) -> Bool {
        guard let own = station.disk.channels[peer]?.correspondence.sent, own.last > 0,
            let theirs = stations[peer].disk.channels[station.index]?.correspondence, let heard = theirs.heard
        else { return true }
        return heard.incarnation?.name == own.incarnation.name
            || theirs.former.contains { $0.incarnation.name == own.incarnation.name && $0.asked == nil }
    }

    private func waiting(at station: SimulatedStation) -> String? {
        let held = station.disk.custody.values.filter { isSafe($0.copy.source, $0.copy.destination) }
        if let first = held.first { return "\(held.count) wait; \(heldBack(at: station)) \(first)" }
        let peer = station.disk.correspondents.first {
            isSafe(station.index, $0) && (station.disk.channels[$0]?.waiting ?? 0) > 0
        }
        return peer.map { "something waits for S\($0); \(heldBack(at: station))" }
    }

    /// Where the copies of a telegram are, and why they do not move.
    private func whereabouts(of telegram: Int) -> String {
        let record = ledger.telegrams[telegram]
        var lines = ["telegram \(telegram) is from S\(record.from) to S\(record.to)"]
        let numbers = parcels.indices.filter {
            if case .telegram(telegram) = parcels[$0].content { true } else { false }
        }
        let (origin, destination) = (stations[record.from], stations[record.to])
        for number in numbers {
            let parcel = parcels[number]
            let own = origin.disk.parcel(record.to, parcel.place)
            let words = own.map { "waits: \($0.isWaiting), arrived: \($0.hasArrived), refused: \($0.isRefused)" }
            lines.append("No. \(parcel.place) \(words ?? "is not known at its origin")")
        }
        lines.append("there: \(origin.disk.channels[record.to].map { "\($0.correspondence)" } ?? "no channel")")
        lines.append("here: \(destination.disk.channels[record.from].map { "\($0.correspondence)" } ?? "no channel")")
        for station in stations {
            let held = station.disk.custody.values.filter { $0.copy.parcel.map(numbers.contains) ?? false }
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
        for station in honest where !ledger.mayReuse.contains(station.index) {
            for peer in station.disk.correspondents where isSafe(station.index, peer) {
                // A station that was put back to before it had the other's card does not know of anything.
                guard let heard = stations[peer].disk.channels[station.index]?.heard else { continue }
                for (name, numbered) in station.disk.channels[peer]?.parcels ?? [:] {
                    for (offset, parcel) in numbered.enumerated() {
                        guard let parcel, !parcel.isComparison, !parcel.isRefused else { continue }
                        let place = ChannelPlace(incarnation: name, channel: Int64(offset) + 1)
                        if heard[place] == nil {
                            report(
                                "every gap is found",
                                "No. \(place) of S\(station.index) at S\(peer)"
                            )
                        }
                    }
                }
            }
        }
    }
}
