import Telegrams

// What an arriving parcel means.

/// What is to become of a parcel that has arrived, by its number alone.
package enum ParcelHearing: Sendable, Hashable {
    /// It is new: it is taken in.
    case new
    /// The same parcel again.
    case duplicate
    /// The number was used before, within the same incarnation, for other contents.
    case reused
    /// So far ahead that the numbers between cannot all be listed. As many as can be are missing from now on; this one
    /// is not noted, so it is asked for when its turn comes.
    case tooFarAhead(highest: Int64)
    /// Nobody knows yet whether it is from the station or from a copy of it: it is held.
    case unproved
    /// Two copies of the station are running: it is held until a person has decided.
    case contested
    /// It is from a copy that a person has disowned.
    case disowned
    /// A person wants nothing of the station: it is thrown away, and asked for when that is over.
    case stopped
}

extension Correspondence {
    /// Notes an arriving parcel.
    ///
    /// - Parameters:
    ///   - channel: 1 or more.
    ///   - known: what arrived under that number of that incarnation before.
    ///   - notices: what it says. Only challenges and what answers them are looked at here: two stations that were both put
    ///     back to older copies could not prove themselves to each other otherwise.
    package mutating func hear(
        _ incarnation: Incarnation, _ channel: Int64, known: ChannelRules.Known, notices: [Notice] = [],
        at now: Instant, using random: inout some RandomNumberGenerator
    ) -> (hearing: ParcelHearing, effects: [CorrespondenceEffect]) {
        guard stopped == nil else { return (known == .sameContents ? .duplicate : .stopped, []) }
        var effects: [CorrespondenceEffect] = []
        let place = ChannelPlace(incarnation: incarnation.name, channel: channel)
        meetFirst(incarnation, &effects)
        let index = former.firstIndex { $0.incarnation.name == incarnation.name }
        if let index, former[index].isDisowned, channel > former[index].vouched { return (.disowned, effects) }
        guard !isContested else { return (known == .sameContents ? .duplicate : .contested, effects) }
        let proof = Self.proof(of: incarnation.name, in: notices)
        if let index {
            let hearing = hearFormer(index, place, known: known, proof: proof, at: now, &effects, using: &random)
            return (hearing, effects)
        }
        if heard?.incarnation?.name == place.incarnation {
            return (hearPresent(place, known: known, &effects), effects)
        }
        guard proves(place.incarnation, proof, &effects) else {
            challenge(incarnation, at: now, &effects, using: &random)
            return (.unproved, effects + notices.flatMap(answer))
        }
        let hearing = hearPresent(place, known: known, &effects)
        return (hearing, effects + [.takeHeldIn])
    }

    /// The random bytes with which an incarnation answers its challenge.
    private static func proof(of name: IncarnationName, in notices: [Notice]) -> Nonce? {
        notices.lazy.compactMap { notice -> Nonce? in
            guard case .response(name, let nonce) = notice else { return nil }
            return nonce
        }.first
    }

    /// Our own answer to a challenge.
    func answer(_ notice: Notice) -> [CorrespondenceEffect] {
        guard case .challenge(sent.incarnation.name, let nonce) = notice else { return [] }
        return [.say(.response(sent.incarnation.name, nonce: nonce))]
    }

    /// The first one that is ever heard of is the station's: there is nothing that could be taken for another's.
    private mutating func meetFirst(_ incarnation: Incarnation, _ effects: inout [CorrespondenceEffect]) {
        if heard == nil { heard = Hearing(incarnation: incarnation, highest: 0) }
        guard heard?.incarnation == nil else { return }
        heard?.incarnation = incarnation
        effects.append(.adopt(incarnation))
    }

    private var isContested: Bool { if case .twoCopies = hold { true } else { false } }

    private mutating func hearPresent(
        _ place: ChannelPlace, known: ChannelRules.Known, _ effects: inout [CorrespondenceEffect]
    ) -> ParcelHearing {
        var highest = heard?.highest ?? 0
        let hearing = count(place, known: known, highest: &highest, &effects)
        heard?.highest = highest
        // Who uses a number twice has lost count: his register is perhaps an older copy, and he should know it soon.
        if hearing == .reused { effects.append(.say(.compared(sent: sent.place, heard: heard?.place))) }
        return hearing
    }

    /// What a number means among those of its incarnation.
    private mutating func count(
        _ place: ChannelPlace, known: ChannelRules.Known, highest: inout Int64, _ effects: inout [CorrespondenceEffect]
    ) -> ParcelHearing {
        switch known {
        case .sameContents: return .duplicate
        case .otherContents: return .reused
        case .nothing: break
        }
        guard place.channel > highest else {
            effects.append(.closeGap(place))
            return .new
        }
        guard find(upTo: ChannelPlace(incarnation: place.incarnation, channel: place.channel - 1), &highest, &effects)
        else { return .tooFarAhead(highest: highest) }
        highest = place.channel
        return .new
    }

    /// Notes that numbers are missing.
    ///
    /// - Returns: false where there are so many that not all of them can be listed. Then as many are as can be; more will
    ///   be when those have come.
    mutating func find(
        upTo last: ChannelPlace, _ highest: inout Int64, _ effects: inout [CorrespondenceEffect]
    ) -> Bool {
        guard last.channel > highest else { return true }
        let count = min(last.channel - highest, Int64(room))
        guard count > 0 else { return false }
        effects.append(.missing(highest + 1..<highest + 1 + count, of: last.incarnation))
        missing += Int(count)
        highest += count
        return highest == last.channel
    }

