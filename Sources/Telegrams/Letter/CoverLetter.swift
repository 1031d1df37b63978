extension Cover {
    /// An enclosure of a letter that travels by itself: only the station that announces it may bring its parts.
    package struct Announcement: Hashable, Sendable, CustomStringConvertible {
        /// Of the whole sealed file, as the telegram's enclosure line gives it.
        package var digest: Digest256
        /// Of the whole sealed file, in bytes: 1 or more.
        package var size: Int64

        package init(digest: Digest256, size: Int64) {
            self.digest = digest
            self.size = size
        }

        /// Reads `DIGEST SIZE`.
        init(_ text: Substring) throws(FormatError) {
            let words = words(of: text)
            guard words.count == 2 else { throw FormatError("must be a digest, a blank and a size") }
            digest = try Digest256(hex: words[0])
            size = try WholeNumber.parse(words[1], in: 1...Cover.Part.sizeLimit, what: "size")
        }

        package var description: String { "\(digest) \(size)" }
    }

    /// Which of an officer's sealing keys a letter is sealed to, so that his station knows a letter to a dead key.
    package struct SealedTo: Hashable, Sendable, CustomStringConvertible {
        package var officer: Codename
        /// The first eight bytes of the SHA-256 of the key's text (`age1pq1...`).
        package var key: [UInt8]

        /// - Parameter digest: of the key's text.
        package init(_ officer: Codename, key digest: Digest256) {
            self.officer = officer
            key = Array(digest.bytes.prefix(Self.length))
        }

        /// Reads `PREFIX OFFICER`.
        init(_ text: Substring) throws(FormatError) {
            let words = words(of: text, limit: 2)
            guard words.count == 2 else { throw FormatError("must be the beginning of a key's digest and a codename") }
            key = try Hexadecimal.bytes(words[0], count: Self.length)
            officer = try Codename(words[1])
        }

        /// The beginning of the key's digest, in hexadecimal digits.
        package var digits: String { Hexadecimal.text(key) }

        package var description: String { "\(digits) \(officer)" }

        /// In bytes.
        private static let length = 8
    }
}
