import BundleProtocol
import Register
import Relay
import SSHSignatures
import Sealing
import Station
import Telegrams

/// What it says: all that its key can sign, with a preference for what could do harm.
struct HostileMouth {
    let station: Station
    var random: SplitMix
    /// Incarnations that it has made up.
    private var incarnations: [Incarnation] = []
    /// What its letters have announced, of which nothing exists.
    private var announced: [Cover.Announcement] = []

    init(station: Station, random: SplitMix) {
        self.station = station
        self.random = random
    }

    mutating func draw(_ count: Int) -> Int { Int.random(in: 0..<max(1, count), using: &random) }

    // MARK: Bundles

    /// Something for others, with numbers of any size.
    mutating func transit() throws -> Bundle {
        let directory = try station.directory()
        let known = try victims().map { try directory.correspondent($0.station).node }
        let nodes = known + [0, 7777, (1 << 32) - 2, .max]
        let numbers: [UInt64] = [0, 1, 86_400_000, 1 << 62, .max]
        return try Bundle(
            destination: .ipn(node: nodes[draw(nodes.count)], service: 1),
            source: .ipn(node: nodes[draw(nodes.count)], service: 1),
            timestamp: CreationTimestamp(time: numbers[draw(numbers.count)], sequence: random.next()),
            lifetime: numbers[draw(numbers.count)], precedence: .flash, payload: noise(draw(3000)),
            hopLimit: 1 + draw(255), age: numbers[draw(numbers.count)])
    }

    mutating func impostor(of genuine: Bundle) throws -> Bundle {
        try Bundle(
            destination: genuine.destination, source: genuine.source, timestamp: genuine.identity.timestamp,
            lifetime: 86_400_000, precedence: .flash, payload: noise(1 + draw(3000)))
    }

