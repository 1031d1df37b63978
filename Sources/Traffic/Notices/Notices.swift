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
    func askForRepeats(canOvertake: Bool, _ duties: inout Duties) {
        let now = now()
        duties.attemptParts(of: .asking, at: now) { duties in
            let peers = Set(try register.read { try $0.stationsWithGaps() })
            duties.dismiss { if case .askingFrom(let peer) = $0 { !peers.contains(peer) } else { false } }
            guard !peers.isEmpty else { return }
            try register.write { writer in
                for peer in peers.sorted() {
                    try duties.attemptPart(.askingFrom(peer), at: now) {
                        try writer.attempt { try ask(peer, canOvertake: canOvertake, at: now, in: writer) }
                    }
                }
            }
        }
    }

    private func ask(_ peer: Designator, canOvertake: Bool, at now: Instant, in writer: Register.Writer) throws {
        var correspondence = try writer.reader.correspondence(with: peer)
        let gaps = try writer.reader.gaps(of: peer)
        let due = correspondence.requests(
            for: gaps.compactMap { gap in gap.place.map { ($0, gap.requests) } },
            isQuestionWaiting: try writer.reader.hasWaitingService(for: peer), canOvertake: canOvertake, at: now)
        guard !due.isEmpty else { return }
        for place in due { try writer.queueNotice(.repeat(place), to: peer) }
        let asked = Set(due)
        try writer.set(gaps.filter { $0.place.map(asked.contains) ?? false }.map { $0.asked(at: now) })
        try writer.set(correspondence, with: peer)
    }

    /// Sends what waits to be reported: to each station one receipt and one service telegram.
    ///
    /// - Parameter includingCards: whether our own card goes to those who have had an older one.
    func sendNotices(includingCards: Bool = true, _ duties: inout Duties) {
        let now = now()
        duties.attemptParts(of: .reporting, at: now) { duties in
            let mayBeNeeded = try includingCards || !register.read { try $0.pendingNotices() }.isEmpty
            guard mayBeNeeded else { return }
            let directory = try directory()
            try register.write { writer in
                try sendNotices(directory: directory, &duties, in: writer)
                guard includingCards else { return }
                try duties.attemptPart(.sendingCards, at: now) {
                    try writer.attempt { try sendCards(directory: directory, in: writer) }
                }
            }
        }
    }

    func sendNotices(directory: Directory, _ duties: inout Duties, in writer: Register.Writer) throws {
        let now = now()
        let waiting = Dictionary(grouping: try writer.reader.pendingNotices(), by: \.peer)
        duties.dismiss { if case .reportingTo(let peer) = $0 { waiting[peer] == nil } else { false } }
        for (peer, pending) in waiting.sorted(by: { $0.key < $1.key }) {
            guard let correspondent = try? directory.correspondent(peer) else { continue }
            try duties.attemptPart(.reportingTo(peer), at: now) {
                try writer.attempt { try send(pending, to: correspondent, directory: directory, in: writer) }
            }
        }
    }

    private func send(
        _ pending: [PendingNotice], to peer: Correspondent, directory: Directory, in writer: Register.Writer
    ) throws {
        let correspondence = try writer.reader.correspondence(with: peer.card.station)
        let telegrams = correspondence.telegrams(of: pending.map(\.notice))
        guard !telegrams.isEmpty else { return }
        for telegram in telegrams { try send(telegram, to: peer, directory: directory, in: writer) }
        try writer.removeNotices(pending)
    }

    private func send(
        _ telegram: NoticeTelegram, to peer: Correspondent, directory: Directory, in writer: Register.Writer
    ) throws {
        let content = try Telegram.Content(
            kind: telegram.kind, precedence: telegram.precedence,
            to: [Address(officer: nil, station: peer.card.station)], notices: telegram.notices)
        try sendService(
            content, enclosures: [], to: peer, isComparison: telegram.sort == .comparisons, directory: directory,
            in: writer)
    }

    /// Sends our own card to every correspondent who has had an older one from us.
    private func sendCards(directory: Directory, in writer: Register.Writer) throws {
        guard let own = try writer.reader.card(of: designator) else { return }
        let card = try Card(parsing: own.text)
        let routingTable = try routingTable(writer.reader)
        for pinned in try writer.reader.cards() where pinned.station != designator {
            let known = try writer.reader.cardSerialSent(to: pinned.station)
            guard known < Int64(card.serial), (try? routingTable.nextHop(to: pinned.station)) != nil,
                let peer = try? directory.correspondent(pinned.station)
            else { continue }
            try writer.setCardSerialSent(Int64(card.serial), to: pinned.station)
            let line = try Enclosure(
                name: "\(designator).card", mediaType: Self.cardMediaType, size: Int64(own.text.count),
                digest: Digest256(of: own.text), carriage: .inline)
            let content = Telegram.Content(
                precedence: .routine, to: [Address(officer: nil, station: pinned.station)], kind: .service,
                enclosures: [line])
            try sendService(content, enclosures: [own.text], to: peer, directory: directory, in: writer)
        }
    }

    func sendService(
        _ content: Telegram.Content, enclosures: [[UInt8]], to peer: Correspondent, isComparison: Bool = false,
        directory: Directory, in writer: Register.Writer
    ) throws {
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
        var parcel = NewParcel(
            to: station, .service, precedence: telegram.precedence, digest: Digest256(of: letter.bytes), number: number)
        parcel.isComparison = isComparison
        try queue(parcel, directory: directory, at: now, in: writer)
    }

    // MARK: What others report

    /// What is said of bundles, which are no matter of channel numbers.
    func applyToBundles(_ notice: Notice, from peer: Designator, in writer: Register.Writer) throws {
        switch notice {
        case .undeliverable(let item, let reason):
            guard let number = try parcel(inBundle: item, in: writer.reader)?.number else { return }
            try writer.note("could not be delivered by \(peer) (\(quoted(reason, limit: 300)))", on: number, at: now())
        case .whereabouts(let item): try answerWhereabouts(of: item, to: peer, in: writer)
        case .passed(let item, let received, let handed, let next):
            try noteAnswer(of: peer, about: item, received: received, handed: handed, next: next, in: writer)
        case .unseen(let item):
            try noteAnswer(of: peer, about: item, received: nil, handed: nil, next: nil, in: writer)
        default: break
        }
    }

    /// Our parcel in a bundle, as somebody names the file.
    func parcel(inBundle item: String, in reader: Register.Reader) throws -> ParcelRecord? {
        let name = item.split(separator: ".bundle").first.map(String.init) ?? item
        return try reader.parcel(bundle: name) ?? reader.parcel(bundle: String(name.dropFirst(2)))
    }

    /// Notes a receipt that is believed.
    func apply(receipt: Notice, from peer: Designator, in writer: Register.Writer) throws {
        switch receipt {
        case .arrived(let name, let time):
            guard let parcel = try writer.reader.parcel(to: peer, name), try writer.setArrived(parcel, at: time) else {
                return
            }
            try progress(.arrived, of: name, peer: peer, officer: nil, at: time, in: writer)
        case .opened(let name, let time, let officer):
            try progress(.opened, of: name, peer: peer, officer: officer, at: time, in: writer)
        case .done(let name, _, let time, let officer):
            try progress(.done, of: name, peer: peer, officer: officer, at: time, in: writer)
        case .declined(let name, _, let time, let reason, let officer):
            try progress(.declined, of: name, peer: peer, officer: officer, at: time, reason: reason, in: writer)
        case .refused(let name, let reason):
            guard let parcel = try writer.reader.parcel(to: peer, name) else { return }
            try writer.setRefused(parcel, reason: reason, at: now())
            guard let number = parcel.number else { return }
            try writer.note("refused by \(peer) (\(quoted(reason, limit: 300)))", on: number, at: now())
        case .unreadable(let name, let officer):
            guard let number = try writer.reader.parcel(to: peer, name)?.number else { return }
            try writer.setUnreadable(number, by: Address(officer: officer, station: peer), at: now())
            try writer.note("cannot be opened by \(officer)@\(peer): the key is gone", on: number, at: now())
        default: break
        }
    }

    private func progress(
        _ progress: Progress, of name: ParcelName, peer: Designator, officer: Codename?, at time: Instant,
        reason: Int64? = nil, in writer: Register.Writer
    ) throws {
        guard let number = try writer.reader.parcel(to: peer, name)?.number else { return }
        let isFirst = try writer.setProgress(
            progress, of: number, station: peer, officer: officer, at: time, reason: reason)
        let isPassedBack = try passBack(progress, of: number, officer: officer, at: time, reason: reason, in: writer)
        // Of a repetition nothing is noted, however often it comes.
        guard isFirst || isPassedBack || progress == .arrived else { return }
        let who = officer.map { "by \($0)@\(peer)" } ?? "at \(peer)"
        let cited = reason.map { ", reason in \(peer) No. \($0)" } ?? ""
        try writer.note("\(progress.rawValue) \(who) \(DateTimeGroup.short(time))\(cited)", on: number, at: now())
    }

    /// A letter that was passed on from here: its sender learns from us how far it came.
    ///
    /// - Returns: whether that was news.
    private func passBack(
        _ progress: Progress, of number: Int64, officer: Codename?, at time: Instant, reason: Int64?,
        in writer: Register.Writer
    ) throws -> Bool {
        guard let origin = try writer.reader.entry(number).origin, let officer else { return false }
        let isFirst = try writer.setProgress(
            progress, of: number, station: designator, officer: officer, at: time, reason: reason)
        guard isFirst, progress != .arrived else { return isFirst }
        try queueReceipt(progress, for: origin, by: officer, at: time, reason: reason, in: writer)
        return true
    }

    /// Lets the station from which a letter came know what an officer here has done with it.
    package func queueReceipt(
        _ progress: Progress, for origin: Entry.Origin, by officer: Codename, at time: Instant, reason: Int64? = nil,
        in writer: Register.Writer
    ) throws {
        guard let name = try writer.reader.parcelName(of: origin) else { return }
        let notice: Notice =
            switch progress {
            case .arrived: .arrived(name, at: time)
            case .opened: .opened(name, at: time, by: officer)
            case .done: .done(name, action: nil, at: time, by: officer)
            case .declined: .declined(name, action: nil, at: time, reason: reason, by: officer)
            }
        try writer.queueNotice(notice, to: origin.peer)
    }
}

extension Gap {
    fileprivate func asked(at now: Instant) -> Gap {
        var gap = self
        gap.requests.ask(at: now)
        return gap
    }
}
