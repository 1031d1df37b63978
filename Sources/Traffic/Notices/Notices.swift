import Register
import Relay
import Sealing
import Station
import Telegrams

// Receipts, requests for repeats and reports of damage: telegrams from station to station.

extension Station {
    /// Asks for every channel number that is missing and whose turn it is (`RepeatRequests`).
    ///
    /// - Parameter canOvertake: whether what is missing may be just about to arrive on a link that is open; then a number
    ///   that was found missing this minute is given a little time.
    func askForRepeats(canOvertake: Bool) throws {
        let now = now()
        let due = try register.read { reader in
            try reader.gaps().filter { gap in
                // A second request could not leave either, and would only make the queue longer.
                guard try !reader.hasWaitingService(for: gap.peer) else { return false }
                let due = try gap.requests.due(at: now, patience: reader.patience(with: gap.peer))
                return due.map { $0 <= now } ?? false || (!canOvertake && gap.requests.count == 0)
            }
        }
        guard !due.isEmpty else { return }
        try register.write { writer in
            for gap in due {
                try writer.queueNotice(
                    Notice.repeat(channel: gap.channel).description, to: gap.peer, isService: true)
            }
            try writer.set(due.map { $0.asked(at: now) })
            for peer in Set(due.map(\.peer)) {
                var patience = try writer.reader.patience(with: peer)
                patience.ask(at: now)
                try writer.set(patience, with: peer)
            }
        }
    }

    /// Sends what waits to be reported: to each station one receipt and one service telegram.
    ///
    /// - Parameter includingCards: whether our own card goes to those who have had an older one.
    func sendNotices(includingCards: Bool = true) throws {
        let mayBeNeeded = try includingCards || !register.read { try $0.pendingNotices() }.isEmpty
        guard mayBeNeeded else { return }
        let directory = try directory()
        try register.write { writer in
            try sendNotices(directory: directory, in: writer)
            if includingCards { try sendCards(directory: directory, in: writer) }
        }
    }

    func sendNotices(directory: Directory, in writer: Register.Writer) throws {
        let pending = try writer.reader.pendingNotices()
        for isService in [false, true] {
            let kind = pending.filter { $0.isService == isService }
            for (peer, notices) in Dictionary(grouping: kind, by: \.peer).sorted(by: { $0.key < $1.key }) {
                guard let correspondent = try? directory.correspondent(peer) else { continue }
                for start in stride(from: 0, to: notices.count, by: 500) {
                    let batch = Array(notices[start..<min(start + 500, notices.count)])
                    try send(batch, isService: isService, to: correspondent, in: writer)
                }
            }
        }
    }

    private func send(
        _ pending: [PendingNotice], isService: Bool, to peer: Correspondent, in writer: Register.Writer
    ) throws {
        let content = try Telegram.Content(
            kind: isService ? .service : .receipt, precedence: isService ? .immediate : .routine,
            to: [Address(officer: nil, station: peer.card.station)], notices: pending.map { try Notice(line: $0.line) })
        let channel = try sendService(content, enclosures: [], to: peer, in: writer)
        if pending.allSatisfy(\.isComparison) { try writer.setQuiet(channel, towards: peer.card.station) }
        try writer.removeNotices(pending)
    }

    /// Sends our own card to every correspondent who has had an older one from us.
    private func sendCards(directory: Directory, in writer: Register.Writer) throws {
        guard let own = try writer.reader.card(of: designator) else { return }
        let card = try Card(parsing: own.text)
        let network = try network(writer.reader)
        for pinned in try writer.reader.cards() where pinned.station != designator {
            let known = try writer.reader.cardSerialSent(to: pinned.station)
            guard known < Int64(card.serial), (try? network.nextHop(to: pinned.station)) != nil,
                let peer = try? directory.correspondent(pinned.station)
            else { continue }
            try writer.setCardSerialSent(Int64(card.serial), to: pinned.station)
            let line = try Enclosure(
                name: "\(designator).card", mediaType: Self.cardMediaType, size: Int64(own.text.count),
                digest: Digest256(of: own.text), carriage: .inline)
            let content = Telegram.Content(
                precedence: .routine, to: [Address(officer: nil, station: pinned.station)], kind: .service,
                enclosures: [line])
            _ = try sendService(content, enclosures: [own.text], to: peer, in: writer)
        }
    }

    /// - Returns: the channel number of the parcel.
    private func sendService(
        _ content: Telegram.Content, enclosures: [[UInt8]], to peer: Correspondent, in writer: Register.Writer
    ) throws -> Int64 {
        let now = now()
        let station = peer.card.station
        let telegram = try Telegram(
            number: writer.nextNumber(), dateTime: now.wholeSecond, from: Address(officer: nil, station: designator),
            content: content)
        let recipient = LetterRecipient(
            address: Address(officer: nil, station: station), fingerprint: KeyFingerprint(peer.stationKey),
            sealingKey: nil)
        let letter = try SealedLetter(telegram, enclosures: enclosures, signedBy: keys.signer, to: [recipient])
        let number = try writer.enter(
            NewEntry(
                direction: .outgoing, isService: true, recorded: now, precedence: telegram.precedence,
                heading: Entry.Heading(telegram, identity: letter.identity),
                addressees: [Addressee(role: .action, address: recipient.address)], content: letter.bytes))
        let channel = try writer.nextChannelNumber(to: station)
        let cover = try Cover(
            from: designator, to: station, channel: channel, precedence: telegram.precedence, content: .service,
            digest: Digest256(of: letter.bytes))
        try writer.enqueue(
            ParcelRecord(
                peer: station, channel: channel, number: number, cover: cover.text, precedence: telegram.precedence,
                created: now))
        return channel
    }

