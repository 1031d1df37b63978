/// One life of a station's register: channel numbers are counted within it.
///
/// A station that was founded anew or restored from an older copy knows no longer which numbers it has given out. It
/// begins a new incarnation and numbers from 1 again; nobody takes its numbers for those of before.
package struct Incarnation: Hashable, Sendable, CustomStringConvertible {
    /// Drawn at random.
    package let name: IncarnationName
    /// When it began by the station's own clock, a whole second; it is for people, and nothing depends on it.
    package let began: Instant

    package init(_ name: IncarnationName, began: Instant) {
        self.name = name
        self.began = began.wholeSecond
    }

    /// Reads `NAME TIME`, the one spelling that `description` prints.
    package init(_ text: some StringProtocol) throws(FormatError) {
        let words = words(of: text, limit: 2)
        guard words.count == 2 else { throw FormatError("must be 32 hexadecimal digits, a blank and a time") }
        self.init(try IncarnationName(hex: words[0]), began: try Instant(rfc3339: words[1]))
    }

    package var description: String { "\(name) \(began)" }
}
