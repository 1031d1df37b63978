import Register
import Relay
import SSHSignatures
import Sealing
import Station
import Telegrams
import Traffic

/// A telegram that has been sent: numbered, signed, sealed and waiting for the next exchange.
package struct SentTelegram: Sendable {
    package var number: Int64
    package var telegram: Telegram
    /// The stations for which a parcel waits, with the channel number of each.
    package var parcels: [(station: Designator, channel: Int64)]
    /// What the sender ought to know: cards that nobody has confirmed yet.
    package var warnings: [String]
}

extension Station {
    /// Sends a draft: takes the next number, signs, seals and queues, in one transaction.
    ///
    /// Nothing has happened when this throws: no number is used, and the draft is where it was.
    ///
    /// - Parameters:
    ///   - together: what else is noted in that transaction, before anything is sent.
    ///   - afterwards: what is noted in it about what was sent.
    package func send(
        _ paper: DraftPaper, session: OfficerSession, progress: @escaping ByteProgress = { _ in },
        together: (Register.Writer) throws -> Void = { _ in },
        afterwards: (SentTelegram, Register.Writer) throws -> Void = { _, _ in }
    ) throws -> SentTelegram {
        let dispatch = try prepare(paper, session: session, directory: directory(), progress: progress)
        return try register.write { writer in
            try together(writer)
            let sent = try send([dispatch], session: session, in: writer)[0]
            try afterwards(sent, writer)
            return sent
        }
    }

    /// Sends several drafts in one transaction, which removes them from the officer's papers: all of them or none.
    package func send(
        _ drafts: [FiledDraft], session: OfficerSession, progress: @escaping ByteProgress = { _ in }
    ) throws -> [SentTelegram] {
        let directory = try directory()
        let dispatches = try drafts.map { draft in
            try prepare(draft.paper, id: draft.id, session: session, directory: directory, progress: progress)
        }
        return try send(dispatches, session: session)
    }

    /// Everything that can be known and refused before a number is taken.
    private func prepare(
        _ paper: DraftPaper, id: Int64? = nil, session: OfficerSession, directory: Directory,
        progress: @escaping ByteProgress
    ) throws -> Dispatch {
        let content = paper.draft.content
        if let from = paper.draft.from, from != session.officer {
            throw StationError(.refused, "the draft is from \(from), and \(session.officer) cannot send it in his name")
        }
        guard try directory.signer(session.officer) == session.publicKey else {
            throw Self.notOnTheCard(session, of: designator)
        }
        let addressees = content.to + content.info
        let recipients = try addressees.map { address in
            guard let officer = address.officer else {
                throw StationError(
                    .invalid, "\(address) is a station; a telegram is addressed to an officer",
                    hint: "write OFFICER@\(address)")
            }
            return try directory.recipient(officer, at: address.station)
        }
        let stations = addressees.map(\.station).uniqued()
        let routingTable = try routingTable()
        for station in stations where station != designator {
            try requireWay(to: station, in: routingTable)
            _ = try directory.correspondent(station).sealingKey()
        }
        let unconfirmed = try stations.filter { try !directory.correspondent($0).isConfirmed }
        return Dispatch(
            paper: paper, draftID: id, directory: directory, recipients: recipients, stations: stations,
            enclosures: try seal(paper.attachments, to: recipients, progress: progress),
            warnings: unconfirmed.map {
                "the card of \($0) is unverified: compare its words by voice ('cable card show \($0)')"
            })
    }

    private func send(_ dispatches: [Dispatch], session: OfficerSession) throws -> [SentTelegram] {
        try register.write { try send(dispatches, session: session, in: $0) }
    }

    private func send(
        _ dispatches: [Dispatch], session: OfficerSession, in writer: Register.Writer
    ) throws -> [SentTelegram] {
        let now = now()
        for id in dispatches.compactMap(\.draftID) where try !writer.removeDraft(id) {
            throw StationError(.notFound, "draft \(id) is gone", hint: "another command has sent or removed it")
        }
        // The numbers are ours until the transaction ends, so that all can be sealed at once, on all cores.
        let numbered = Array(zip(try writer.nextNumber()..., dispatches))
        let signer = try session.signer()
        let sealed = parallelMap(numbered) { number, dispatch in
            Result { try seal(dispatch, number: number, at: now, session: session, signer: signer) }
        }
        return try zip(dispatches, sealed).map { dispatch, sealed in
            try enter(sealed.get(), dispatch: dispatch, session: session, at: now, in: writer)
        }
    }