    // MARK: Incarnations

    /// Whether a candidate has proved to be the station; then it is from now on.
    private mutating func proves(_ name: IncarnationName, _ proof: Nonce?, _ effects: inout [CorrespondenceEffect])
        -> Bool
    {
        guard let proof, let candidate = candidates.first(where: { $0.incarnation.name == name }),
            candidate.nonce == proof
        else { return false }
        if let present = heard, let incarnation = present.incarnation {
            former.insert(Former(incarnation: incarnation, highest: present.highest), at: 0)
            effects.append(.remark(.newIncarnation(candidate.incarnation, former: incarnation)))
        }
        if former.count > Former.most { effects.append(.closeGaps(of: former.removeLast().incarnation.name)) }
        heard = Hearing(incarnation: candidate.incarnation, highest: 0)
        // An answer of another one may have been given before: it is asked anew.
        candidates = []
        return true
    }

    /// Asks an incarnation of which nothing is known to prove itself, now and then.
    private mutating func challenge(
        _ incarnation: Incarnation, at now: Instant, _ effects: inout [CorrespondenceEffect],
        using random: inout some RandomNumberGenerator
    ) {
        if let index = candidates.firstIndex(where: { $0.incarnation.name == incarnation.name }) {
            guard isPast(candidates[index].asked, at: now) else { return }
            candidates[index].asked = now
            return effects.append(.say(.challenge(incarnation.name, nonce: candidates[index].nonce)))
        }
        let candidate = Candidate(incarnation: incarnation, nonce: Nonce(from: &random), asked: now)
        candidates.append(candidate)
        if candidates.count > Candidate.most { candidates.removeFirst() }
        effects.append(.say(.challenge(incarnation.name, nonce: candidate.nonce)))
    }

    /// Something of a former incarnation: it was under way for long, or a second copy of the station is running.
    private mutating func hearFormer(
        _ index: Int, _ place: ChannelPlace, known: ChannelRules.Known, proof: Nonce?, at now: Instant,
        _ effects: inout [CorrespondenceEffect], using random: inout some RandomNumberGenerator
    ) -> ParcelHearing {
        if let proof, proof == former[index].probe, !former[index].isDisowned, let present = heard?.incarnation {
            let other = former[index].incarnation
            hold = .twoCopies(current: present, other: other)
            effects.append(.remark(.twoCopies(current: present, other: other)))
            return .contested
        }
        var highest = former[index].highest
        let hearing = count(place, known: known, highest: &highest, &effects)
        former[index].highest = highest
        if hearing == .new, !former[index].isDisowned { probe(index, at: now, &effects, using: &random) }
        return hearing
    }

    /// Asks whether a former incarnation is still alive.
    private mutating func probe(
        _ index: Int, at now: Instant, _ effects: inout [CorrespondenceEffect],
        using random: inout some RandomNumberGenerator
    ) {
        if let asked = former[index].asked, !isPast(asked, at: now) { return }
        // Drawn after another incarnation had proved itself, so whoever answers was alive after that. The same bytes are
        // asked for again: an answer may be under way for longer than the pause.
        let nonce = former[index].probe ?? Nonce(from: &random)
        former[index].probe = nonce
        former[index].asked = now
        effects.append(.say(.challenge(former[index].incarnation.name, nonce: nonce)))
    }

    /// Whether what was asked may be asked again; what is noted for a time to come was noted by a clock set back since.
    private func isPast(_ asked: Instant, at now: Instant) -> Bool {
        asked > now || asked.adding(milliseconds: Milliseconds.day) <= now
    }

    /// A person has decided which of two copies is the station; the other is not heard any more.
    ///
    /// - Returns: nil where it is neither of them.
    package mutating func resolve(keeping name: IncarnationName) -> [CorrespondenceEffect]? {
        guard case .twoCopies(let current, let other) = hold, name == current.name || name == other.name,
            let index = former.firstIndex(where: { $0.incarnation.name == other.name })
        else { return nil }
        hold = nil
        if name == other.name {
            let kept = former.remove(at: index)
            former.insert(Former(incarnation: current, highest: heard?.highest ?? 0, isDisowned: true), at: 0)
            heard = Hearing(incarnation: kept.incarnation, highest: kept.highest)
        } else {
            former[index].isDisowned = true
        }
        return recountAll() + [.takeHeldIn]
    }

    /// What the copy that was put away has called void counts no more: it may be the older one, which did not know those numbers.
    private func recountAll() -> [CorrespondenceEffect] {
        let present = heard.flatMap { heard in heard.incarnation.map { ($0.name, heard.highest) } }
        let others = former.map { ($0.incarnation.name, $0.isDisowned ? min($0.highest, $0.vouched) : $0.highest) }
        return ([present].compactMap { $0 } + others).flatMap { recount(0, upTo: $1, of: $0) }
    }

    /// Doubts what became of numbers, of the last ones where they are many.
    func recount(_ before: Int64, upTo last: Int64, of name: IncarnationName) -> [CorrespondenceEffect] {
        guard last > before else { return [] }
        return [.recount(max(before, last - ChannelRules.mostRecounted) + 1..<last + 1, of: name)]
    }
}
