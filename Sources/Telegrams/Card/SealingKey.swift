/// A prekey: to what a letter is sealed, and from when until when.
///
/// Short-lived, so that a stolen key opens little.
package struct SealingKey: Hashable, Sendable, CustomStringConvertible {
    /// Characters of an `age1pq1` recipient: 1216 bytes of X-Wing public key in Bech32 (BIP 173), prefix and checksum.
    package static let recipientLength = 1959
    private static let prefix = "age1pq1"
    /// For each byte, whether it is a digit of Bech32: cards have thousands of them.
    private static let isBech32Digit = (0...UInt8.max).map("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8.contains)

    package let recipient: String
    /// The first moment at which senders may use it.
    package let from: Instant
    /// The first moment at which senders should have a newer one.
    package let until: Instant

    /// - Throws: `FormatError` unless the recipient has the form of `age1pq1...` and `from` is before `until`. The
    ///   checksum is for the one who seals to check.
    package init(recipient: some StringProtocol, from: Instant, until: Instant) throws(FormatError) {
        try Self.check(recipient: recipient)
        guard from == from.wholeSecond, until == until.wholeSecond else {
            throw FormatError("the times of a sealing key are whole seconds")
        }
        guard from < until else { throw FormatError("a sealing key ends after it begins") }
        self.recipient = String(recipient)
        self.from = from
        self.until = until
    }

    /// - Throws: `FormatError` unless the text has the form of a recipient.
    static func check(recipient: some StringProtocol) throws(FormatError) {
        let digits = recipient.utf8.dropFirst(prefix.utf8.count)
        guard recipient.utf8.count == recipientLength, recipient.utf8.starts(with: prefix.utf8),
            digits.allSatisfy({ isBech32Digit[Int($0)] })
        else { throw FormatError("\(quoted(recipient)) is not a post-quantum recipient (age1pq1 and 1952 characters)") }
    }

    /// Reads `RECIPIENT FROM UNTIL`.
    package init(_ text: some StringProtocol) throws(FormatError) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3 else { throw FormatError("a sealing key is a recipient, from and until") }
        try self.init(
            recipient: words[0], from: try Instant(rfc3339: words[1]), until: try Instant(rfc3339: words[2]))
    }

    package var description: String { "\(recipient) \(from) \(until)" }
}
