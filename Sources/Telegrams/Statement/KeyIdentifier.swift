/// What a person compares when he compares keys: the first 16 bytes of SHA-256 over an OpenSSH public key blob.
///
/// Written as 26 digits of base32 in groups of five: `AEF2R 3NV7S JCZ7S MWST7 IXNAH Q`.
package struct KeyIdentifier: Hashable, Comparable, Sendable, CustomStringConvertible {
    package static let size = 16

    package let bytes: [UInt8]

    /// - Parameter bytes: the first 16 bytes of the digest.
    package init(bytes: [UInt8]) throws(FormatError) {
        guard bytes.count == Self.size else { throw FormatError("a key identifier has 16 bytes, not \(bytes.count)") }
        self.bytes = bytes
    }

    /// The identifier of a key whose SHA-256 digest is `digest`.
    package init(digest: [UInt8]) throws(FormatError) {
        guard digest.count == 32 else { throw FormatError("a SHA-256 digest has 32 bytes, not \(digest.count)") }
        bytes = Array(digest.prefix(Self.size))
    }

    /// Reads the one spelling that `description` prints.
    package init(_ text: some StringProtocol) throws(FormatError) {
        let digits = text.utf8.filter { $0 != 0x20 }
        guard let decoded = Base32.decode(digits), decoded.count == Self.size else {
            throw FormatError("\(quoted(text)) is not a key identifier (26 base32 digits in groups of five)")
        }
        bytes = decoded
        guard description.utf8.elementsEqual(text.utf8) else {
            throw FormatError("\(quoted(text)) is not grouped in fives")
        }
    }

    package var description: String {
        var grouped: [UInt8] = []
        for (index, digit) in Base32.encode(bytes).utf8.enumerated() {
            if index > 0, index % 5 == 0 { grouped.append(0x20) }
            grouped.append(digit)
        }
        return String(decoding: grouped, as: UTF8.self)
    }

    package static func < (left: KeyIdentifier, right: KeyIdentifier) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
