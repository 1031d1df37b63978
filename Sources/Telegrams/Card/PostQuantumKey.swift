/// The ML-DSA-65 public key of a station (FIPS 204): `ml-dsa-65 BASE64`.
package struct PostQuantumKey: Hashable, Sendable, CustomStringConvertible {
    package static let algorithm = "ml-dsa-65"
    package static let size = 1952

    package let bytes: [UInt8]

    /// - Throws: `FormatError` unless there are 1952 bytes, not all zero: with an all-zero key anybody could sign.
    package init(bytes: [UInt8]) throws(FormatError) {
        guard bytes.count == Self.size else {
            throw FormatError("an ML-DSA-65 public key has \(Self.size) bytes, not \(bytes.count)")
        }
        guard bytes.contains(where: { $0 != 0 }) else { throw FormatError("an ML-DSA-65 public key of zeros") }
        self.bytes = bytes
    }

    package init(_ text: some StringProtocol) throws(FormatError) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, words[0].utf8.elementsEqual(Self.algorithm.utf8) else {
            throw FormatError("\(quoted(text)) is not \(Self.algorithm), a blank and base64")
        }
        try self.init(bytes: try CanonicalBase64.decode(words[1]))
    }

    package var description: String { "\(Self.algorithm) \(CanonicalBase64.encode(bytes))" }
}
