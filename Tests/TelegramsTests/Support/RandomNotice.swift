import Telegrams

extension SeededGenerator {
    /// One notice of each sort.
    mutating func notices() throws -> [Notice] {
        [
            .arrived(try parcelName(), at: instant()),
            .opened(try parcelName(), at: instant(), by: try codename()),
            .done(try parcelName(), action: action(), at: instant(), by: try codename()),
            .declined(
                try parcelName(), action: action(), at: instant(), reason: chance(1, of: 2) ? number() : nil,
                by: try codename()),
            .refused(try parcelName(), reason: line()),
            .unreadable(try parcelName(), by: try codename()),
            .repeat(place()),
            .void(place()),
            .damaged(item: item(), reason: line()),
            .undeliverable(item: item(), reason: line()),
            .whereabouts(item: item()),
            .passed(
                item: item(), received: instant(), handed: chance(1, of: 2) ? instant() : nil,
                next: chance(1, of: 2) ? try designator() : nil),
            .unseen(item: item()),
            .compare(sent: lastPlace(), heard: chance(3, of: 4) ? lastPlace() : nil),
            .compared(sent: lastPlace(), heard: chance(3, of: 4) ? lastPlace() : nil),
            .challenge(sixteenBytes(), nonce: sixteenBytes()),
            .response(sixteenBytes(), nonce: sixteenBytes()),
        ]
    }

    private mutating func parcelName() throws -> ParcelName {
        ParcelName(channel: channelNumber(), digest: try digest())
    }

    private mutating func place() -> ChannelPlace {
        ChannelPlace(incarnation: sixteenBytes(), channel: channelNumber())
    }

    /// As in a comparison, where nothing may have been given out yet.
    private mutating func lastPlace() -> ChannelPlace {
        ChannelPlace(incarnation: sixteenBytes(), channel: chance(1, of: 4) ? 0 : channelNumber())
    }

    private mutating func action() -> Int? {
        chance(1, of: 2) ? .random(in: 1...Telegram.Limits.actions, using: &self) : nil
    }

    private mutating func item() -> String {
        pick(["4f1c.bundle", "ipn-2147483649.1-817992000123-7", "x", String(repeating: "b", count: 255)])
    }
}
