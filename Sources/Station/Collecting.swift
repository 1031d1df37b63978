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
    /// So many arrivals share one transaction.
    private static let batch = 64

    func collect(
        from link: any Link, report: inout ExchangeReport, progress: (ExchangeReport) -> Void
    ) throws {
        _ = try link.tidy()
        let arrivals = try link.arrivals()
        for start in stride(from: 0, to: arrivals.count, by: Self.batch) {
            let batch = Array(arrivals[start..<min(start + Self.batch, arrivals.count)])
            try take(batch, from: link, report: &report)
            progress(report)
        }
    }

    private func take(_ arrivals: [Arrival], from link: any Link, report: inout ExchangeReport) throws {
        let directory = try Directory(self)
        let examined = parallelMap(arrivals) { examine($0, from: link, directory: directory) }
        var refused: [(arrival: Arrival, reason: String)] = []
        try register.write { writer in
            for (arrival, finding) in zip(arrivals, examined) {
                switch finding {
                case .gone: continue
                case .refused(let reason): refused.append((arrival, reason))
                case .accepted(let item):
                    if let reason = try accept(item, in: writer, report: &report) { refused.append((arrival, reason)) }
                }
            }
        }
        let names = Set(refused.map(\.arrival))
        try link.forget(arrivals.filter { !names.contains($0) })
        for (arrival, reason) in refused { try quarantine(arrival, of: link, reason: reason, report: &report) }
    }

    /// What was found out about an arrival before anything is written.
    enum Finding: Sendable {
        case accepted(Incoming)
        case refused(String)
        case gone
    }

    /// Something that may be taken in.
    enum Incoming: Sendable {
        case transit(TransitRecord, bytes: [UInt8])
        case letter(Cover, content: [UInt8])
        case service(Cover, content: [UInt8], telegram: Telegram, notices: [Notice], cards: [Card])
        case part(Cover, Cover.Part, content: [UInt8])
    }

    private func examine(_ arrival: Arrival, from link: any Link, directory: Directory) -> Finding {
        do {
            guard let bytes = try link.read(arrival, limit: Self.bundleLimit) else { return .gone }
            return examine(bytes, directory: directory)
        } catch let error as ArrivalRefused {
            return .refused(error.reason)
        } catch {
            return .refused("\(error)")
        }
    }

    private func examine(_ bytes: [UInt8], directory: Directory) -> Finding {
        do {
            var limits = BundleLimits()
            limits.payloadLength = Self.bundleLimit
            let bundle = try Bundle(parsing: bytes, limits: limits)
            if bundle.isExpired(atDTNTime: DTNTime.fromUnix(milliseconds: now().milliseconds)) {
                return .refused("its lifetime is over")
            }
            guard bundle.destination.nodeID == endpoint.nodeID else { return try transit(bundle) }
            return try .accepted(open(bundle, directory: directory))
        } catch let error as BundleParsingError {
            return .refused("not a good bundle: \(error)")
        } catch {
            return .refused("\(error)")
        }
    }

    /// Takes one bundle in that did not come over a link.
    ///
    /// - Returns: why it must be refused.
    func takeIn(_ bytes: [UInt8], report: inout ExchangeReport) throws -> String? {
        switch examine(bytes, directory: try Directory(self)) {
        case .gone: return "it is gone"
        case .refused(let reason): return reason
        case .accepted(let item): return try register.write { try accept(item, in: $0, report: &report) }
        }
    }

    private func transit(_ bundle: Bundle) throws -> Finding {
        guard let node = bundle.destination.node else { return .refused("its destination is no station") }
        // A bundle that may go no further is refused now, not when it is to leave.
        _ = try bundle.forwarded(by: endpoint, ageIncrement: 0)
        return .accepted(
            .transit(
                TransitRecord(
                    name: bundle.identity.fileName, destination: node, precedence: Precedence(bundle.precedence),
                    received: now()),
                bytes: bundle.encoded()))
    }

    private func open(_ bundle: Bundle, directory: Directory) throws -> Incoming {
        let parcel = try OpenedParcel(Array(bundle.payload), identities: keys.identities)
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
    ) throws -> String? {
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
            return "channel number \(cover.channel) from \(cover.from) was used before for something else"
        case .tooFarAhead(let highest):
            return "channel number \(cover.channel) from \(cover.from) is far ahead of \(highest), the highest so far"
        }
        switch item {
        case .letter(_, let content): report.received.append(try enter(cover, content: content, in: writer))
        case .service(_, let content, let telegram, let notices, let cards):
            try enter(telegram, cover: cover, content: content, in: writer)
            for notice in notices { try apply(notice, from: cover.from, in: writer) }
            for card in cards where card.station == cover.from { _ = try pin(card, in: writer) }
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
                addressees: rows(cover.officers, .action) + rows(cover.infoOfficers, .info) + rows(cover.careOf, .careOf),
                content: content))
        try writer.note("arrived from \(cover.from), channel No. \(cover.channel)", on: number, at: now)
        let receipt = Notice.arrived(channel: cover.channel, at: now.wholeSecond)
        try writer.queueNotice(receipt.description, to: cover.from, isService: false)
        return number
    }

    private func enter(
        _ telegram: Telegram, cover: Cover, content: [UInt8], in writer: Register.Writer
    ) throws {
        let letter = try OpenedLetter(plain: content)
        try writer.enter(
            NewEntry(
                direction: .incoming, isService: true, recorded: now(), precedence: cover.precedence,
                origin: .init(peer: cover.from, channel: cover.channel),
                heading: Entry.Heading(telegram, identity: letter.identity),
                addressees: [Addressee(role: .action, address: Address(officer: nil, station: designator), arrived: now())],
                content: content))
    }

    private func quarantine(
        _ arrival: Arrival, of link: any Link, reason: String, report: inout ExchangeReport
    ) throws {
        guard let file = try link.setAside(arrival, in: home.quarantine) else { return }
        try register.write { writer in
            try writer.quarantine(item: arrival.name, link: link.name, reason: reason, file: file, at: now())
            if let station = try sender(of: arrival, in: writer.reader) {
                let notice = Notice.damaged(item: Self.noticeItem(arrival.name), reason: Self.noticeReason(reason))
                try writer.queueNotice(notice.description, to: station, isService: true)
            }
        }
        report.quarantined.append("\(arrival.name): \(reason)")
    }

    /// The station to be told of a damaged item: the one whose bundle its name says it is.
    private func sender(of arrival: Arrival, in reader: Register.Reader) throws -> Designator? {
        let name = arrival.name.split(separator: ".bundle").first.map(String.init) ?? arrival.name
        let identity = BundleIdentity(fileName: name) ?? BundleIdentity(fileName: String(name.dropFirst(2)))
        guard let node = identity?.source.node, node != record.node else { return nil }
        return try reader.card(node: node)?.station
    }

    private static func noticeItem(_ name: String) -> String {
        let visible = name.unicodeScalars.map { $0.value > 0x20 && $0.value < 0x7F ? Character($0) : "?" }
        return String(visible.prefix(200))
    }

    private static func noticeReason(_ reason: String) -> String {
        let visible = reason.unicodeScalars.map { $0.value >= 0x20 && $0.value < 0x7F ? Character($0) : "?" }
        return String(visible.prefix(300))
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
