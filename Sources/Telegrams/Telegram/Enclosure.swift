/// A file that goes with a telegram.
package struct Enclosure: Hashable, Sendable, CustomStringConvertible {
    /// How it travels.
    package enum Carriage: Hashable, Sendable {
        /// Inside the letter.
        case inline
        /// Sealed by itself, in parts; `sealed` is the digest of the sealed file.
        case separate(sealed: Digest256)
    }

    /// A name under which it may be saved as it is.
    package let name: String
    /// RFC 6838, in lower case, without parameters.
    package let mediaType: String
    /// In bytes, before sealing.
    package let size: Int64
    /// Of the file, before sealing.
    package let digest: Digest256
    package let carriage: Carriage

    /// The media type of a whole letter that is passed on with its signature (a readdressed telegram).
    package static let letterMediaType = "application/vnd.cablegram.letter"

    package init(
        name: String, mediaType: String, size: Int64, digest: Digest256, carriage: Carriage
    ) throws(FormatError) {
        guard FileName.isSafe(name) else {
            throw FormatError(
                "\(quoted(name)) is not safe as a file name (1 to 255 bytes, no / or \\, no . - or blank in front)")
        }
        guard MediaType.isValid(mediaType) else {
            throw FormatError("\(quoted(mediaType)) is not a media type in lower case without parameters")
        }
        guard size >= 0 else { throw FormatError("an enclosure cannot have \(size) bytes") }
        guard carriage != .inline || size <= Telegram.Limits.inlineEnclosure else {
            throw FormatError("an inline enclosure has at most \(Telegram.Limits.inlineEnclosure) bytes")
        }
        self.name = name
        self.mediaType = mediaType
        self.size = size
        self.digest = digest
        self.carriage = carriage
    }

    /// `inline SIZE SHA256 MEDIA/TYPE NAME` or `separate SIZE SHA256 SEALED-SHA256 MEDIA/TYPE NAME`.
    package var description: String {
        switch carriage {
        case .inline: "inline \(size) \(digest) \(mediaType) \(name)"
        case .separate(let sealed): "separate \(size) \(digest) \(sealed) \(mediaType) \(name)"
        }
    }

    /// Reads what `description` prints.
    package init(_ text: some StringProtocol) throws(FormatError) {
        let isSeparate = text.utf8.starts(with: "separate ".utf8)
        let words = words(of: text, limit: isSeparate ? 6 : 5)
        guard words.count == (isSeparate ? 6 : 5), isSeparate || words[0] == "inline" else {
            throw FormatError(
                "an enclosure is 'inline SIZE SHA256 MEDIA/TYPE NAME' or "
                    + "'separate SIZE SHA256 SEALED-SHA256 MEDIA/TYPE NAME'"
            )
        }
        try self.init(
            name: String(words[words.count - 1]), mediaType: String(words[words.count - 2]),
            size: try WholeNumber.parse(words[1], in: 0...Int64.max, what: "size"),
            digest: try Digest256(hex: words[2]),
            carriage: isSeparate ? .separate(sealed: try Digest256(hex: words[3])) : .inline)
    }
}

/// Names that can be given to a file as they are, on any system, without leaving the folder or hiding.
enum FileName {
    static func isSafe(_ name: String) -> Bool {
        guard (1...255).contains(name.utf8.count), let first = name.utf8.first, ![0x20, 0x2D, 0x2E].contains(first)
        else {
            return false
        }
        guard !name.utf8.contains(where: { $0 == 0x2F || $0 == 0x5C }) else { return false }
        do { try CanonicalText.check(line: name) } catch { return false }
        return true
    }
}

/// Media types: `type/subtype` after RFC 6838, section 4.2, in lower case.
enum MediaType {
    static func isValid(_ text: String) -> Bool {
        let names = text.utf8.split(separator: 0x2F, omittingEmptySubsequences: false)
        return names.count == 2 && names.allSatisfy(isName)
    }

    private static func isName(_ name: Substring.UTF8View) -> Bool {
        guard (1...127).contains(name.count), let first = name.first, isLetterOrDigit(first) else { return false }
        return name.allSatisfy { isLetterOrDigit($0) || marks.contains($0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || isDigit(byte)
    }

    private static let marks = Array("!#$&-^_.+".utf8)
}
