import Telegrams

/// What a station knows of its correspondence with one other station, and the rules of it: which numbers were given out and
/// heard, what is missing, what to believe of what the other says, what to ask and what to tell.
///
/// A value without I/O. Whoever drives it, a station or the simulation, stores it together with what it says is to be done
/// (`CorrespondenceEffect`), in one transaction. Parcels, gaps and digests stay in the store, which may be large.
///
/// Whatever the other station says is believed only as far as it can know it: it may speak of its own numbers and of the
/// fate of our parcels with it, and no word of it makes us forget, skip or overwrite anything of ours.
package struct Correspondence: Sendable, Hashable {
    /// The station's key for which we give numbers out; nil where they were given out before keys were noted.
    package internal(set) var key: KeyFingerprint?
    /// What we give out.
    package internal(set) var sent: Numbering
    /// What we have heard; nil before the first parcel.
    package internal(set) var heard: Hearing?
    /// Incarnations from which something came and that have not proved to be the station's yet.
    package internal(set) var candidates: [Candidate] = []
    /// Incarnations that were the station's before, the latest first.
    package internal(set) var former: [Former] = []
    /// How long the station's parcels are given to come in order.
    package internal(set) var patience = ChannelPatience()
    /// When numbers are compared.
    package internal(set) var schedule = ComparisonSchedule()
    /// Why nothing is sent until a person has decided; nil where all is well.
    package internal(set) var hold: Hold?
    /// Since when nothing is sent to it or taken from it, because a person here wants it so; nil where nobody does.
    package internal(set) var stopped: Instant?
    /// A person has said that our register is no older copy, whatever the other station says.
    package internal(set) var isClaimDismissed = false
    /// How many of the station's numbers are missing, of all its incarnations together: `ChannelRules.greatestGap` at most.
    package internal(set) var missing = 0

    /// Numbers in one direction, within one incarnation of the station that gives them out.
    package struct Numbering: Sendable, Hashable {
        package var incarnation: Incarnation
        /// The last one that was given out; 0 for none.
        package var last: Int64

        package init(incarnation: Incarnation, last: Int64 = 0) {
            self.incarnation = incarnation
            self.last = last
        }

        package var place: ChannelPlace { ChannelPlace(incarnation: incarnation.name, channel: last) }
    }

    package struct Hearing: Sendable, Hashable {
        /// Nil where it was heard before stations named their incarnation: then the next one that comes is it.
        package var incarnation: Incarnation?
        /// The highest number that was heard of; 0 for none.
        package var highest: Int64

        package init(incarnation: Incarnation?, highest: Int64) {
            self.incarnation = incarnation
            self.highest = highest
        }

        package var place: ChannelPlace? {
            incarnation.map { ChannelPlace(incarnation: $0.name, channel: highest) }
        }
    }

    /// An incarnation that was asked to prove itself.
    package struct Candidate: Sendable, Hashable {
        package var incarnation: Incarnation
        package var nonce: Nonce
        package var asked: Instant

        package init(incarnation: Incarnation, nonce: Nonce, asked: Instant) {
            self.incarnation = incarnation
            self.nonce = nonce
            self.asked = asked
        }

        /// The most that are kept; the one that was asked longest ago gives way.
        package static let most = 4
    }

    package struct Former: Sendable, Hashable {
        package var incarnation: Incarnation
        package var highest: Int64
        /// Up to this number the station vouches for it; 0 where it has not said so.
        ///
        /// Its register, which has another incarnation now, knows those parcels.
        package var vouched: Int64
        /// A person has decided that it is not the station; what the station vouches for is heard nevertheless.
        package var isDisowned: Bool
        /// Whether it is still alive is asked when something of it comes late.
        package var probe: Nonce?
        package var asked: Instant?

        package init(
            incarnation: Incarnation, highest: Int64, vouched: Int64 = 0, isDisowned: Bool = false, probe: Nonce? = nil,
            asked: Instant? = nil
        ) {
            self.incarnation = incarnation
            self.highest = highest
            self.vouched = vouched
            self.isDisowned = isDisowned
            self.probe = probe
            self.asked = asked
        }

        /// The most that are remembered.
        package static let most = 8
    }

    /// Why nothing is sent to the station until a person has decided.
    package enum Hold: Sendable, Hashable {
        /// It has heard of this number, and we have given out fewer: our register is an older copy, or it lies.
        case olderCopy(heard: Int64)
        /// Two copies of the station are running: both incarnations have proved to be alive.
        case twoCopies(current: Incarnation, other: Incarnation)
    }

    /// - Parameter incarnation: our own.
    package init(_ incarnation: Incarnation) {
        sent = Numbering(incarnation: incarnation)
    }

    /// Takes up what was stored.
    ///
    /// - Parameter missing: how many gaps the store has of the station.
    package init(
        key: KeyFingerprint?, sent: Numbering, heard: Hearing?, candidates: [Candidate], former: [Former],
        patience: ChannelPatience, schedule: ComparisonSchedule, hold: Hold?, stopped: Instant? = nil,
        isClaimDismissed: Bool, missing: Int
    ) {
        self.key = key
        self.sent = sent
        self.heard = heard
        self.candidates = candidates
        self.former = former
        self.patience = patience
        self.schedule = schedule
        self.hold = hold
        self.stopped = stopped
        self.isClaimDismissed = isClaimDismissed
        self.missing = missing
    }

    /// Whether nothing is sent to the station.
    package var isSilent: Bool { hold != nil || stopped != nil }

    /// Our numbers and the station's, as a comparison states them.
    package var comparison: ChannelComparison { ChannelComparison(sent: sent.place, heard: heard?.place) }
}

