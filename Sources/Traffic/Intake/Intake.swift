import Age
import BundleProtocol
import DurableFiles
import Register
import Relay
import SSHSignatures
import Sealing
import Station
import Telegrams

// Taking in: whatever brought a bundle, it becomes durable here before anybody is told so.

extension Station {
    /// The most bytes of one bundle.
    package static let bundleLimit = 16 << 20

    /// A bundle as it came.
    struct UnopenedBundle: Sendable {
        var bytes: [UInt8]
        /// The station that handed it to us, where that is known.
        var peer: Designator?
    }

    /// Takes bundles in, all within one transaction; when this returns, what was accepted is durable.
    ///
    /// - Parameter limits: how much is kept for others; what is beyond stays where it is.
    /// - Returns: what became of each, in the same order.
    func takeIn(
        _ bundles: [Verdict<UnopenedBundle>], limits: StorageLimits = StorageLimits(), report: inout ExchangeReport
    ) throws -> [Verdict<Void>] {
        let room = try register.read { try $0.custody(limits: limits) }
        return try takeIn(examine(bundles), room: room, report: &report)
    }

    /// Takes in what was examined, in one transaction.
    ///
    /// At first as if nothing could go wrong. Where something does, all is undone and each is taken in by itself, whole or
    /// not at all: what goes wrong with one arrival must not hold up the others, and a savepoint for each costs more than
    /// the rest.
    /// - Parameters:
    ///   - room: what is kept for others already.
    ///   - first: what else becomes durable with it, before.
    ///   - last: what else becomes durable with it, behind.
    func takeIn(
        _ examined: [Verdict<ExaminedBundle>], room: Custody<Designator?>, report: inout ExchangeReport,
        first: (Register.Writer) throws -> Void = { _ in },
        last: (Register.Writer, IntakeState) throws -> Void = { _, _ in }
    ) throws -> [Verdict<Void>] {
        func write(
            _ take: (Verdict<ExaminedBundle>, Register.Writer, inout IntakeState) throws -> Verdict<Void>
        ) throws -> [Verdict<Void>] {
            var intake = IntakeState(room: room, disk: diskRoom, report: report)
            let taken = try register.write { writer in
                try first(writer)
                let taken = try examined.map { try take($0, writer, &intake) }
                try makeDurable(intake.pending)
                try last(writer, intake)
                return taken
            }
            report = intake.report
            return taken
        }
        do {
            return try write { try takeIn($0, in: $1, &$2) }
        } catch  where error as? RegisterError != .busy {
            return try write { takeInApart($0, in: $1, &$2) }
        }
    }

    /// What changes while things are taken in, and is as before where one of them fails.
    struct IntakeState {
        var room: Custody<Designator?>
        var disk: DiskRoom
        var report: ExchangeReport
        /// What was taken into custody, by name.
        var carried: [String: Bundle] = [:]
        /// The nodes for which bundles were taken into custody.
        var destinations: Set<UInt64> = []
        /// Accepted, and to be written before the transaction ends.
        var pending: [PendingPart] = []
    }

    /// Takes one bundle in that did not come over a link.
    ///
    /// - Returns: why it must be refused.
    package func takeIn(_ bytes: [UInt8], report: inout ExchangeReport) throws -> String? {
        try refusal(of: bytes, report: &report)?.reason
    }

    /// Takes one bundle in that did not come over a link; nil where it is accepted.
    func refusal(of bytes: [UInt8], report: inout ExchangeReport) throws -> Refusal? {
        switch try takeIn([.accepted(UnopenedBundle(bytes: bytes))], report: &report).first {
        case .accepted:
            try checkEnclosures(report: &report)
            return nil
        case .gone, nil: return Refusal(reason: "it is gone", isMendable: true)
        case .unavailable(let reason): throw StationError(.unavailable, Wording(verbatim: reason))
        case .refused(let refusal): return refusal
        }
    }

