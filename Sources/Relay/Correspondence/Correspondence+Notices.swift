import Telegrams

// What the other station says, and how much of it is believed.

/// What our register holds of a parcel that the other station speaks of.
package struct ParcelFacts: Sendable, Hashable {
    package var place: ChannelPlace
    package var created: Instant

    package init(place: ChannelPlace, created: Instant) {
        self.place = place
        self.created = created
    }
}

extension Correspondence {
    /// Draws the consequences of a notice.
    ///
    /// - Parameter parcel: our own parcel to that station with that number and that content; nil where we made none. A
    ///   receipt for anything else is not believed.
    package mutating func hear(
        _ notice: Notice, at now: Instant, parcel: (ParcelName) throws -> ParcelFacts?
    ) rethrows -> [CorrespondenceEffect] {
        switch notice {
        case .arrived(let name, let time):
            guard let facts = try parcel(name) else { return [] }
            if facts.place.incarnation == sent.incarnation.name { schedule.confirm(min(name.channel, sent.last)) }
            return [.receipt(.arrived(name, at: believed(time, of: facts, at: now)))]
        case .opened(let name, let time, let officer):
            guard let facts = try parcel(name) else { return [] }
            return [.receipt(.opened(name, at: believed(time, of: facts, at: now), by: officer))]
        case .done(let name, let action, let time, let officer):
            guard let facts = try parcel(name) else { return [] }
            return [.receipt(.done(name, action: action, at: believed(time, of: facts, at: now), by: officer))]
        case .declined(let name, let action, let time, let reason, let officer):
            guard let facts = try parcel(name) else { return [] }
            let time = believed(time, of: facts, at: now)
            return [.receipt(.declined(name, action: action, at: time, reason: reason, by: officer))]
        case .refused(let name, _), .unreadable(let name, _):
            return try parcel(name) == nil ? [] : [.receipt(notice)]
        case .repeat(let place): return repeatParcel(place)
        case .void(let place): return knows(place.incarnation) ? [.void(place)] : []
        case .compare(let sent, let heard):
            return compare(ChannelComparison(sent: sent, heard: heard), isQuestion: true, at: now)
        case .compared(let sent, let heard):
            return compare(ChannelComparison(sent: sent, heard: heard), isQuestion: false, at: now)
        case .challenge: return answer(notice)
        case .damaged(let item, _): return [.sendAgainBundle(item)]
        // A response counts with the parcel that brings it; the others are no matter of numbers.
        case .response, .undeliverable, .whereabouts, .passed, .unseen: return []
        }
    }

    /// A time that another station gives lies between our sending and our hearing of it, whatever its clock says.
    private func believed(_ time: Instant, of facts: ParcelFacts, at now: Instant) -> Instant {
        max(min(time, now.wholeSecond), min(facts.created.wholeSecond, now.wholeSecond))
    }

    private mutating func repeatParcel(_ place: ChannelPlace) -> [CorrespondenceEffect] {
        guard place.incarnation == sent.incarnation.name, place.channel > sent.last else { return [.sendAgain(place)] }
        return claim(heard: place.channel)
    }

    /// The other station has heard of a number that we have not given out: nothing is skipped, and a person decides.
    private mutating func claim(heard number: Int64) -> [CorrespondenceEffect] {
        guard hold == nil, !isClaimDismissed else { return [] }
        hold = .olderCopy(heard: number)
        return [.remark(.olderCopy(heard: number, given: sent.last))]
    }

    private mutating func compare(
        _ theirs: ChannelComparison, isQuestion: Bool, at now: Instant
    ) -> [CorrespondenceEffect] {
        var effects: [CorrespondenceEffect] = [.reviveRequests]
        if let number = theirs.heard, number.incarnation == sent.incarnation.name {
            schedule.hear(min(number.channel, sent.last))
            if number.channel > sent.last { effects += claim(heard: number.channel) }
        }
        find(upTo: theirs.sent, at: now, &effects)
        if isQuestion { effects.append(.say(.compared(sent: sent.place, heard: heard?.place))) }
        return effects
    }

    /// What the other station has given out, and we have not heard of.
    ///
    /// It may speak of a former incarnation of its own too: of what its register has kept of that.
    private mutating func find(upTo last: ChannelPlace, at now: Instant, _ effects: inout [CorrespondenceEffect]) {
        guard let present = heard?.incarnation else { return }
        var highest = heard?.highest ?? 0
        if last.incarnation == present.name {
            let isListed = find(upTo: last, &highest, &effects)
            heard?.highest = highest
            if !isListed { effects.append(.remark(.tooFarAhead(sent: last.channel, highest: highest))) }
        } else if let index = place(ofFormer: last, at: now) {
            highest = former[index].highest
            // An incarnation that did not know these numbers may have called some of them void.
            effects += recount(former[index].vouched, upTo: min(last.channel, highest), of: last.incarnation)
            former[index].vouched = max(former[index].vouched, last.channel)
            _ = find(upTo: last, &highest, &effects)
            former[index].highest = highest
            effects.append(.takeHeldIn)
        }
    }

    /// Where a former incarnation is remembered; one that the station speaks of is from then on, where there is room.
    private mutating func place(ofFormer last: ChannelPlace, at now: Instant) -> Int? {
        if let index = former.firstIndex(where: { $0.incarnation.name == last.incarnation }) { return index }
        guard last.channel > 0, former.count < Former.most else { return nil }
        let candidate = candidates.first { $0.incarnation.name == last.incarnation }
        candidates.removeAll { $0.incarnation.name == last.incarnation }
        // When it began is for people, and nobody has told us.
        former.append(
            Former(incarnation: candidate?.incarnation ?? Incarnation(last.incarnation, began: now), highest: 0))
        return former.count - 1
    }

    private func knows(_ name: IncarnationName) -> Bool {
        heard?.incarnation?.name == name || former.contains { $0.incarnation.name == name }
    }
}
