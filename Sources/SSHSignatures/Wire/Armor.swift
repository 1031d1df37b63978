/// The text envelope OpenSSH puts around a blob: a header line, Base64 in lines of 70 characters, a footer line.
struct Armor {
    let header: [UInt8]
    let footer: [UInt8]
    let item: SSHFormatError.Item
    /// The most bytes the whole text may have.
    let limit: Int

    /// PROTOCOL.sshsig, section 1.
    static let signature = Armor(label: "SSH SIGNATURE", item: .signature, limit: 4096)
    /// PROTOCOL.key, section 1.
    static let privateKey = Armor(label: "OPENSSH PRIVATE KEY", item: .privateKey, limit: 16384)

    /// The line length OpenSSH writes.
    private static let writtenLineLength = 70
    /// The longest line accepted; PROTOCOL.sshsig recommends it, OpenSSH itself writes shorter ones.
    private static let longestLine = 76

    private init(label: String, item: SSHFormatError.Item, limit: Int) {
        header = Array("-----BEGIN \(label)-----".utf8)
        footer = Array("-----END \(label)-----".utf8)
        self.item = item
        self.limit = limit
    }

    func encode(_ blob: [UInt8]) -> [UInt8] {
        var base64 = Base64.encode(blob)
        defer { base64.wipe() }
        var text: [UInt8] = []
        text.reserveCapacity(base64.count + base64.count / Self.writtenLineLength + header.count + footer.count + 3)
        text += header
        text.append(ASCII.lineFeed)
        for start in stride(from: 0, to: base64.count, by: Self.writtenLineLength) {
            text += base64[start..<min(start + Self.writtenLineLength, base64.count)]
            text.append(ASCII.lineFeed)
        }
        text += footer
        text.append(ASCII.lineFeed)
        return text
    }

    /// The blob inside `text`, which must hold the envelope and nothing else.
    ///
    /// Lines end in LF or CRLF, the last line end may be missing, and lines may be broken anywhere up to 76 characters.
    func decode(_ text: [UInt8]) throws(SSHFormatError) -> [UInt8] {
        guard text.count <= limit else { throw SSHFormatError(item, "it is longer than \(limit) bytes") }
        var lines = Lines(text[...])
        guard let first = lines.next(), first.elementsEqual(header) else {
            throw SSHFormatError(item, line: 1, "the line \(header.quotedForMessage) is missing")
        }
        var base64: [UInt8] = []
        defer { base64.wipe() }
        base64.reserveCapacity(text.count)
        while let line = lines.next() {
            if line.elementsEqual(footer) { return try blob(base64, after: lines) }
            guard (1...Self.longestLine).contains(line.count) else {
                throw SSHFormatError(item, line: lines.number, "a line has 1 to \(Self.longestLine) characters")
            }
            base64 += line
        }
        throw SSHFormatError(item, "the line \(footer.quotedForMessage) is missing")
    }

    private func blob(_ base64: [UInt8], after lines: Lines) throws(SSHFormatError) -> [UInt8] {
        guard lines.isAtEnd else { throw SSHFormatError(item, line: lines.number + 1, "text follows the last line") }
        guard let blob = Base64.decode(base64[...]) else { throw SSHFormatError(item, "its Base64 is malformed") }
        return blob
    }
}
