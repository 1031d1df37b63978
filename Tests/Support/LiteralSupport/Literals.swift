import Telegrams

// Values written as their text: a test that spells one wrongly ends there and then.

extension TextCodable {
    fileprivate init(literal text: String) {
        do { try self.init(text: text) } catch { preconditionFailure("\(error)") }
    }
}

extension Instant: ExpressibleByStringLiteral {
    /// Ends the process where the text spells no such value.
    public init(stringLiteral text: String) { self.init(literal: text) }
}

extension Designator: ExpressibleByStringLiteral {
    /// Ends the process where the text spells no such value.
    public init(stringLiteral text: String) { self.init(literal: text) }
}

extension Codename: ExpressibleByStringLiteral {
    /// Ends the process where the text spells no such value.
    public init(stringLiteral text: String) { self.init(literal: text) }
}

extension Address: ExpressibleByStringLiteral {
    /// Ends the process where the text spells no such value.
    public init(stringLiteral text: String) { self.init(literal: text) }
}
