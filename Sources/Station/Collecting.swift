import Age
import BundleProtocol
import DurableFiles
import Register
import Relay
import SSHSignatures
import Sealing
import Telegrams

// Taking in: what lies on a link becomes durable here, and only then is forgotten there.

extension Station {
    /// The most bytes of one bundle.
    static let bundleLimit = 16 << 20

    func collect(
        from link: any Link, report: inout ExchangeReport, progress: (ExchangeReport) -> Void
    ) throws {
        _ = try link.tidy()
        // What is too large is refused unread.
        for batch in try link.arrivals().batches(size: { min(Int($0.size), Self.bundleLimit) }) {
            try take(batch, from: link, report: &report)
            progress(report)
        }
    }

    private func take(_ arrivals: [Arrival], from link: any Link, report: inout ExchangeReport) throws {
        let directory = try Directory(self)
        let identities = try sealingKeys().reversed().map(\.identity)
        let examined = parallelMap(arrivals) { examine($0, from: link, directory: directory, identities: identities) }
        var taken: [Arrival] = []
        var refused: [(arrival: Arrival, refusal: Refusal)] = []
        try register.write { writer in
            for (arrival, finding) in zip(arrivals, examined) {
                switch settle(finding, in: writer, report: &report) {
                case .accepted: taken.append(arrival)
                case .refused(let refusal): refused.append((arrival, refusal))
                case .unavailable(let reason):
                    report.troubles.append("\(Self.noticeItem(arrival.name)) stays on link \(link.name): \(reason)")
                case .gone: continue
                }
            }
        }
        try link.forget(taken)
        for (arrival, refusal) in refused { try quarantine(arrival, of: link, refusal: refusal, report: &report) }
    }

    /// What was found out about an arrival; before anything is written, `Content` is what it holds.
    enum Finding<Content: Sendable>: Sendable {
        case accepted(Content)
        case refused(Refusal)
        /// It cannot be dealt with now, for a reason of ours: it stays where it is.
        case unavailable(String)
        case gone
    }

    /// Why something is not taken in.
    struct Refusal: Sendable {
        var reason: String
        /// It was damaged on the way, or came too late: a repeat mends it.
        ///
        /// Otherwise a repeat would fare no better.
        var isMendable: Bool
    }

    /// Takes something in, whole or not at all.
    ///
    /// What goes wrong with one arrival must not hold up the others.
    private func settle(
        _ finding: Finding<Incoming>, in writer: Register.Writer, report: inout ExchangeReport
    ) -> Finding<Void> {
        switch finding {
        case .gone: return .gone
        case .refused(let refusal): return .refused(refusal)
        case .unavailable(let reason): return .unavailable(reason)
        case .accepted(let item):
            var next = report
            do {
                let refusal = try writer.attempt { try accept(item, in: writer, report: &next) }
                report = next
                return refusal.map(Finding.refused) ?? .accepted(())
            } catch {
                return .unavailable("\(error)")
            }
        }
    }

    /// Something that may be taken in.
    enum Incoming: Sendable {
        case transit(TransitRecord, bytes: [UInt8])
        case letter(Cover, content: [UInt8])
        case service(Cover, content: [UInt8], telegram: Telegram, notices: [Notice], cards: [Card])
        case part(Cover, Cover.Part, content: [UInt8])
    }

    private func examine(
        _ arrival: Arrival, from link: any Link, directory: Directory, identities: [HybridIdentity]
    ) -> Finding<Incoming> {
        do {
            guard let bytes = try link.read(arrival, limit: Self.bundleLimit) else { return .gone }
            return examine(bytes, directory: directory, identities: identities)
        } catch let error as ArrivalRefused {
            return .refused(Refusal(reason: error.reason, isMendable: true))
        } catch {
            return .unavailable("\(error)")
        }
    }

    private func examine(
        _ bytes: [UInt8], directory: Directory, identities: [HybridIdentity]
    ) -> Finding<Incoming> {
        do {
            var limits = BundleLimits()
            limits.payloadLength = Self.bundleLimit
            let bundle = try Bundle(parsing: bytes, limits: limits)
            if bundle.isExpired(atDTNTime: DTNTime.fromUnix(milliseconds: now().milliseconds)) {
                return .refused(Refusal(reason: "its lifetime is over", isMendable: true))
            }
            guard bundle.destination.nodeID == endpoint.nodeID else { return try transit(bundle) }
            return try .accepted(open(bundle, directory: directory, identities: identities))
        } catch let error as BundleParsingError {
            return .refused(Refusal(reason: "not a good bundle: \(error)", isMendable: true))
        } catch let error as AgeError {
            return .refused(Refusal(reason: "\(error)", isMendable: true))
        } catch SealingError.noKey {
            return .refused(Refusal(reason: "\(SealingError.noKey)", isMendable: true))
        } catch let error where error is FileError || error is RegisterError {
            return .unavailable("\(error)")
        } catch {
            return .refused(Refusal(reason: "\(error)", isMendable: false))
        }
    }

