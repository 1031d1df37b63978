import Register
import Sealing
import Station
import Telegrams
import Traffic

// What an officer does about a telegram: answer, readdress, report it done, decline it; and what a custodian does.

extension Station {
    /// A draft that answers a telegram: to its originator, on the same matter, citing it.
    package func reply(to number: Int64, session: OfficerSession) throws -> Draft {
        let message = try show(number, session: session)
        return try Draft(
            from: session.officer,
            content: Telegram.Content(
                precedence: message.telegram.precedence, to: [message.telegram.from], kind: .report,
                matter: message.telegram.matter, subject: message.telegram.subject,
                references: [reference(to: message)], paragraphs: ["____"]))
    }

    /// How a telegram is cited.
    package func reference(to message: OpenedTelegram) -> Reference {
        .telegram(
            station: message.telegram.from.station, number: message.telegram.number,
            dateTime: message.telegram.dateTime, identity: message.identity)
    }

    /// Passes a telegram on to somebody whom its originator did not write to.
    ///
    /// The original travels inside, with its signature; the officer who readdresses it signs for having done so.
    package func readdress(
        _ number: Int64, to: [Address], info: [Address] = [], remark: String?, precedence: Precedence? = nil,
        session: OfficerSession
    ) throws -> SentTelegram {
        let message = try show(number, session: session)
        let original = message.telegram
        let citation = "\(original.from.station) No. \(original.number) of \(DateTimeGroup.short(original.dateTime))"
        let content = Telegram.Content(
            precedence: precedence ?? original.precedence, to: to, info: info, kind: original.kind,
            matter: original.matter, subject: original.subject, references: [reference(to: message)],
            paragraphs: [remark ?? "Readdressed: \(citation), from \(original.from)."])
        let letter = Attachment(
            name: "\(original.from.station)-\(original.number).letter", mediaType: Enclosure.letterMediaType,
            source: .bytes(message.letter.plain))
        guard message.letter.plain.count <= Attachment.inlineLimit else {
            throw StationError(.refused, "\(citation) with its enclosures is too large to be readdressed")
        }
        let paper = DraftPaper(try Draft(from: session.officer, content: content), attachments: [letter])
        return try send(
            paper, session: session,
            afterwards: { sent, writer in
                try writer.note("readdressed as No. \(sent.number)", on: number, at: now())
                try resolve(number, readdressedTo: to + info, in: writer)
            })
    }

    /// Whoever could not open it, or whose station did not take it, has it in another way now.
    private func resolve(_ number: Int64, readdressedTo people: [Address], in writer: Register.Writer) throws {
        for person in people {
            try writer.resolveUnreadable(number, at: person.station, officer: person.officer)
        }
        let stations = Set(people.map(\.station))
        for refused in try writer.reader.refusedParcels(of: number) where stations.contains(refused.parcel.peer) {
            try writer.resolve(refused.parcel, at: now())
        }
    }

    /// Reports that what a telegram asked for is done.
    package func done(_ number: Int64, session: OfficerSession) throws {
        let message = try show(number, session: session)
        try requireOwn(message, session: session)
        try register.write { try progress(.done, of: message.entry, officer: session.codename, in: $0) }
    }

    /// Declines what a telegram asks for.
    ///
    /// The reason goes to the originator, sealed and signed; the receipt cites it. Both are one: where the reason cannot
    /// be sent, nothing is declined.
    package func decline(_ number: Int64, reason: String, session: OfficerSession) throws -> SentTelegram {
        let message = try show(number, session: session)
        try requireOwn(message, session: session)
        let content = Telegram.Content(
            precedence: message.telegram.precedence, to: [message.telegram.from], kind: .report,
            matter: message.telegram.matter, subject: message.telegram.subject,
            references: [reference(to: message)], paragraphs: ["Declined: \(reason)"])
        let paper = DraftPaper(try Draft(from: session.officer, content: content))
        return try send(
            paper, session: session,
            afterwards: { sent, writer in
                try progress(.declined, of: message.entry, officer: session.codename, reason: sent.number, in: writer)
            })
    }

    private func requireOwn(_ message: OpenedTelegram, session: OfficerSession) throws {
        let name = try register.read { reader in
            try reader.codename(of: session.codename, on: message.entry.number, at: designator)
        }
        guard message.addressees.contains(where: { $0.address == Address(officer: name, station: designator) }) else {
            throw StationError(.refused, "No. \(message.entry.number) is not addressed to \(session.officer)")
        }
    }

    /// Hands a letter that nobody here can open, or need open, to another station where its addressee is now.
    ///
    /// The seal and the signature stay as they are; only the cover is new. Its enclosures go with it.
    package func passOn(_ number: Int64, to station: Designator) throws -> Int64 {
        try requireWay(to: station, in: routingTable())
        let directory = try directory()
        _ = try directory.correspondent(station).sealingKey()
        let files = try filesToPassOn(with: number)
        return try register.write { writer in
            let entry = try writer.reader.entry(number)
            guard entry.direction == .incoming, !entry.isService else {
                throw StationError(.refused, "No. \(number) did not come from another station")
            }
            let addressees = try writer.reader.addressees(of: number)
            func names(_ role: Addressee.Role) -> [Codename] {
                addressees.filter { $0.role == role }.compactMap(\.address.officer)
            }
            var parcel = NewParcel(
                to: station, .letter, precedence: entry.precedence,
                digest: Digest256(of: try writer.reader.content(of: number)), number: number)
            parcel.officers = names(.action)
            parcel.infoOfficers = names(.info)
            parcel.announces = files.map { Cover.Announcement(digest: $0.digest, size: $0.size) }
            let channel = try queue(parcel, directory: directory, at: now(), in: writer)
            for file in files {
                try queueParts(
                    of: file, precedence: entry.precedence, to: [station], directory: directory, at: now(), in: writer)
            }
            try writer.note("passed on to \(station), channel No. \(channel)", on: number, at: now())
            return channel
        }
    }
}
