import Register
import Telegrams

extension Entry.Heading {
    package init(_ telegram: Telegram, identity: Digest256) {
        self.init(
            originator: telegram.from, number: telegram.number, dateTime: telegram.dateTime,
            kind: telegram.kind.rawValue, identity: identity.bytes)
    }
}