    // MARK: What others report

    func apply(
        _ notice: Notice, from peer: Designator, in writer: Register.Writer, report: inout ExchangeReport
    ) throws {
        switch notice {
        case .arrived(let channel, let time):
            try writer.setArrived(to: peer, channel: channel, at: time)
            try progress(.arrived, channel: channel, peer: peer, officer: nil, at: time, in: writer)
        case .opened(let channel, let time, let officer):
            try progress(.opened, channel: channel, peer: peer, officer: officer, at: time, in: writer)
        case .done(let channel, let time, let officer):
            try progress(.done, channel: channel, peer: peer, officer: officer, at: time, in: writer)
        case .declined(let channel, let time, let reason, let officer):
            try progress(
                .declined, channel: channel, peer: peer, officer: officer, at: time, reason: reason, in: writer)
        case .repeat(let channel):
            if try !writer.repeatParcel(to: peer, channel: channel) {
                try writer.queueNotice(Notice.void(channel: channel).description, to: peer, isService: true)
            }
        case .void(let channel):
            try writer.closeGap(.init(peer: peer, channel: channel))
        case .damaged(let item, let reason):
            try repair(item, reason: "arrived damaged at \(peer) (\(reason))", in: writer)
        case .undeliverable(let item, let reason):
            try repair(item, reason: "could not be delivered by \(peer) (\(reason))", in: writer, again: false)
        case .whereabouts(let item): try answerWhereabouts(of: item, to: peer, in: writer)
        case .passed(let item, let received, let handed, let next):
            try noteAnswer(of: peer, about: item, received: received, handed: handed, next: next, in: writer)
        case .unseen(let item):
            try noteAnswer(of: peer, about: item, received: nil, handed: nil, next: nil, in: writer)
        case .compare(let sent, let heard), .compared(let sent, let heard):
            try compare(
                ChannelComparison(sent: sent, heard: heard), with: peer, isQuestion: notice.isQuestion, in: writer,
                report: &report)
        }
    }

    private func progress(
        _ progress: Progress, channel: Int64, peer: Designator, officer: Codename?, at time: Instant,
        reason: Int64? = nil, in writer: Register.Writer
    ) throws {
        guard let number = try writer.reader.parcel(to: peer, channel: channel)?.number else { return }
        try writer.setProgress(progress, of: number, station: peer, officer: officer, at: time, reason: reason)
        let who = officer.map { "by \($0)@\(peer)" } ?? "at \(peer)"
        let cited = reason.map { ", reason in \(peer) No. \($0)" } ?? ""
        try writer.note("\(progress.rawValue) \(who) \(DateTimeGroup.short(time))\(cited)", on: number, at: now())
        try passBack(progress, of: number, officer: officer, at: time, reason: reason, in: writer)
    }

    /// A letter that was passed on from here: its sender learns from us how far it came.
    private func passBack(
        _ progress: Progress, of number: Int64, officer: Codename?, at time: Instant, reason: Int64?,
        in writer: Register.Writer
    ) throws {
        guard let origin = try writer.reader.entry(number).origin, let officer else { return }
        let own = try writer.reader.addressees(of: number)
        guard own.contains(where: { $0.address == Address(officer: officer, station: designator) }) else { return }
        try writer.setProgress(progress, of: number, station: designator, officer: officer, at: time, reason: reason)
        let notice: Notice
        switch progress {
        case .arrived: return
        case .opened: notice = .opened(channel: origin.channel, at: time, by: officer)
        case .done: notice = .done(channel: origin.channel, at: time, by: officer)
        case .declined: notice = .declined(channel: origin.channel, at: time, reason: reason, by: officer)
        }
        try writer.queueNotice(notice.description, to: origin.peer, isService: false)
    }

    private func repair(_ item: String, reason: String, in writer: Register.Writer, again: Bool = true) throws {
        let name = item.split(separator: ".bundle").first.map(String.init) ?? item
        let found = try writer.reader.parcel(bundle: name) ?? writer.reader.parcel(bundle: String(name.dropFirst(2)))
        guard let parcel = found else { return }
        if again { try writer.repeatParcel(to: parcel.peer, channel: parcel.channel) }
        if let number = parcel.number { try writer.note(reason + (again ? ", repeated" : ""), on: number, at: now()) }
    }
}

extension Notice {
    /// Whether it asks for channel numbers in return.
    fileprivate var isQuestion: Bool { if case .compare = self { true } else { false } }
}

extension PendingNotice {
    fileprivate var isComparison: Bool {
        switch try? Notice(line: line) {
        case .compare, .compared: true
        default: false
        }
    }
}

extension Gap {
    fileprivate func asked(at now: Instant) -> Gap {
        var gap = self
        gap.requests.ask(at: now)
        return gap
    }
}
