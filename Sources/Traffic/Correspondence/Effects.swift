import Register
import Relay
import Station
import Telegrams

// What a correspondence says is to be done, done in the register.

extension Station {
    /// Draws the consequences of what another station says.
    func apply(
        _ notices: [Notice], from peer: Designator, in writer: Register.Writer, report: inout ExchangeReport
    ) throws {
        var correspondence = try writer.reader.correspondence(with: peer)
        var effects: [CorrespondenceEffect] = []
        for notice in notices {
            effects += try correspondence.hear(notice, at: now()) { name in
                try writer.reader.parcel(to: peer, name).map { ParcelFacts(place: $0.place, created: $0.created) }
            }
            try applyToBundles(notice, from: peer, in: writer)
        }
        try writer.set(correspondence, with: peer)
        try perform(effects, with: peer, in: writer, report: &report)
    }

    func perform(
        _ effects: [CorrespondenceEffect], with peer: Designator, in writer: Register.Writer,
        report: inout ExchangeReport
    ) throws {
        for effect in effects {
            switch effect {
            case .missing(let numbers, let incarnation):
                try writer.openGaps(numbers, of: incarnation, from: peer, at: now())
            case .closeGap(let place):
                guard let found = try writer.closeGap(place, of: peer) else { continue }
                try change(peer, in: writer) { $0.learn(found: found, at: now()) }
            case .void(let place):
                guard try writer.closeGap(place, of: peer) != nil else { continue }
                try change(peer, in: writer) { $0.forget(missing: 1) }
                try writer.giveUpLostParts(of: peer, under: place.incarnation, channel: place.channel)
            case .closeGaps(let incarnation):
                let count = try writer.closeGaps(of: peer, within: incarnation)
                try change(peer, in: writer) { $0.forget(missing: count) }
                try writer.giveUpLostParts(of: peer, under: incarnation)
            case .recount(let numbers, let incarnation):
                let room = try writer.reader.correspondence(with: peer).room
                let count = try writer.recount(numbers, of: incarnation, from: peer, most: room, at: now())
                try change(peer, in: writer) { $0.lose(count) }
            case .adopt(let incarnation): try writer.adopt(incarnation, of: peer)
            case .reviveRequests: try reviveRequests(to: peer, in: writer)
            case .sendAgain(let place):
                if try isOver(place, with: peer, in: writer.reader) || !writer.repeatParcel(to: peer, place) {
                    try writer.queueNotice(Notice.void(place), to: peer)
                }
            case .receipt(let receipt): try apply(receipt: receipt, from: peer, in: writer)
            case .sendAgainBundle(let item): try repeatBundle(item, reportedBy: peer, in: writer)
            case .takeHeldIn: try writer.releaseHeld(of: peer)
            case .say(let notice): try writer.queueNotice(notice, to: peer)
            case .remark(let remark): report.take(remark, about: peer)
            }
        }
    }

    /// Whether a parcel of a former incarnation of ours was sent again within the present one: nobody could tell at the other
    /// side that the two are the same.
    private func isOver(_ place: ChannelPlace, with peer: Designator, in reader: Register.Reader) throws -> Bool {
        guard try reader.parcel(to: peer, place)?.isResolved == true else { return false }
        return try reader.correspondence(with: peer).sent.incarnation.name != place.incarnation
    }

    private func change(
        _ peer: Designator, in writer: Register.Writer, _ change: (inout Correspondence) -> Void
    ) throws {
        var correspondence = try writer.reader.correspondence(with: peer)
        change(&correspondence)
        try writer.set(correspondence, with: peer)
    }

    /// The other station is there after all: what was given up is asked for again.
    private func reviveRequests(to peer: Designator, in writer: Register.Writer) throws {
        let revived = try writer.reader.gaps(of: peer).filter(\.requests.isGivenUp).map { gap in
            var gap = gap
            gap.requests.revive()
            return gap
        }
        try writer.set(revived)
    }

    private func repeatBundle(_ item: String, reportedBy peer: Designator, in writer: Register.Writer) throws {
        guard let parcel = try parcel(inBundle: item, in: writer.reader) else { return }
        try writer.repeatParcel(to: parcel.peer, parcel.place)
        if let number = parcel.number {
            try writer.note("arrived damaged at \(peer), repeated", on: number, at: now())
        }
    }
}

extension CorrespondenceRemark {
    /// What the clerk is told.
    package func words(about peer: Designator) -> String {
        switch self {
        case .newIncarnation(let incarnation, let former):
            """
            \(peer) numbers its parcels from 1 again since \(DateTimeGroup.short(incarnation.began)): it was founded anew or \
            restored from an older copy (before: since \(DateTimeGroup.short(former.began))), and has proved it with its key
            """
        case .twoCopies:
            """
            two copies of \(peer) are running: nothing more is sent to it, and nothing from it is taken in, until you have \
            asked its clerk and said which one it is ('cable correspondence resolve \(peer)')
            """
        case .olderCopy(let heard, let given):
            """
            \(peer) has heard of No. \(heard) from here, and this register has given out \(given): it is an older copy, or \
            \(peer) is mistaken; nothing more is sent to it until you decide ('cable correspondence resolve \(peer)')
            """
        case .tooFarAhead(let sent, let highest):
            """
            \(peer) says that it has sent No. \(sent), and No. \(highest) is the last one heard of here: so many cannot be \
            listed as missing; ask its clerk
            """
        }
    }
}
