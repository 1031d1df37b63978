/// How urgent a telegram is: the order in which everything that waits is served.
///
/// The raw value is what the precedence block of a bundle carries; smaller is more urgent.
package enum Precedence: UInt8, CaseIterable, Comparable, Sendable, CustomStringConvertible {
    case override = 0
    case flash = 1
    case immediate = 2
    case priority = 3
    case routine = 4
    case deferred = 5

    /// The more urgent one is the smaller.
    package static func < (left: Precedence, right: Precedence) -> Bool {
        left.rawValue < right.rawValue
    }

    package var description: String {
        switch self {
        case .override: "override"
        case .flash: "flash"
        case .immediate: "immediate"
        case .priority: "priority"
        case .routine: "routine"
        case .deferred: "deferred"
        }
    }

    /// Reads the word that `description` prints.
    package init(word: some StringProtocol) throws(FormatError) {
        guard let match = Precedence.allCases.first(where: { $0.description == String(word) }) else {
            let words = Precedence.allCases.map(\.description).joined(separator: ", ")
            throw FormatError("\(quoted(word)) is not a precedence (\(words))")
        }
        self = match
    }
}

// As a word, not as its number.
extension Precedence: TextCodable {
    package init(text: String) throws(FormatError) { try self.init(word: text) }

    package init(from decoder: any Decoder) throws { try self.init(textFrom: decoder) }

    package func encode(to encoder: any Encoder) throws { try encodeText(to: encoder) }
}