/// What is to be done about something that was heard, in the transaction that stores the correspondence.
package enum CorrespondenceEffect: Sendable, Hashable {
    /// These numbers are missing from now on.
    case missing(Range<Int64>, of: IncarnationName)
    /// A number has come that may have been missing. Where it was, `learn` wants to know.
    case closeGap(ChannelPlace)
    /// A number will not come. Where it was missing, `forget` wants to know.
    case void(ChannelPlace)
    /// Nothing of that incarnation is heard any more, so nothing of it is missing. `forget` wants to know how much was.
    case closeGaps(of: IncarnationName)
    /// Which of these numbers have neither come nor are missing is looked up: they are missing from now on, the lowest first
    /// and as many as there is `room` for. `lose` wants to know how many.
    case recount(Range<Int64>, of: IncarnationName)
    /// What was heard without an incarnation belongs to this one.
    case adopt(Incarnation)
    /// What is missing is asked for again, because the station is there after all.
    case reviveRequests
    /// Our parcel of that number is to be sent again, unless it waits already; where there is none, `void` is said.
    case sendAgain(ChannelPlace)
    /// A receipt is believed.
    case receipt(Notice)
    /// A bundle of ours did not come through: the parcel in it is to be sent again.
    case sendAgainBundle(String)
    /// What was held of a station whose incarnation was not known, or of which two copies were running, can be taken in.
    case takeHeldIn
    /// Say this to the station.
    case say(Notice)
    /// The clerk should know.
    case remark(CorrespondenceRemark)
}

/// What the clerk is told of a correspondence.
package enum CorrespondenceRemark: Sendable, Hashable {
    /// The station was founded anew or restored from an older copy, and has proved it; its numbers begin at 1.
    case newIncarnation(Incarnation, former: Incarnation)
    /// Both have proved to be alive: nothing more is sent to it.
    case twoCopies(current: Incarnation, other: Incarnation)
    /// It has heard of this number of ours, and we have given out fewer: nothing more is sent to it.
    case olderCopy(heard: Int64, given: Int64)
    /// So many of its parcels are missing that they cannot be listed.
    case tooFarAhead(sent: Int64, highest: Int64)
}

extension Correspondence.Hold: CustomStringConvertible {
    package var description: String {
        switch self {
        case .olderCopy(let heard): "it says that it has heard of No. \(heard), which this register has never given out"
        case .twoCopies: "two copies of it are running"
        }
    }
}
