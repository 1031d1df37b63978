/// What a signature is for, such as `file` or `statement@example.org`; a signature made in one namespace does not verify
/// in another (PROTOCOL.sshsig, section 2).
///
/// It has 1 to 255 bytes of UTF-8 without control characters, compared byte for byte.
public struct Namespace: Sendable, CustomStringConvertible {
    /// The name as text.
    public let description: String

    /// The most bytes a namespace may have.
    private static let longest = 255

    /// A namespace that is known only when the program runs.
    ///
    /// - Throws: `SSHFormatError` if the name is empty, too long or has control characters.
    public init(validating name: String) throws(SSHFormatError) {
        try self.init(bytes: Array(name.utf8)[...])
    }

    init(bytes: ArraySlice<UInt8>) throws(SSHFormatError) {
        guard !bytes.isEmpty else { throw SSHFormatError(.namespace, "it is empty") }
        guard bytes.count <= Self.longest else {
            throw SSHFormatError(.namespace, "it is longer than \(Self.longest) bytes")
        }
        guard let text = bytes.printableText else {
            throw SSHFormatError(.namespace, "it is not UTF-8 or has control characters")
        }
        description = text
    }

    var bytes: String.UTF8View { description.utf8 }
}

extension Namespace: ExpressibleByStringLiteral {
    /// A namespace written in the program's own source, where an empty or overlong one is the programmer's mistake.
    public init(stringLiteral name: StaticString) {
        description = "\(name)"
        precondition((1...Self.longest).contains(bytes.count) && !bytes.contains(where: ASCII.isControl))
    }
}

extension Namespace: Hashable {
    /// Whether both have the same bytes; `String` would also call differently composed letters the same.
    public static func == (left: Namespace, right: Namespace) -> Bool { left.bytes.elementsEqual(right.bytes) }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        for byte in bytes { hasher.combine(byte) }
    }
}
