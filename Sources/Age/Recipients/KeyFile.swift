/// Reads files of keys: one key per line, empty lines and lines that start with `#` ignored.
///
/// Lines end with LF or CRLF. Files are bounded to ``longest`` bytes and ``mostKeys`` keys.
public enum KeyFile {
    /// The longest file accepted, in bytes.
    public static let longest = 4 << 20

    /// The most keys accepted in one file.
    public static let mostKeys = 1024

    /// Parses an identity file of `AGE-SECRET-KEY-1...` and `AGE-SECRET-KEY-PQ-1...` lines.
    ///
    /// - Throws: ``AgeError`` of kind `key` with the line to blame; also when there is no identity at all.
    public static func identities(_ file: borrowing SecretBytes) throws(AgeError) -> [any Identity] {
        try file.withUnsafeBytes { file throws(AgeError) -> [any Identity] in try keys(in: file, parse: identity) }
    }

    /// Parses a recipients file of `age1...` and `age1pq1...` lines.
    ///
    /// - Throws: ``AgeError`` of kind `key` with the line to blame; also when there is no recipient at all.
    public static func recipients(_ file: [UInt8]) throws(AgeError) -> [any Recipient] {
        try SecretBytes(copying: file).withUnsafeBytes { file throws(AgeError) -> [any Recipient] in
            try keys(in: file) { line throws(AgeError) -> any Recipient in
                try recipient(String(decoding: line, as: UTF8.self))
            }
        }
    }

    /// Parses one native recipient, `age1...` or `age1pq1...`.
    ///
    /// - Throws: ``AgeError`` of kind `key`.
    public static func recipient(_ text: String) throws(AgeError) -> any Recipient {
        if text.utf8.starts(with: "age1pq1".utf8) { return try HybridRecipient(text) }
        if text.utf8.starts(with: "age1".utf8) { return try X25519Recipient(text) }
        throw AgeError(.key, "this is not a recipient; recipients start with age1 or age1pq1")
    }

    private static func identity(_ line: UnsafeRawBufferPointer) throws(AgeError) -> any Identity {
        if line.starts(with: "AGE-SECRET-KEY-PQ-1".utf8) {
            return try HybridIdentity(encoded: SecretBytes(copying: line))
        }
        if line.starts(with: "AGE-SECRET-KEY-1".utf8) {
            return try X25519Identity(encoded: SecretBytes(copying: line))
        }
        throw AgeError(.key, "this is not an identity; identities start with AGE-SECRET-KEY-")
    }

    private static func keys<Key>(
        in file: UnsafeRawBufferPointer, parse: (UnsafeRawBufferPointer) throws(AgeError) -> Key
    ) throws(AgeError) -> [Key] {
        guard file.count <= longest else { throw AgeError(.key, "the key file is longer than \(longest) bytes") }
        var keys: [Key] = []
        for (index, line) in file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard let first = text.first, first != UInt8(ascii: "#") else { continue }
            do {
                keys.append(try parse(UnsafeRawBufferPointer(rebasing: text)))
            } catch {
                throw AgeError(error.kind, error.message, hint: error.hint, line: index + 1)
            }
            guard keys.count <= mostKeys else { throw AgeError(.key, "there are more than \(mostKeys) keys") }
        }
        guard !keys.isEmpty else { throw AgeError(.key, "there is no key in the file") }
        return keys
    }
}