    private mutating func noise(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(draw(256)) } }

    // MARK: Parcels

    /// A parcel for any victim, signed and sealed as it should be, with any content under any number.
    mutating func parcel() throws -> Bundle {
        let victims = try victims()
        guard !victims.isEmpty else { return try transit() }
        let victim = victims[draw(victims.count)]
        let peer = try station.directory().correspondent(victim.station)
        let place = try number(towards: victim.station)
        let (kind, content) = try content(for: peer)
        let cover = try Cover(
            from: station.designator, fromKey: KeyFingerprint(station.keys.signer.publicKey), to: victim.station,
            toKey: KeyFingerprint(peer.stationKey), incarnation: place.incarnation, channel: place.last,
            replaces: nil, precedence: .flash, content: kind,
            officers: kind == .letter ? [victim.officers.first?.name ?? Codename("NOBODY")] : [],
            announces: kind == .letter ? announcements() : [],
            digest: draw(10) == 0 ? digest() : Digest256(of: content))
        let sealed = try ParcelSealing.seal(
            cover: cover, content: content, signedBy: station.keys.signer, to: peer.sealingKey())
        return try Bundle(
            destination: .ipn(node: peer.node, service: 1), source: .ipn(node: station.record.node, service: 1),
            timestamp: CreationTimestamp(
                time: DTNTime.fromUnix(milliseconds: station.now().milliseconds) ?? 0, sequence: random.next()),
            lifetime: 86_400_000, precedence: .flash, payload: sealed)
    }

    private func victims() throws -> [Card] {
        try station.cards().map(\.card).filter { $0.station != station.designator }
    }

    /// Its next one mostly, which is believed; else any, of any incarnation.
    private mutating func number(towards victim: Designator) throws -> Correspondence.Numbering {
        if draw(3) > 0 {
            return try station.register.write { writer in
                var correspondence = try writer.reader.correspondence(with: victim)
                _ = correspondence.number(at: station.now())
                try writer.set(correspondence, with: victim)
                return correspondence.sent
            }
        }
        if incarnations.isEmpty || draw(20) == 0 {
            incarnations.append(Incarnation(IncarnationName(from: &random), began: Instant(seconds: 253_402_300_799)))
        }
        var numbering = try station.register.read { try $0.correspondence(with: victim) }.sent
        if draw(2) == 0 { numbering.incarnation = incarnations[draw(incarnations.count)] }
        numbering.last = channel(near: numbering.last)
        return numbering
    }

    private mutating func channel(near last: Int64) -> Int64 {
        let numbers = [1, last, last + 1, last + 40, last + ChannelRules.greatestGap, ChannelNumber.greatest]
        return min(max(1, numbers[draw(numbers.count)]), ChannelNumber.greatest)
    }

    private mutating func content(for peer: Correspondent) throws -> (Cover.Content, [UInt8]) {
        switch draw(6) {
        case 0: return (.letter, noise(100 + draw(4000)))
        case 1:
            let bytes = noise(1 + draw(4000))
            if draw(2) == 0, !announced.isEmpty {
                let file = announced[draw(announced.count)]
                let part = Cover.Part(enclosure: file.digest, size: file.size, offset: 0, index: 1, count: 1)
                return (.part(part), noise(draw(3) == 0 ? bytes.count : Int(file.size)))
            }
            let offset = Int64(draw(3)) << draw(40)
            return (
                .part(
                    Cover.Part(
                        enclosure: digest(), size: offset + Int64(bytes.count), offset: offset, index: 1 + draw(3),
                        count: 3 + draw(1_000_000))), bytes
            )
        default: return (.service, try service(to: peer))
        }
    }

    private mutating func announcements() -> [Cover.Announcement] {
        let new = (0..<draw(3)).map { _ in Cover.Announcement(digest: digest(), size: Int64(1 + draw(4000))) }
        announced.append(contentsOf: new)
        return new
    }

    private mutating func digest() -> Digest256 {
        Digest256(words: [random.next(), random.next(), random.next(), random.next()])
    }

    // MARK: Notices

    private mutating func service(to peer: Correspondent) throws -> [UInt8] {
        let address = Address(officer: nil, station: peer.card.station)
        let correspondence = try station.register.read { try $0.correspondence(with: peer.card.station) }
        let notices = try (0..<1 + draw(20)).map { _ in try notice(correspondence) }
        let telegram = try Telegram(
            number: 1 + Int64(draw(1 << 30)), dateTime: station.now().wholeSecond,
            from: Address(officer: nil, station: station.designator),
            content: Telegram.Content(kind: .service, precedence: .flash, to: [address], notices: notices))
        let recipient = LetterRecipient(
            address: address, fingerprint: KeyFingerprint(peer.stationKey), sealingKey: nil)
        return try SealedLetter(telegram, enclosures: [], signedBy: station.keys.signer, to: [recipient]).bytes
    }

    private mutating func notice(_ correspondence: Correspondence) throws -> Notice {
        let time = Instant(seconds: [0, station.now().milliseconds / 1000, 253_402_300_799][draw(3)])
        let parcel = ParcelName(channel: channel(near: 10), digest: digest())
        let officer = try Codename("OFFICER EVIL")
        let theirs = correspondence.heard
        let name = [theirs?.incarnation?.name, correspondence.sent.incarnation.name, incarnations.last?.name]
            .compactMap { $0 }
        let incarnation = name[draw(name.count)]
        let place = ChannelPlace(incarnation: incarnation, channel: channel(near: theirs?.highest ?? 1))
        let own = ChannelPlace(
            incarnation: correspondence.sent.incarnation.name, channel: channel(near: correspondence.sent.last))
        switch draw(12) {
        case 0: return .arrived(parcel, at: time)
        case 1: return .opened(parcel, at: time, by: officer)
        case 2: return .refused(parcel, reason: "no")
        case 3: return .unreadable(parcel, by: officer)
        case 4...5: return .repeat(place)
        case 6: return .void(place)
        case 7: return .damaged(item: "ipn-7.1-1-1", reason: "no")
        case 8: return .undeliverable(item: "ipn-7.1-1-1", reason: "no")
        case 9: return .challenge(incarnation, nonce: Nonce(from: &random))
        case 10: return .compared(sent: own, heard: place)
        default: return .compare(sent: own, heard: place)
        }
    }
}
