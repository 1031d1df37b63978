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
    /// So far ahead that the numbers between cannot all be listed.
    case tooFarAhead(highest: Int64)
    /// Nobody knows yet whether it is from the station or from a copy of it: it is held.
    case unproved
    /// Two copies of the station are running: it is held until a person has decided.
    case contested
    /// It is from a copy that a person has disowned.
    case disowned
}

extension Correspondence {
    /// Notes an arriving parcel.
    ///
    /// - Parameters:
    ///   - channel: 1 or more.
    ///   - known: what arrived under that number of that incarnation before.
    ///   - proof: the random bytes of a `response` within it that names its own incarnation; nil where there is none.
    package mutating func hear(
        _ incarnation: Incarnation, _ channel: Int64, known: ChannelRules.Known, proof: Nonce? = nil, at now: Instant,
        using random: inout some RandomNumberGenerator
    ) -> (hearing: ParcelHearing, effects: [CorrespondenceEffect]) {
        var effects: [CorrespondenceEffect] = []
        let name = incarnation.name
        if heard == nil { heard = Hearing(incarnation: incarnation, highest: 0) }
        if heard?.incarnation == nil {
            heard?.incarnation = incarnation
            effects.append(.adopt(incarnation))
        }
        if let index = former.firstIndex(where: { $0.incarnation.name == name }) {
            return (hearFormer(index, channel, known: known, proof: proof, at: now, &effects, using: &random), effects)
        }
        guard heard?.incarnation?.name == name || proves(name, proof, &effects) else {
            challenge(incarnation, at: now, &effects, using: &random)
            return (.unproved, effects)
        }
        if case .twoCopies = hold { return (.contested, effects) }
        return (hearPresent(channel, known: known, &effects), effects)
    }

    private mutating func hearPresent(
        _ channel: Int64, known: ChannelRules.Known, _ effects: inout [CorrespondenceEffect]
    ) -> ParcelHearing {
        let highest = heard?.highest ?? 0
        switch known {
        case .sameContents: return .duplicate
        case .otherContents: return .reused
        case .nothing where channel > highest: break
        case .nothing:
            effects.append(.closeGap(channel))
            return .new
        }
        guard channel - highest <= ChannelRules.greatestGap else { return .tooFarAhead(highest: highest) }
        if channel > highest + 1 { effects.append(.missing(highest + 1..<channel)) }
        heard?.highest = channel
        return .new
    }

    // MARK: Incarnations

    /// Whether a candidate has proved to be the station; then it is from now on.
    private mutating func proves(_ name: IncarnationName, _ proof: Nonce?, _ effects: inout [CorrespondenceEffect]) -> Bool {
        guard let proof, let candidate = candidates.first(where: { $0.incarnation.name == name }), candidate.nonce == proof
        else { return false }
        if let present = heard, let incarnation = present.incarnation {
            former.insert(Former(incarnation: incarnation, highest: present.highest), at: 0)
            former = Array(former.prefix(Former.most))
            effects.append(.remark(.newIncarnation(candidate.incarnation, former: incarnation)))
        }
        heard = Hearing(incarnation: candidate.incarnation, highest: 0)
        candidates = []
        effects += [.closeAllGaps, .takeHeldIn]
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
        _ index: Int, _ channel: Int64, known: ChannelRules.Known, proof: Nonce?, at now: Instant,
        _ effects: inout [CorrespondenceEffect], using random: inout some RandomNumberGenerator
    ) -> ParcelHearing {
        guard !former[index].isDisowned else { return .disowned }
        if case .twoCopies = hold { return .contested }
        if let proof, proof == former[index].probe, let present = heard?.incarnation {
            let other = former[index].incarnation
            hold = .twoCopies(current: present, other: other)
            effects.append(.remark(.twoCopies(current: present, other: other)))
            return .contested
        }
        switch known {
        case .sameContents: return .duplicate
        case .otherContents: return .reused
        case .nothing: break
        }
        former[index].highest = max(former[index].highest, channel)
        probe(index, at: now, &effects, using: &random)
        return .new
    }

    /// Asks whether a former incarnation is still alive.
    private mutating func probe(
        _ index: Int, at now: Instant, _ effects: inout [CorrespondenceEffect],
        using random: inout some RandomNumberGenerator
    ) {
        if let asked = former[index].asked, !isPast(asked, at: now) { return }
        // Fresh each time: only who is alive now can answer.
        let nonce = Nonce(from: &random)
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
        guard case .twoCopies(let current, let other) = hold, name == current.name || name == other.name else { return nil }
        hold = nil
        var effects: [CorrespondenceEffect] = [.takeHeldIn]
        guard name == other.name, let index = former.firstIndex(where: { $0.incarnation.name == name }) else {
            if let index = former.firstIndex(where: { $0.incarnation.name == other.name }) { former[index].isDisowned = true }
            return effects
        }
        let kept = former.remove(at: index)
        former.insert(Former(incarnation: current, highest: heard?.highest ?? 0, isDisowned: true), at: 0)
        heard = Hearing(incarnation: kept.incarnation, highest: kept.highest)
        effects.append(.closeAllGaps)
        return effects
    }
}
