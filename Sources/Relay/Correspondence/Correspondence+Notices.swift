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
        case .void(let place):
            guard place.incarnation == heard?.incarnation?.name else { return [] }
            return [.closeGap(place.channel)]
        case .compare(let sent, let heard):
            return compare(ChannelComparison(sent: sent, heard: heard), isQuestion: true)
        case .compared(let sent, let heard):
            return compare(ChannelComparison(sent: sent, heard: heard), isQuestion: false)
        case .challenge(let name, let nonce):
            return name == sent.incarnation.name ? [.say(.response(name, nonce: nonce))] : []
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

    private mutating func compare(_ theirs: ChannelComparison, isQuestion: Bool) -> [CorrespondenceEffect] {
        var effects: [CorrespondenceEffect] = [.reviveRequests]
        if let number = theirs.heard, number.incarnation == sent.incarnation.name {
            schedule.hear(min(number.channel, sent.last))
            if number.channel > sent.last { effects += claim(heard: number.channel) }
        } else {
            schedule.hear(0)
        }
        effects += missing(upTo: theirs.sent)
        if isQuestion { effects.append(.say(.compared(sent: sent.place, heard: heard?.place))) }
        return effects
    }

    /// What the other station has given out, and we have not heard of.
    private mutating func missing(upTo last: ChannelPlace) -> [CorrespondenceEffect] {
        guard last.incarnation == heard?.incarnation?.name, let highest = heard?.highest, last.channel > highest else {
            return []
        }
        guard last.channel - highest <= ChannelRules.greatestGap else {
            return [.remark(.tooFarAhead(sent: last.channel, highest: highest))]
        }
        heard?.highest = last.channel
        return [.missing(highest + 1..<last.channel + 1)]
    }
}
