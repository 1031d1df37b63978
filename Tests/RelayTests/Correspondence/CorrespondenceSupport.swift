import Relay
import Telegrams
import Testing

/// An incarnation of the tests.
func incarnation(_ number: UInt64) -> Incarnation {
    var random = SplitMix(seed: number)
    return Incarnation(IncarnationName(from: &random), began: midnight)
}

func digest(_ number: UInt64) -> Digest256 { Digest256(words: [number, 1, 2, 3]) }

func place(_ incarnation: Incarnation, _ channel: Int64) -> ChannelPlace {
    ChannelPlace(incarnation: incarnation.name, channel: channel)
}

let (own, theirs, anew) = (incarnation(1), incarnation(2), incarnation(3))
let officer: Codename = {
    // The name is right: the tests of `Telegrams` say so.
    guard let name = try? Codename("BORIS") else { preconditionFailure("BORIS is a codename") }
    return name
}()

extension Correspondence {
    /// One that has heard of numbers.
    static func heard(_ highest: Int64, sent: Int64 = 0) -> Correspondence {
        var correspondence = Correspondence(own)
        for _ in 0..<sent { _ = correspondence.number(at: midnight) }
        var random = SplitMix(seed: 9)
        for number in stride(from: 1, through: highest, by: 1) {
            _ = correspondence.hear(theirs, number, known: .nothing, at: midnight, using: &random)
        }
        return correspondence
    }

    /// Hears a parcel.
    mutating func hear(
        _ incarnation: Incarnation, _ channel: Int64, known: ChannelRules.Known = .nothing, _ notices: [Notice] = [],
        at now: Instant = midnight
    ) -> (hearing: ParcelHearing, effects: [CorrespondenceEffect]) {
        // Other bytes than those of any incarnation of the tests.
        var random = SplitMix(seed: 1_000 + UInt64(channel))
        return hear(incarnation, channel, known: known, notices: notices, at: now, using: &random)
    }

    /// Hears a notice about parcels that were made an hour ago.
    mutating func hear(_ notice: Notice, at now: Instant = midnight) -> [CorrespondenceEffect] {
        let (last, name) = (sent.last, sent.incarnation.name)
        return hear(notice, at: now) { parcel in
            guard parcel.channel <= last, parcel.digest == digest(UInt64(parcel.channel)) else { return nil }
            return ParcelFacts(
                place: ChannelPlace(incarnation: name, channel: parcel.channel), created: midnight.adding(hours: -1))
        }
    }

    /// Lets another incarnation prove itself.
    ///
    /// - Returns: what follows from the proof.
    mutating func accept(_ incarnation: Incarnation, at now: Instant = midnight) throws -> [CorrespondenceEffect] {
        let challenge = hear(incarnation, 1, at: now).effects.nonces.first
        let nonce = try #require(challenge ?? candidates.first { $0.incarnation == incarnation }?.nonce)
        return hear(incarnation, 1, [.response(incarnation.name, nonce: nonce)], at: now).effects
    }
}

extension [CorrespondenceEffect] {
    /// What is asked in challenges.
    var nonces: [Nonce] {
        compactMap { effect in
            guard case .say(.challenge(_, let nonce)) = effect else { return nil }
            return nonce
        }
    }

    var said: [Notice] {
        compactMap { effect in
            guard case .say(let notice) = effect else { return nil }
            return notice
        }
    }
}
