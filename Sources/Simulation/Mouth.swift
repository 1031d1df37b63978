import Relay
import Telegrams

/// What a hostile station says to one victim: all that its key can sign, with a preference for what could do harm.
///
/// It knows all that the victim has, which is more than it could.
struct Mouth {
    let station: Int
    let victim: SimulatedStation
    /// Every parcel that was ever signed.
    let parcels: [SealedParcel]

    /// Notices of any kind with any numbers.
    func telegram(incarnations: [IncarnationName], using random: inout SplitMix) -> NoticeTelegram {
        let count = pick(12, &random) == 0 ? Notice.limit : 1 + pick(20, &random)
        let notices = (0..<count).map { _ in notice(incarnations, &random) }
        return NoticeTelegram(sort: .allCases[pick(3, &random)], notices: notices)
    }

    private func notice(_ incarnations: [IncarnationName], _ random: inout SplitMix) -> Notice {
        let time = time(using: &random)
        switch pick(18, &random) {
        case 0: return .arrived(parcel(&random), at: time)
        case 1: return .opened(parcel(&random), at: time, by: Self.officer)
        case 2: return .done(parcel(&random), action: nil, at: time, by: Self.officer)
        case 3: return .declined(parcel(&random), action: 1, at: time, reason: .max, by: Self.officer)
        case 4: return .refused(parcel(&random), reason: "no")
        case 5: return .unreadable(parcel(&random), by: Self.officer)
        case 6...7: return .repeat(place(names(incarnations), &random))
        case 8: return .void(place(names(incarnations), &random))
        case 9: return .damaged(item: item(&random), reason: "no")
        case 10: return .undeliverable(item: item(&random), reason: "no")
        case 11: return .whereabouts(item: item(&random))
        case 12: return .passed(item: item(&random), received: time, handed: time, next: victim.designator)
        case 13: return .unseen(item: item(&random))
        case 14: return .compare(sent: place(incarnations, &random), heard: place(names(incarnations), &random))
        case 15: return .compared(sent: place(incarnations, &random), heard: place(names(incarnations), &random))
        case 16: return .challenge(name(names(incarnations), &random), nonce: nonce(&random))
        default: return .response(name(incarnations, &random), nonce: nonce(&random))
        }
    }

    private static let officer: Codename = {
        // The name is right: the tests of `Telegrams` say so.
        guard let name = try? Codename("EVIL") else { preconditionFailure("EVIL is a codename") }
        return name
    }()

    private var correspondence: Correspondence? { victim.disk.channels[station]?.correspondence }

    /// The victim's own incarnations too.
    private func names(_ incarnations: [IncarnationName]) -> [IncarnationName] {
        incarnations + [victim.disk.incarnation.name, victim.disk.incarnation.name]
    }

    private func name(_ names: [IncarnationName], _ random: inout SplitMix) -> IncarnationName {
        pick(8, &random) == 0 || names.isEmpty ? IncarnationName(from: &random) : names[pick(names.count, &random)]
    }

    private func place(_ names: [IncarnationName], _ random: inout SplitMix) -> ChannelPlace {
        let name = name(names, &random)
        return ChannelPlace(incarnation: name, channel: number(in: name, using: &random))
    }

    /// A number near one that means something, or as far from all of them as can be.
    func number(in name: IncarnationName, using random: inout SplitMix) -> Int64 {
        let sent = correspondence?.sent
        let heard =
            correspondence?.former.first { $0.incarnation.name == name }?.highest ?? correspondence?.heard?.highest ?? 0
        let last = name == sent?.incarnation.name ? sent?.last ?? 0 : heard
        switch pick(9, &random) {
        case 0: return 1
        case 1: return last
        case 2...3: return last + 1
        case 4: return last + 1 + Int64(pick(50, &random))
        case 5: return last + ChannelRules.greatestGap
        case 6: return last + ChannelRules.greatestGap + 1
        case 7: return ChannelNumber.greatest
        default: return max(1, last - Int64(pick(50, &random)))
        }
    }

    func time(using random: inout SplitMix) -> Instant {
        let now = victim.clock(World.beginning).milliseconds
        switch pick(4, &random) {
        case 0: return Instant(milliseconds: now).wholeSecond
        case 1: return Instant(milliseconds: now + Int64(pick(1 << 40, &random))).wholeSecond
        case 2: return Instant(milliseconds: now - Int64(pick(1 << 40, &random))).wholeSecond
        default: return Instant(seconds: 253_402_300_799)
        }
    }

    /// One that the victim has made, for it or for another, or the number of one with other contents.
    private func parcel(_ random: inout SplitMix) -> ParcelName {
        guard !parcels.isEmpty else { return ParcelName(channel: 1, digest: Digest256(words: [1, 2, 3, 4])) }
        let any = parcels[pick(parcels.count, &random)].name
        let own = victim.disk.channels[station]?.parcels.values.joined().compactMap { $0?.name } ?? []
        let mine = own.isEmpty ? any : own.sorted { $0.channel < $1.channel }[pick(own.count, &random)]
        switch pick(3, &random) {
        case 0: return any
        case 1: return mine
        default: return ParcelName(channel: mine.channel, digest: any.digest)
        }
    }

    private func nonce(_ random: inout SplitMix) -> Nonce {
        let known = (correspondence?.candidates.map(\.nonce) ?? []) + (correspondence?.former.compactMap(\.probe) ?? [])
        return known.isEmpty || pick(3, &random) == 0 ? Nonce(from: &random) : known[pick(known.count, &random)]
    }

    private func item(_ random: inout SplitMix) -> String {
        pick(4, &random) == 0 ? "anything" : BundleName.text(pick(1 << 14, &random))
    }

    private func pick(_ count: Int, _ random: inout SplitMix) -> Int { Int(random.next() % UInt64(count)) }
}
