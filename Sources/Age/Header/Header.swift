import Crypto
import FoundationEssentials

/// The textual header of an age file: the file key, wrapped for each recipient, and an authentication code.
///
/// Defined in C2SP age, section "Header". A parsed header keeps its exact bytes.
public struct Header: Hashable, Sendable {
    /// The stanzas in their order, at least one.
    public let stanzas: [Stanza]

    /// The header as it stands in the file, from the version line to the line feed after the code.
    public let bytes: [UInt8]

    private let authenticatedCount: Int
    private let code: [UInt8]

    static let versionLine = [UInt8]("age-encryption.org/v1".utf8)
    static let codeByteCount = 32

    init(stanzas: [Stanza], bytes: [UInt8], authenticatedCount: Int, code: [UInt8]) {
        self.stanzas = stanzas
        self.bytes = bytes
        self.authenticatedCount = authenticatedCount
        self.code = code
    }

    /// Parses exactly one header, with nothing after it.
    ///
    /// - Throws: ``AgeError`` of kind `header`, with the line to blame.
    public init(parsing bytes: [UInt8]) throws(AgeError) {
        let (header, end) = try HeaderParser.parse(bytes[...])
        guard end == bytes.count else { throw AgeError(.header, "there is something after the header") }
        self = header
    }

    /// Wraps `fileKey` for every recipient.
    ///
    /// Post-quantum recipients are not mixed with others, and a passphrase stands alone.
    ///
    /// - Throws: ``AgeError`` of kind `recipients` when there are none or they do not go together, and whatever a
    ///   recipient of another module throws.
    public init(wrapping fileKey: borrowing FileKey, for recipients: [any Recipient]) throws {
        try RecipientKind.check(recipients.map(\.kind))
        var stanzas: [Stanza] = []
        for recipient in recipients {
            stanzas += try recipient.wrap(fileKey)
        }
        try self.init(stanzas: stanzas, authenticatedWith: fileKey)
    }

    /// Composes a header of finished stanzas, for example to drop or add one of them.
    ///
    /// - Throws: ``AgeError`` of kind `header` when there is no stanza or ``HeaderLimits`` are exceeded.
    public init(stanzas: [Stanza], authenticatedWith fileKey: borrowing FileKey) throws(AgeError) {
        guard (1...HeaderLimits.stanzas).contains(stanzas.count) else {
            throw AgeError(.header, "a header has 1 to \(HeaderLimits.stanzas) stanzas, not \(stanzas.count)")
        }
        var text = Self.versionLine + [UInt8(ascii: "\n")]
        stanzas.forEach { $0.append(to: &text) }
        text.append(contentsOf: "---".utf8)
        let authenticatedCount = text.count
        let code = Array(HMAC<SHA256>.authenticationCode(for: text, using: fileKey.headerKey()))
        text.append(UInt8(ascii: " "))
        Base64.append(code, to: &text)
        text.append(UInt8(ascii: "\n"))
        guard text.count <= HeaderLimits.bytes else {
            throw AgeError(.header, "the header is longer than \(HeaderLimits.bytes) bytes")
        }
        self.init(stanzas: stanzas, bytes: text, authenticatedCount: authenticatedCount, code: code)
    }

    /// Unwraps the file key with the first identity that can, and checks the header's authentication code.
    ///
    /// - Throws: ``AgeError`` of kind `noMatch`, `header` or `headerMAC`, and whatever an identity of another
    ///   module throws.
    public func unwrap(with identities: [any Identity]) throws -> FileKey {
        guard stanzas.count == 1 || !stanzas.contains(where: { $0.isOfType(ScryptStanza.type) }) else {
            throw AgeError(.header, "a passphrase stanza must be the only one")
        }
        for identity in identities {
            guard let fileKey = try identity.unwrap(stanzas) else { continue }
            try verify(fileKey)
            return fileKey
        }
        throw AgeError(
            .noMatch, "none of the identities opens this file", hint: "ask the sender for which key it was sealed")
    }

    /// Checks the authentication code under a file key obtained otherwise.
    ///
    /// - Throws: ``AgeError`` of kind `headerMAC`.
    public func verify(_ fileKey: borrowing FileKey) throws(AgeError) {
        let key = fileKey.headerKey()
        let isValid = bytes.withUnsafeBytes { bytes in
            HMAC<SHA256>.isValidAuthenticationCode(
                code, authenticating: UnsafeRawBufferPointer(rebasing: bytes[..<authenticatedCount]), using: key)
        }
        guard isValid else {
            throw AgeError(.headerMAC, "the header was altered: its authentication code is wrong")
        }
    }
}
