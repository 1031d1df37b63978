import Register
import Sealing
import Station
import Telegrams

// What has arrived for this station gets its number here.

extension Station {
    func enter(_ cover: Cover, content: [UInt8], in writer: Register.Writer) throws -> Int64 {
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
                origin: .init(cover),
                addressees: rows(cover.officers, .action) + rows(cover.infoOfficers, .info)
                    + rows(cover.careOf, .careOf),
                content: content))
        try writer.note("arrived from \(cover.from), channel No. \(cover.channel)", on: number, at: now)
        try confirm(cover, in: writer)
        try tellWhatIsUnreadable(cover, number: number, in: writer)
        return number
    }

    private func confirm(_ cover: Cover, in writer: Register.Writer) throws {
        try writer.queueNotice(.arrived(cover.name, at: now().wholeSecond), to: cover.from)
    }

    /// Whether the same letter was taken in under another number, in place of which this one was sent, or the other way
    /// round: nobody gets it twice, and its sender learns that both have come.
    ///
    /// What the copy announces counts: the first one may have come when its parts could not be kept.
    func isCopy(_ cover: Cover, in writer: Register.Writer, _ intake: inout IntakeState) throws -> Bool {
        let origin = Entry.Origin(cover)
        let others = try writer.reader.copies(of: origin, digest: cover.digest, replaces: cover.replaces)
        guard !others.isEmpty else { return false }
        try confirm(cover, in: writer)
        for channel in others {
            let name = ParcelName(channel: channel, digest: cover.digest)
            try writer.queueNotice(.arrived(name, at: now().wholeSecond), to: cover.from)
            let other = Entry.Origin(peer: cover.from, incarnation: cover.incarnation.name, channel: channel)
            guard let number = try writer.reader.number(of: other) else { continue }
            try writer.note("came again as channel No. \(cover.channel)", on: number, at: now())
            try announce(cover.announces, from: cover.from, by: number, in: writer, &intake)
        }
        return true
    }

    /// Tells the sender once of officers here who can never open it: the key to which it is sealed for them is gone.
    private func tellWhatIsUnreadable(_ cover: Cover, number: Int64, in writer: Register.Writer) throws {
        let former = try writer.reader.formerCodenames()
        for key in cover.sealedTo where (cover.officers + cover.infoOfficers).contains(key.officer) {
            // Whose keys are not kept here is nobody of whom anything could be said.
            guard let isHeld = try? mayHold(key, of: former[key.officer] ?? key.officer), !isHeld else { continue }
            try writer.setUnreadable(number, by: Address(officer: key.officer, station: designator), at: now())
            try writer.queueNotice(.unreadable(cover.name, by: key.officer), to: cover.from)
            try writer.note(
                "sealed to a key of \(key.officer) that is gone, and its sender told", on: number, at: now())
        }
    }

    private func mayHold(_ key: Cover.SealedTo, of officer: Codename) throws -> Bool {
        try SealingKeyFolder(path: home.receivingKeys(of: officer)).mayHold(key)
    }

    /// Pins a card that its station has sent.
    ///
    /// A repeat may bring an old card after a new one: then that is noted only.
    func renew(_ card: Card, number: Int64, in writer: Register.Writer) throws {
        do {
            _ = try pin(card, in: writer)
        } catch let error as StationError {
            try writer.note("the card in it was not pinned: \(error.message)", on: number, at: now())
        }
    }

    func enter(
        _ telegram: Telegram, cover: Cover, content: [UInt8], in writer: Register.Writer
    ) throws -> Int64 {
        let letter = try OpenedLetter(plain: content)
        return try writer.enter(
            NewEntry(
                direction: .incoming, isService: true, recorded: now(), precedence: cover.precedence,
                origin: .init(cover),
                heading: Entry.Heading(telegram, identity: letter.identity),
                addressees: [
                    Addressee(role: .action, address: Address(officer: nil, station: designator), arrived: now())
                ],
                content: content))
    }
}

extension Entry.Origin {
    init(_ cover: Cover) {
        self.init(peer: cover.from, incarnation: cover.incarnation.name, channel: cover.channel)
    }
}

extension Cover {
    /// How a receipt names the parcel.
    var name: ParcelName { ParcelName(channel: channel, digest: digest) }
}