    /// Looks into bundles, as far as the station's keys reach; nothing is written.
    func examine(_ bundles: [Verdict<UnopenedBundle>]) throws -> [Verdict<ExaminedBundle>] {
        let directory = try directory()
        let identities = try sealingKeys().reversed().map(\.identity)
        return parallelMap(bundles) { bundle in
            bundle.flatMap { examine($0.bytes, from: $0.peer, directory: directory, identities: identities) }
        }
    }

    /// What was found out about an arrival; before anything is written, `Content` is what it holds.
    enum Verdict<Content: Sendable>: Sendable {
        case accepted(Content)
        case refused(Refusal)
        /// It cannot be dealt with now, for a reason of ours: it stays where it is.
        case unavailable(String)
        case gone

        func flatMap<Other>(_ next: (Content) throws -> Verdict<Other>) rethrows -> Verdict<Other> {
            switch self {
            case .accepted(let content): try next(content)
            case .refused(let refusal): .refused(refusal)
            case .unavailable(let reason): .unavailable(reason)
            case .gone: .gone
            }
        }
    }

    /// Why something is not taken in.
    struct Refusal: Sendable {
        var reason: String
        /// It was damaged on the way, or came too late: a repeat mends it.
        ///
        /// Otherwise a repeat would fare no better.
        var isMendable: Bool
        /// Whose parcel it is, where the station's key has signed for it.
        var parcel: (station: Designator, name: ParcelName)?
        /// It is held until it is known, or a person has decided, which copy of its station is the right one.
        var awaits: Designator?

        init(reason: String, isMendable: Bool) {
            self.reason = reason
            self.isMendable = isMendable
        }

        /// A parcel that is not accepted although its station's key has signed for it.
        init(_ cover: Cover, reason: String) {
            self.reason = reason
            isMendable = false
            parcel = (cover.from, cover.name)
        }

        /// A parcel of which nobody knows yet whether it may be accepted.
        init(awaiting station: Designator, reason: String) {
            self.reason = reason
            isMendable = true
            awaits = station
        }
    }

    private func takeIn(
        _ bundle: Verdict<ExaminedBundle>, in writer: Register.Writer, _ intake: inout IntakeState
    ) throws -> Verdict<Void> {
        try bundle.flatMap { item in
            if case .transit(let record, let bundle) = item {
                return try takeCustody(record, bundle, in: writer, &intake)
            }
            if let shortage = try shortage(for: item, on: intake.disk, in: writer) { return .unavailable(shortage) }
            intake.disk.take(item.size)
            return try accept(item, in: writer, &intake).map(Verdict.refused) ?? .accepted(())
        }
    }

    /// Why there is no room for something for us; nil where there is, and for a repetition, which needs none.
    private func shortage(
        for item: ExaminedBundle, on disk: DiskRoom, in writer: Register.Writer
    ) throws -> String? {
        let cover = item.cover
        let kept = try [.telegrams, .enclosures].reduce(KeptAmount()) {
            try $0 + writer.reader.kept($1, for: .station(cover.from))
        }
        let fits = disk.has(item.size, for: .forUs)
        guard !fits || !disk.allows(item.size, toSourceWith: kept.bytes) else { return nil }
        guard try writer.reader.known(Entry.Origin(cover), digest: cover.digest) == .nothing else { return nil }
        return fits
            ? "what \(cover.from) has sent fills its share of the disk"
            : "the disk has only what this station needs for itself"
    }

    /// Takes something in, whole or not at all.
    private func takeInApart(
        _ bundle: Verdict<ExaminedBundle>, in writer: Register.Writer, _ intake: inout IntakeState
    ) -> Verdict<Void> {
        var next = intake
        do {
            let taken = try writer.attempt {
                let taken = try takeIn(bundle, in: writer, &next)
                try makeDurable(next.pending)
                return taken
            }
            next.pending = []
            intake = next
            return taken
        } catch {
            return .unavailable("\(error)")
        }
    }

