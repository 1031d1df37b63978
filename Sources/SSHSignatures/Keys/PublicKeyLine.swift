/// A public key and its comment on one line, as in a `.pub` file: `type base64 comment`.
public struct PublicKeyLine: Hashable, Sendable, CustomStringConvertible {
    /// The key.
    public let key: PublicKey
    /// The words after the key; may be empty.
    public let comment: String

    /// The most bytes a line may have.
    static let longest = 8192

    /// A line for `key`; the comment has no control characters and at most 1,024 bytes.
    public init(key: PublicKey, comment: String = "") throws(SSHFormatError) {
        self.key = key
        self.comment = try Comment.check(comment, item: .publicKey)
    }

    /// Reads one line; it may end in LF or CRLF.
    public init(_ text: String) throws(SSHFormatError) {
        var lines = Lines(Array(text.utf8)[...])
        guard let line = lines.next(), lines.isAtEnd else { throw SSHFormatError(.publicKey, "it is not one line") }
        try self.init(line: line)
    }

    init(line: ArraySlice<UInt8>) throws(SSHFormatError) {
        guard line.count <= Self.longest else {
            throw SSHFormatError(.publicKey, "the line is longer than \(Self.longest) bytes")
        }
        let name = line.prefix { !ASCII.isBlank($0) }
        let base64 = line[name.endIndex...].drop(while: ASCII.isBlank).prefix { !ASCII.isBlank($0) }
        guard !name.isEmpty, !base64.isEmpty else {
            throw SSHFormatError(.publicKey, "a line has the form: type base64 comment")
        }
        guard let blob = Base64.decode(base64) else { throw SSHFormatError(.publicKey, "its Base64 is malformed") }
        key = try PublicKey(blob: blob)
        guard name.elementsEqual(key.type.rawValue.utf8) else {
            throw SSHFormatError(.publicKey, "the type before the key differs from the type inside it")
        }
        comment = try Comment.read(line[base64.endIndex...].drop(while: ASCII.isBlank), item: .publicKey)
    }

    /// The line without a line end.
    public var description: String {
        let base64 = String(decoding: Base64.encode(key.blob), as: UTF8.self)
        return "\(key.type.rawValue) \(base64)" + (comment.isEmpty ? "" : " \(comment)")
    }
}