    /// Takes one bundle in that did not come over a link.
    ///
    /// - Returns: why it must be refused.
    func takeIn(_ bytes: [UInt8], report: inout ExchangeReport) throws -> String? {
        let identities = try sealingKeys().reversed().map(\.identity)
        switch examine(bytes, directory: try Directory(self), identities: identities) {
        case .gone: return "it is gone"
        case .unavailable(let reason): throw StationError(.unavailable, reason)
        case .refused(let refusal): return refusal.reason
        case .accepted(let item): return try register.write { try accept(item, in: $0, report: &report) }?.reason
        }
    }

    private func transit(_ bundle: Bundle) throws -> Finding<Incoming> {
        guard let node = bundle.destination.node else {
            throw StationError(.damaged, "its destination is no station")
        }
        guard bundle.source.nodeID != endpoint.nodeID else {
            throw StationError(.refused, "it came back to where it began: the routes go in a circle")
        }
        // A bundle that may go no further is refused now, not when it is to leave.
        _ = try bundle.forwarded(by: endpoint, ageIncrement: 0)
        let bytes = bundle.encoded()
        return .accepted(
            .transit(
                TransitRecord(
                    name: bundle.identity.fileName, destination: node, precedence: Precedence(bundle.precedence),
                    received: now(), size: bytes.count),
                bytes: bytes))
    }

    private func open(
        _ bundle: Bundle, directory: Directory, identities: [HybridIdentity]
    ) throws -> Incoming {
        let parcel = try OpenedParcel(Array(bundle.payload), identities: identities)
        let cover = parcel.cover
        guard cover.to == designator else {
            throw StationError(.damaged, "its cover is for \(cover.to), not for \(designator)")
        }
        guard let key = try directory.signer(Address(officer: nil, station: cover.from)) else {
            throw StationError(.notFound, "it is from \(cover.from), whose card is not pinned here")
        }
        try parcel.verify(signedBy: key)
        switch cover.content {
        case .letter: return .letter(cover, content: parcel.content)
        case .part(let part):
            try keep(parcel.content, part: part)
            return .part(cover, part, content: parcel.content)
        case .service:
            let letter = try OpenedLetter(plain: parcel.content)
            try letter.verify(signedBy: key)
            try letter.requireAddressee(KeyFingerprint(keys.signer.publicKey))
            let cards = try zip(letter.telegram.content.enclosures, letter.enclosures).compactMap { line, bytes in
                line.mediaType == Self.cardMediaType ? try Card(parsing: Array(bytes)) : nil
            }
            for card in cards { try card.verify() }
            let notices = letter.telegram.paragraphs.isEmpty ? [] : try Notice.parse(letter.telegram)
            return .service(cover, content: parcel.content, telegram: letter.telegram, notices: notices, cards: cards)
        }
    }

    static let cardMediaType = "application/vnd.cablegram.card"

    /// Takes something in.
    ///
    /// - Returns: why it must be refused after all.
    private func accept(
        _ item: Incoming, in writer: Register.Writer, report: inout ExchangeReport
    ) throws -> Refusal? {
        if case .transit(let record, let bytes) = item {
            if try writer.takeCustody(record, bytes: bytes) { report.relayed += 1 } else { report.duplicates += 1 }
            return nil
        }
        let cover = item.cover
        let origin = Entry.Origin(peer: cover.from, channel: cover.channel)
        switch try writer.hear(origin, digest: cover.digest.bytes, at: now()) {
        case .new: break
        case .duplicate:
            report.duplicates += 1
            return nil
        case .reused:
            let reason = "channel number \(cover.channel) from \(cover.from) was used before for something else"
            return Refusal(reason: reason, isMendable: false)
        case .tooFarAhead(let highest):
            let reason =
                "channel number \(cover.channel) from \(cover.from) is far ahead of \(highest), the highest so far"
            return Refusal(reason: reason, isMendable: false)
        }
        switch item {
        case .letter(_, let content): report.received.append(try enter(cover, content: content, in: writer))
        case .service(_, let content, let telegram, let notices, let cards):
            let number = try enter(telegram, cover: cover, content: content, in: writer)
            for notice in notices { try apply(notice, from: cover.from, in: writer) }
            for card in cards where card.station == cover.from { try renew(card, number: number, in: writer) }
            report.notices += 1
        case .part(_, let part, let content):
            try note(part, length: content.count, in: writer)
            report.parts += 1
        case .transit: break
        }
        return nil
    }