    /// Something that may be taken in.
    enum ExaminedBundle: Sendable {
        case transit(TransitRecord, Bundle)
        case letter(Cover, content: [UInt8])
        case service(Cover, content: [UInt8], telegram: Telegram, notices: [Notice], cards: [Card])
        /// `length` is how long every part of the file is but the last.
        case part(Cover, Cover.Part, length: Int64, content: [UInt8])
    }

    private func examine(
        _ bytes: [UInt8], from peer: Designator?, directory: Directory, identities: [HybridIdentity]
    ) -> Verdict<ExaminedBundle> {
        do {
            var limits = BundleLimits()
            limits.payloadLength = Self.bundleLimit
            let bundle = try Bundle(parsing: bytes, limits: limits)
            if bundle.isExpired(atDTNTime: trustedTime(for: bundle)) {
                return .refused(Refusal(reason: "its lifetime is over", isMendable: true))
            }
            guard bundle.destination.nodeID == endpoint.nodeID else { return try transit(bundle, from: peer) }
            return try .accepted(open(bundle, directory: directory, identities: identities))
        } catch let error as BundleParsingError {
            return .refused(Refusal(reason: "not a good bundle: \(error)", isMendable: true))
        } catch let error as AgeError {
            return .refused(Refusal(reason: "\(error)", isMendable: true))
        } catch SealingError.noKey {
            return .refused(Refusal(reason: "\(SealingError.noKey)", isMendable: true))
        } catch let error as FileError where error.isOfThePlace {
            // However often it comes, there is no such place in a file here.
            return .refused(Refusal(reason: "its part of an enclosure: \(error.cause)", isMendable: false))
        } catch let error where error is FileError || error is RegisterError {
            return .unavailable("\(error)")
        } catch {
            return .refused(Refusal(reason: "\(error)", isMendable: false))
        }
    }

    private func transit(_ bundle: Bundle, from peer: Designator?) throws -> Verdict<ExaminedBundle> {
        // Whose destination is not known here waits until it is.
        let facts = TransitFacts(bundle)
        if let obstacle = facts.obstacle(atDTNTime: trustedTime(for: bundle), isKnown: { _ in true }) { throw obstacle }
        guard let node = facts.destination else { throw TransitObstacle.unknownDestination(nil) }
        let record = TransitRecord(
            name: bundle.name.fileName, destination: node, precedence: Precedence(bundle.precedence), received: now(),
            size: bundle.encoded().count, previous: peer, expires: expiry(of: bundle),
            hops: UInt64(bundle.hopCount?.count ?? 0))
        return .accepted(.transit(record, bundle))
    }

    /// When a bundle's lifetime ends, by our clock, or our patience with it.
    ///
    /// Its numbers are somebody else's: nothing is kept for 500 million years, nor for ever because nobody can tell its age.
    private func expiry(of bundle: Bundle) -> Instant {
        let longest = UInt64(Self.longestCustodyInDays) * 86_400_000
        let rest = bundle.aging.remainder(atDTNTime: trustedTime(for: bundle)) ?? longest
        return now().adding(milliseconds: Int64(min(rest, longest)))
    }

    /// The time by which a bundle's age is judged; nil where it counts its age itself, because our clock may be wrong.
    private func trustedTime(for bundle: Bundle) -> UInt64? {
        bundle.age == nil ? DTNTime.fromUnix(milliseconds: now().milliseconds) : nil
    }

