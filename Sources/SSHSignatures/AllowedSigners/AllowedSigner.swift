/// One line of an `allowed_signers` file: who may sign with a key, for what and when.
public struct AllowedSigner: Hashable, Sendable {
    /// The people the key may sign for, mostly as USER@DOMAIN.
    public let principals: PatternList
    /// What the key may sign; nil for anything.
    public let namespaces: PatternList?
    /// The first second of validity, in seconds since 1970 UTC; nil for no limit.
    public let validAfter: Int64?
    /// The last second of validity, in seconds since 1970 UTC; nil for no limit.
    public let validBefore: Int64?
    /// The key.
    public let key: PublicKey
    /// The words after the key; may be empty.
    public let comment: String

    /// A line that says that `principals` may sign with `key`.
    ///
    /// - Throws: `SSHFormatError` for a line that could not be written: a quotation mark in a principal, a backslash at
    ///   the end of the namespaces, times outside 1970 to 9999 or in the wrong order, a comment that is not one line.
    public init(
        principals: PatternList, namespaces: PatternList? = nil, validAfter: Int64? = nil, validBefore: Int64? = nil,
        key: PublicKey, comment: String = ""
    ) throws(SSHFormatError) {
        try Self.check(principals, namespaces)
        try Self.check(after: validAfter, before: validBefore)
        self.principals = principals
        self.namespaces = namespaces
        self.validAfter = validAfter
        self.validBefore = validBefore
        self.key = key
        self.comment = try Comment.check(comment, item: .allowedSigners)
    }

    private static func check(_ principals: PatternList, _ namespaces: PatternList?) throws(SSHFormatError) {
        guard !principals.description.utf8.contains(ASCII.quote) else {
            throw SSHFormatError(.allowedSigners, "a principal has a quotation mark")
        }
        guard namespaces?.description.utf8.last != ASCII.backslash else {
            throw SSHFormatError(.allowedSigners, "the namespaces end in a backslash")
        }
    }

    private static func check(after: Int64?, before: Int64?) throws(SSHFormatError) {
        for time in [after, before].compactMap(\.self) where !(1...SignerTimestamp.latest).contains(time) {
            throw SSHFormatError(.allowedSigners, "a time is outside the years 1970 to 9999")
        }
        if let after, let before, before <= after {
            throw SSHFormatError(.allowedSigners, "valid-before is not later than valid-after")
        }
    }
}

extension AllowedSigner: CustomStringConvertible {
    /// The line without a line end, as OpenSSH reads it; times are in UTC.
    public var description: String {
        ([principalsField] + [options].filter { !$0.isEmpty } + [keyField]).joined(separator: " ")
    }

    private var principalsField: String {
        let text = principals.description
        let needsQuotes = text.utf8.contains(ASCII.space) || text.utf8.first == ASCII.numberSign
        return needsQuotes ? "\"\(text)\"" : text
    }

    private var options: String {
        let namespaces = namespaces.map { "namespaces=\"\(Self.escaped($0.description))\"" }
        let after = validAfter.map { "valid-after=\"\(SignerTimestamp.print($0))\"" }
        let before = validBefore.map { "valid-before=\"\(SignerTimestamp.print($0))\"" }
        return [namespaces, after, before].compactMap(\.self).joined(separator: ",")
    }

    private var keyField: String {
        let base64 = String(decoding: Base64.encode(key.blob), as: UTF8.self)
        return "\(key.type.rawValue) \(base64)" + (comment.isEmpty ? "" : " \(comment)")
    }

    private static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte == ASCII.quote { bytes.append(ASCII.backslash) }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