    private func seal(
        _ dispatch: Dispatch, number: Int64, at now: Instant, session: OfficerSession, signer: any Signer
    ) throws -> (telegram: Telegram, letter: SealedLetter) {
        let content = dispatch.paper.draft.content.enclosing(dispatch.enclosures.map(\.line))
        let draft = try Draft(from: session.officer, content: content)
        let telegram = try draft.telegram(number: number, dateTime: now.wholeSecond, from: session.officer)
        let letter = try SealedLetter(
            telegram, enclosures: dispatch.enclosures.compactMap(\.inline), signedBy: signer, to: dispatch.recipients)
        return (telegram, letter)
    }

    private func enter(
        _ sealed: (telegram: Telegram, letter: SealedLetter), dispatch: Dispatch, session: OfficerSession,
        at now: Instant, in writer: Register.Writer
    ) throws -> SentTelegram {
        let (telegram, letter) = sealed
        let number = telegram.number
        try enter(telegram, letter: letter, session: session, at: now, in: writer)
        let parcels = try dispatch.stations.filter { $0 != designator }.map { station in
            let parcel = NewParcel(to: station, telegram, letter: Digest256(of: letter.bytes), dispatch: dispatch)
            return (station, try queue(parcel, directory: dispatch.directory, at: now, in: writer))
        }
        for enclosure in dispatch.enclosures {
            try queueParts(
                of: enclosure, number: number, precedence: telegram.precedence, to: dispatch.stations, session: session,
                directory: dispatch.directory, at: now, in: writer)
        }
        return SentTelegram(number: number, telegram: telegram, parcels: parcels, warnings: dispatch.warnings)
    }

    private func enter(
        _ telegram: Telegram, letter: SealedLetter, session: OfficerSession, at now: Instant, in writer: Register.Writer
    ) throws {
        let number = try writer.enter(
            NewEntry(
                direction: .outgoing, isService: false, recorded: now, precedence: telegram.precedence,
                heading: Entry.Heading(telegram, identity: letter.identity),
                addressees: telegram.registerAddressees(here: designator, at: now), content: letter.bytes))
        if let fileKey = letter.fileKey {
            let sealed = try fileKey.withUnsafeBytes { try session.archiveKey.seal($0, for: .fileKey(number: number)) }
            try writer.file(number, officer: session.codename, key: sealed)
        }
        // What he wrote to himself he has read.
        try writer.setProgress(.opened, of: number, station: designator, officer: session.codename, at: now)
        try writer.note("sent by \(session.officer)", on: number, at: now)
    }
}

/// A telegram that is ready but for its number.
struct Dispatch: Sendable {
    var paper: DraftPaper
    /// The draft that is to be removed from the officer's papers; nil where the telegram was written just now.
    var draftID: Int64?
    /// The correspondents as they were when it was prepared.
    var directory: Directory
    var recipients: [LetterRecipient]
    var stations: [Designator]
    var enclosures: [PreparedEnclosure]
    var warnings: [String]
}

extension NewParcel {
    /// A letter as the clerk of one of its stations will see it.
    init(to station: Designator, _ telegram: Telegram, letter digest: Digest256, dispatch: Dispatch) {
        let officers = telegram.to.filter { $0.station == station }.compactMap(\.officer)
        self.init(
            to: station, .letter,
            precedence: officers.isEmpty ? telegram.infoPrecedence ?? telegram.precedence : telegram.precedence,
            digest: digest, number: telegram.number)
        due = telegram.content.replyBy
        self.officers = officers
        infoOfficers = telegram.info.filter { $0.station == station }.compactMap(\.officer)
        careOf = telegram.careOf.filter { $0.station == station }.compactMap(\.officer)
        sealedTo = dispatch.recipients.compactMap { recipient in
            guard recipient.address.station == station, let officer = recipient.address.officer,
                let key = recipient.sealingKeyDigest
            else { return nil }
            return Cover.SealedTo(officer, key: key)
        }
        announces = dispatch.enclosures.compactMap(\.sealed).map {
            Cover.Announcement(digest: $0.digest, size: $0.size)
        }
    }
}

extension Telegram {
    /// The addressees as the register keeps them.
    func registerAddressees(here: Designator, at now: Instant) -> [Addressee] {
        func rows(_ addresses: [Address], _ role: Addressee.Role) -> [Addressee] {
            addresses.map { address in
                let isHere = address.station == here
                return Addressee(
                    role: role, address: address, arrived: isHere ? now : nil, isWaiting: isHere && role != .careOf)
            }
        }
        return rows(content.to, .action) + rows(content.info, .info) + rows(content.careOf, .careOf)
    }
}

extension Telegram.Content {
    func enclosing(_ enclosures: [Enclosure]) -> Telegram.Content {
        var copy = self
        copy.enclosures += enclosures
        return copy
    }
}

extension Sequence where Element: Hashable {
    /// The elements in order, each once.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