    private func open(
        _ bundle: Bundle, directory: Directory, identities: [HybridIdentity]
    ) throws -> ExaminedBundle {
        let (parcel, isForCards) = try openParcel(Array(bundle.payload), identities: identities)
        let cover = parcel.cover
        guard cover.to == designator else {
            throw StationError(.damaged, "its cover is for \(cover.to), not for \(designator)")
        }
        guard cover.toKey == keyFingerprint else {
            throw StationError(.damaged, "it was numbered for another key of \(designator)")
        }
        guard let key = try directory.signer(Address(officer: nil, station: cover.from)) else {
            throw StationError(.notFound, "it is from \(cover.from), whose card is not pinned here")
        }
        try parcel.verify(signedBy: key)
        guard cover.fromKey == KeyFingerprint(key) else {
            throw StationError(.damaged, "it was numbered under another key of \(cover.from)")
        }
        guard !isForCards || cover.content == .service else { throw Self.onlyCards }
        switch cover.content {
        case .letter: return .letter(cover, content: parcel.content)
        case .part(let part):
            let length = try part.length(contentSize: parcel.content.count)
            return .part(cover, part, length: length, content: parcel.content)
        case .service:
            let letter = try OpenedLetter(plain: parcel.content)
            try letter.verify(signedBy: key)
            try letter.requireAddressee(KeyFingerprint(keys.signer.publicKey))
            guard !isForCards || letter.telegram.carriesOnlyCards else { throw Self.onlyCards }
            let cards = try zip(letter.telegram.content.enclosures, letter.enclosures).compactMap { line, bytes in
                line.mediaType == Self.cardMediaType ? try Card(parsing: Array(bytes)) : nil
            }
            for card in cards { try card.verify() }
            let notices = letter.telegram.paragraphs.isEmpty ? [] : try Notice.parse(letter.telegram)
            return .service(cover, content: parcel.content, telegram: letter.telegram, notices: notices, cards: cards)
        }
    }

    /// Opens a parcel with the sealing keys, or else with the key for cards.
    private func openParcel(
        _ sealed: [UInt8], identities: [HybridIdentity]
    ) throws -> (parcel: OpenedParcel, isForCards: Bool) {
        do {
            return (try OpenedParcel(sealed, identities: identities), false)
        } catch SealingError.noKey {
            guard let key = try cardIdentity() else { throw SealingError.noKey }
            return (try OpenedParcel(sealed, identities: [key]), true)
        }
    }

    private static let onlyCards = StationError(
        .damaged, "it is sealed to the key for cards, and carries something else")

    /// Takes a bundle for others in where there is room; a repetition needs none.
    private func takeCustody(
        _ record: TransitRecord, _ bundle: Bundle, in writer: Register.Writer, _ intake: inout IntakeState
    ) throws -> Verdict<Void> {
        let before = try writer.reader.carriedHops(record.name)
        guard !Carried.isRepetition(hops: record.hops, before: before) else {
            intake.report.duplicates += 1
            return .accepted(())
        }
        if let refusal = intake.room.refusal(of: record) { return .unavailable(refusal) }
        guard intake.disk.has(record.size, for: .forOthers) else {
            return .unavailable("the disk has no room for the bundles of others")
        }
        guard try writer.reader.copies(ofBundleNamed: record.name) < Carried.mostOfOneIdentity || before != nil else {
            let reason = "\(Carried.mostOfOneIdentity) other bundles of its identity are here"
            return .refused(Refusal(reason: reason, isMendable: true))
        }
        try writer.takeCustody(record, bytes: bundle.encoded(), hasCircled: before != nil)
        intake.carried[record.name] = bundle
        intake.report.relayed += 1
        intake.room.add(KeptAmount(bytes: record.size, count: 1), from: record.previous, hops: record.hops)
        intake.disk.take(record.size)
        if intake.destinations.insert(record.destination).inserted,
            try !writer.reader.knows(node: record.destination)
        {
            intake.report.remarks.append(remark(onStray: record.destination))
        }
        return .accepted(())
    }

    static let cardMediaType = "application/vnd.cablegram.card"

