/// An age file in memory, taken apart into its header and its payload.
///
/// For letters and other small things; ``AgeStream`` serves files of any size.
public struct AgeFile: Sendable {
    /// The header.
    public let header: Header

    /// The encrypted payload: a nonce of 16 bytes, then the sealed chunks.
    public let payload: ArraySlice<UInt8>

    /// Parses the header of `file`.
    ///
    /// - Parameters:
    ///   - file: the whole file.
    ///   - form: the form it must have, or nil to recognise the armor by itself.
    /// - Throws: ``AgeError`` of kind `armor` or `header`.
    public init(parsing file: [UInt8], form: FileForm? = nil) throws {
        let isArmored = form.map { $0 == .armored } ?? Armor.isArmored(file[...])
        let binary = isArmored ? try Armor.decode(file) : file
        let (header, payloadStart) = try HeaderParser.parse(binary[...])
        self.header = header
        self.payload = binary[payloadStart...]
    }

    /// Seals `plaintext` for `recipients` under a fresh file key.
    ///
    /// - Throws: ``AgeError`` of kind `recipients` when there are none or they do not go together.
    public static func seal(
        _ plaintext: [UInt8], to recipients: [any Recipient], form: FileForm = .binary
    ) throws -> [UInt8] {
        let fileKey = FileKey()
        let header = try Header(wrapping: fileKey, for: recipients)
        return try seal(plaintext, under: fileKey, header: header, form: form)
    }

    /// Seals `plaintext` under a given file key, which must be fresh: it may encrypt one payload only.
    ///
    /// - Throws: ``AgeError`` of kind `headerMAC` when the header was not made with that file key.
    public static func seal(
        _ plaintext: [UInt8], under fileKey: borrowing FileKey, header: Header, form: FileForm = .binary
    ) throws -> [UInt8] {
        try header.verify(fileKey)
        let file = try Payload.seal(plaintext, fileKey: fileKey, after: header.bytes)
        return form == .armored ? Armor.encode(file) : file
    }

    /// Opens a whole file, binary or armored, with the first identity that can; all or nothing.
    ///
    /// - Throws: ``AgeError`` of kind `armor`, `header`, `noMatch`, `headerMAC` or `payload`.
    public static func open(_ file: [UInt8], with identities: [any Identity]) throws -> [UInt8] {
        try AgeFile(parsing: file).open(with: identities)
    }

    /// Opens the file with the first identity that can; all or nothing.
    ///
    /// - Throws: ``AgeError`` of kind `header`, `noMatch`, `headerMAC` or `payload`.
    public func open(with identities: [any Identity]) throws -> [UInt8] {
        try Payload.open(payload, fileKey: header.unwrap(with: identities))
    }

    /// Opens the file with its file key; all or nothing.
    ///
    /// The header plays no part in it.
    ///
    /// - Throws: ``AgeError`` of kind `header` when even the nonce is missing, or `payload`.
    public func open(with fileKey: borrowing FileKey) throws -> [UInt8] {
        try Payload.open(payload, fileKey: fileKey)
    }

    /// The same payload under another header, which must wrap the same file key.
    ///
    /// Whoever could open the file before still can, if he kept the file key or the old header.
    public func replacingHeader(with header: Header, form: FileForm = .binary) -> [UInt8] {
        let file = header.bytes + payload
        return form == .armored ? Armor.encode(file) : file
    }
}
