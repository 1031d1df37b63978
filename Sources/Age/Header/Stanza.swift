/// One recipient stanza of a header: the file key wrapped for one recipient (C2SP age, "Recipient stanza").
public struct Stanza: Hashable, Sendable {
    /// The stanza's kind, for example the bytes of `X25519`; visible ASCII, never empty.
    public let type: [UInt8]

    /// What follows the type, in order; each is visible ASCII and never empty.
    public let arguments: [[UInt8]]

    /// The decoded body, usually the encrypted file key.
    public let body: [UInt8]

    /// Makes a stanza for a header to be written.
    ///
    /// - Throws: ``AgeError`` of kind `header` when an argument is empty or not visible ASCII, or when the stanza
    ///   exceeds ``HeaderLimits``.
    public init(type: [UInt8], arguments: [[UInt8]], body: [UInt8]) throws(AgeError) {
        guard ([type] + arguments).allSatisfy(Self.isArgument) else {
            throw AgeError(.header, "a stanza argument is empty or has a character that is not visible ASCII")
        }
        guard arguments.count < HeaderLimits.arguments,
            arguments.reduce(type.count, { $0 + 1 + $1.count }) <= HeaderLimits.lineBytes - 3,
            body.count <= HeaderLimits.bodyBytes
        else { throw AgeError(.header, "a stanza exceeds the limits of a header") }
        self.init(unchecked: type, arguments: arguments, body: body)
    }

    init(unchecked type: [UInt8], arguments: [[UInt8]], body: [UInt8]) {
        self.type = type
        self.arguments = arguments
        self.body = body
    }

    /// Whether the stanza's type is exactly `name`.
    public func isOfType(_ name: StaticString) -> Bool {
        name.withUTF8Buffer { type.elementsEqual($0) }
    }

    static func isArgument(_ bytes: some Collection<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { (0x21...0x7e).contains($0) }
    }

    static let columns = 64

    func append(to text: inout [UInt8]) {
        text.append(contentsOf: "-> ".utf8)
        text.append(contentsOf: type)
        for argument in arguments {
            text.append(UInt8(ascii: " "))
            text.append(contentsOf: argument)
        }
        text.append(UInt8(ascii: "\n"))
        appendBody(to: &text)
    }

    /// The last line is always shorter than 64 columns, so it may be empty.
    private func appendBody(to text: inout [UInt8]) {
        let bytesPerLine = Self.columns / 4 * 3
        for start in stride(from: 0, through: body.count, by: bytesPerLine) {
            Base64.append(body[start..<min(start + bytesPerLine, body.count)], to: &text)
            text.append(UInt8(ascii: "\n"))
        }
    }
}