    private func enter(_ cover: Cover, content: [UInt8], in writer: Register.Writer) throws -> Int64 {
        let now = now()
        func rows(_ names: [Codename], _ role: Addressee.Role) -> [Addressee] {
            names.map {
                Addressee(
                    role: role, address: Address(officer: $0, station: designator), arrived: now,
                    isWaiting: role != .careOf)
            }
        }
        let number = try writer.enter(
            NewEntry(
                direction: .incoming, isService: false, recorded: now, precedence: cover.precedence,
                origin: .init(peer: cover.from, channel: cover.channel),
                addressees: rows(cover.officers, .action) + rows(cover.infoOfficers, .info)
                    + rows(cover.careOf, .careOf),
                content: content))
        try writer.note("arrived from \(cover.from), channel No. \(cover.channel)", on: number, at: now)
        let receipt = Notice.arrived(channel: cover.channel, at: now.wholeSecond)
        try writer.queueNotice(receipt.description, to: cover.from, isService: false)
        return number
    }

    /// Pins a card that its station has sent.
    ///
    /// A repeat may bring an old card after a new one: then that is noted only.
    private func renew(_ card: Card, number: Int64, in writer: Register.Writer) throws {
        do {
            _ = try pin(card, in: writer)
        } catch let error as StationError {
            try writer.note("the card in it was not pinned: \(error.message)", on: number, at: now())
        }
    }

    private func enter(
        _ telegram: Telegram, cover: Cover, content: [UInt8], in writer: Register.Writer
    ) throws -> Int64 {
        let letter = try OpenedLetter(plain: content)
        return try writer.enter(
            NewEntry(
                direction: .incoming, isService: true, recorded: now(), precedence: cover.precedence,
                origin: .init(peer: cover.from, channel: cover.channel),
                heading: Entry.Heading(telegram, identity: letter.identity),
                addressees: [
                    Addressee(role: .action, address: Address(officer: nil, station: designator), arrived: now())
                ],
                content: content))
    }

    /// Noted and reported before it is moved: after a crash between the two it is found again and moved then.
    private func quarantine(
        _ arrival: Arrival, of link: any Link, refusal: Refusal, report: inout ExchangeReport
    ) throws {
        let record = try register.write { writer in
            let record = try writer.quarantine(item: arrival.name, link: link.name, reason: refusal.reason, at: now())
            if record.isNew, let station = try sender(of: arrival, in: writer.reader) {
                try tell(station, of: arrival, refusal, in: writer)
            }
            return record
        }
        guard let file = try link.setAside(arrival, in: home.quarantine) else {
            // Another command was faster.
            if record.isNew { _ = try register.write { try $0.removeQuarantined(record.id) } }
            return
        }
        try register.write { try $0.setFile(file, ofQuarantined: record.id) }
        report.quarantined.append("\(arrival.name): \(refusal.reason)")
    }

    private func tell(
        _ station: Designator, of arrival: Arrival, _ refusal: Refusal, in writer: Register.Writer
    ) throws {
        let item = Self.noticeItem(arrival.name)
        let reason = Self.noticeReason(refusal.reason)
        let notice: Notice =
            refusal.isMendable ? .damaged(item: item, reason: reason) : .undeliverable(item: item, reason: reason)
        try writer.queueNotice(notice.description, to: station, isService: true)
    }

    /// The station to be told of a damaged item: the one whose bundle its name says it is.
    private func sender(of arrival: Arrival, in reader: Register.Reader) throws -> Designator? {
        let name = arrival.name.split(separator: ".bundle").first.map(String.init) ?? arrival.name
        let identity = BundleIdentity(fileName: name) ?? BundleIdentity(fileName: String(name.dropFirst(2)))
        guard let node = identity?.source.node, node != record.node else { return nil }
        return try reader.card(node: node)?.station
    }

    /// Of the other side's name what a notice can carry: the name of a file, in visible ASCII.
    private static func noticeItem(_ name: String) -> String {
        let visible = name.unicodeScalars.map { scalar -> Character in
            let isPlain = scalar.value > 0x20 && scalar.value < 0x7F && scalar != "/" && scalar != "\\"
            return isPlain ? Character(scalar) : "?"
        }
        guard let first = visible.first else { return "?" }
        return String(([".", "-"].contains(first) ? ["?"] : []) + visible.prefix(200))
    }

    private static func noticeReason(_ reason: String) -> String {
        let visible = reason.unicodeScalars.map { $0.value >= 0x20 && $0.value < 0x7F ? Character($0) : "?" }
        let words = String(visible.prefix(300)).split(separator: " ").joined(separator: " ")
        return words.isEmpty ? "no reason" : words
    }
}

extension Station.Incoming {
    fileprivate var cover: Cover {
        switch self {
        case .letter(let cover, _), .service(let cover, _, _, _, _), .part(let cover, _, _): cover
        case .transit: preconditionFailure("a bundle in transit has no cover for us")
        }
    }
}
