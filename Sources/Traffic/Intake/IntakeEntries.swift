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
        let receipt = Notice.arrived(cover.name, at: now.wholeSecond)
        try writer.queueNotice(receipt, to: cover.from)
        return number
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
