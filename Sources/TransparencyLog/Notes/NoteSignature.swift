/// One signature line of a note: who signed, with which key, and the signature (c2sp.org/signed-note, "Signatures").
///
/// It says nothing until a key verifies it.
public struct NoteSignature: Hashable, Sendable {
    static let keyIDByteCount = 4
    static let prefix = Array("\u{2014} ".utf8)

    /// The name of the key.
    public let name: KeyName
    /// The number that, with the name, tells which key and signature type it is.
    public let keyID: UInt32
    /// The signature as its type defines it, without the key id; at least one byte.
    public let signature: [UInt8]

    /// Takes a signature made elsewhere; it must not be empty.
    public init(name: KeyName, keyID: UInt32, signature: [UInt8]) throws(LogFormatError) {
        guard !signature.isEmpty else { throw LogFormatError(.note, .signatureLength) }
        self.name = name
        self.keyID = keyID
        self.signature = signature
    }

    /// Reads a signature line without its line feed; `number` is its place in the note.
    init(line: ArraySlice<UInt8>, number: Int) throws(LogFormatError) {
        guard line.starts(with: Self.prefix), let space = line.lastIndex(of: UInt8(ascii: " ")),
            space >= line.startIndex + Self.prefix.count
        else { throw LogFormatError(.note, line: number, .signatureLine) }
        let nameBytes = line[(line.startIndex + Self.prefix.count)..<space]
        self.name = try KeyName(bytes: Array(nameBytes), in: .note, line: number)
        guard let bytes = Base64.decode(line[(space + 1)...]) else {
            throw LogFormatError(.note, line: number, .base64)
        }
        guard bytes.count > Self.keyIDByteCount else { throw LogFormatError(.note, line: number, .signatureLength) }
        self.keyID = BigEndian.uint32(bytes.prefix(Self.keyIDByteCount))
        self.signature = Array(bytes.dropFirst(Self.keyIDByteCount))
    }

    /// The signature line with its line feed.
    public var bytes: [UInt8] {
        Self.prefix + name.bytes + [UInt8(ascii: " ")] + Base64.encode(BigEndian.bytes(keyID) + signature)
            + [TextRules.lineFeed]
    }
}