    /// Takes something in.
    ///
    /// - Returns: why it must be refused after all.
    private func accept(
        _ item: ExaminedBundle, in writer: Register.Writer, _ intake: inout IntakeState
    ) throws -> Refusal? {
        let cover = item.cover
        switch try hear(item, in: writer, report: &intake.report) {
        case .new: break
        case .duplicate:
            intake.report.duplicates += 1
            return nil
        case .reused:
            let reason = "channel number \(cover.channel) from \(cover.from) was used before for something else"
            return Refusal(cover, reason: reason)
        case .tooFarAhead(let highest):
            let reason =
                "channel number \(cover.channel) from \(cover.from) is far ahead of \(highest), the highest so far"
            return Refusal(cover, reason: reason)
        case .unproved:
            let reason = "\(cover.from) numbers from 1 again, and has been asked to prove that it is the station itself"
            return Refusal(awaiting: cover.from, reason: reason)
        case .contested:
            return Refusal(awaiting: cover.from, reason: "two copies of \(cover.from) are running")
        case .stopped:
            let remark = "the correspondence with \(cover.from) is stopped: what comes from it is thrown away"
            if !intake.report.remarks.contains(remark) { intake.report.remarks.append(remark) }
            return nil
        case .disowned:
            return Refusal(cover, reason: "it is from a copy of \(cover.from) that was said not to be the station")
        }
        switch item {
        case .letter(_, let content):
            if try isCopy(cover, in: writer, &intake) {
                intake.report.duplicates += 1
            } else {
                let number = try enter(cover, content: content, in: writer)
                try announce(cover.announces, from: cover.from, by: number, in: writer, &intake)
                intake.report.received.append(number)
            }
        case .service(_, let content, let telegram, let notices, let cards):
            let number = try enter(telegram, cover: cover, content: content, in: writer)
            try apply(notices, from: cover.from, in: writer, report: &intake.report)
            for card in cards where card.station == cover.from { try renew(card, number: number, in: writer) }
            intake.report.notices += 1
        case .part(_, let part, let length, let content):
            return try take(part, length: length, content, under: cover, in: writer, &intake)
        case .transit: break
        }
        return nil
    }
}

extension Station {
    /// Notes an arriving channel number, and does what follows from it.
    private func hear(
        _ item: ExaminedBundle, in writer: Register.Writer, report: inout ExchangeReport
    ) throws -> ParcelHearing {
        let (cover, origin) = (item.cover, Entry.Origin(item.cover))
        var correspondence = try writer.reader.correspondence(with: cover.from)
        var random = SystemRandomNumberGenerator()
        let (hearing, effects) = correspondence.hear(
            cover.incarnation, cover.channel, known: try writer.reader.known(origin, digest: cover.digest),
            notices: item.notices, at: now(), using: &random)
        try writer.set(correspondence, with: cover.from)
        try perform(effects, with: cover.from, in: writer, report: &report)
        if hearing == .new { try writer.noteHeard(origin, digest: cover.digest, replaces: cover.replaces) }
        return hearing
    }
}

extension Telegram {
    /// Whether it brings cards and says nothing.
    var carriesOnlyCards: Bool {
        content.paragraphs.isEmpty && !content.enclosures.isEmpty
            && content.enclosures.allSatisfy { $0.mediaType == Station.cardMediaType && $0.carriage == .inline }
    }
}

extension Custody<Designator?> {
    /// Why there is no room for a bundle; nil where there is.
    fileprivate func refusal(of record: TransitRecord) -> String? {
        switch verdict(size: record.size, from: record.previous, hops: record.hops) {
        case .fits: nil
        case .tooLarge(let limit): "it has \(record.size) bytes, and no more than \(limit) may ever be kept for others"
        case .peerFull:
            "the share of the storage that is kept for \(record.previous?.description ?? "what came in by hand") is full"
        case .stationFull: "the storage for the bundles of others is full"
        }
    }
}

extension Station.ExaminedBundle {
    /// What a service telegram says.
    fileprivate var notices: [Notice] {
        if case .service(_, _, _, let notices, _) = self { notices } else { [] }
    }

    /// Bytes that it takes on the disk, about.
    fileprivate var size: Int {
        switch self {
        case .letter(_, let content), .service(_, let content, _, _, _), .part(_, _, _, let content):
            content.count + 4096
        case .transit(let record, _): record.size
        }
    }

    fileprivate var cover: Cover {
        switch self {
        case .letter(let cover, _), .service(let cover, _, _, _, _), .part(let cover, _, _, _): cover
        case .transit: preconditionFailure("a bundle in transit has no cover for us")
        }
    }
}
