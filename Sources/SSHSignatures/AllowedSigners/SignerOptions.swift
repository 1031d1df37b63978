/// The options before the key, such as `namespaces="file,git",valid-after="20261123Z"`; names may be in any case.
struct SignerOptions {
    private(set) var namespaces: PatternList?
    private(set) var validAfter: Int64?
    private(set) var validBefore: Int64?

    /// Takes the options, if the next word is not the type of a key already, and the blanks after them.
    init(from line: inout FieldReader) throws(SSHFormatError) {
        guard !line.nextWord.isEmpty else { throw SSHFormatError(.allowedSigners, "the key is missing") }
        guard KeyType(line.nextWord) == nil else { return }
        repeat {
            try readOption(from: &line)
        } while line.take(ASCII.comma)
        try line.skipBlanks(after: "options")
    }

    private mutating func readOption(from line: inout FieldReader) throws(SSHFormatError) {
        let name = line.optionName()
        switch String(decoding: name.map(ASCII.lowercased), as: UTF8.self) {
        case "namespaces":
            guard namespaces == nil else { throw Self.repeated(name) }
            namespaces = try PatternList(bytes: Self.value(of: name, from: &line)[...])
        case "valid-after":
            guard validAfter == nil else { throw Self.repeated(name) }
            validAfter = try Self.time(of: name, from: &line)
        case "valid-before":
            guard validBefore == nil else { throw Self.repeated(name) }
            validBefore = try Self.time(of: name, from: &line)
        case "cert-authority":
            throw SSHFormatError(
                .allowedSigners, "cert-authority lines are not supported",
                hint: "list each signer's own key instead of the authority's")
        default:
            throw Self.unknown(name)
        }
    }

    private static func value(
        of name: ArraySlice<UInt8>, from line: inout FieldReader
    ) throws(SSHFormatError) -> [UInt8] {
        guard line.take(ASCII.equalsSign) else {
            throw SSHFormatError(.allowedSigners, "the option \(name.quotedForMessage) has no value")
        }
        return try line.quotedValue()
    }

    private static func time(of name: ArraySlice<UInt8>, from line: inout FieldReader) throws(SSHFormatError) -> Int64 {
        let text = try value(of: name, from: &line)
        guard let time = SignerTimestamp.parse(text) else {
            throw SSHFormatError(
                .allowedSigners, "\(text.quotedForMessage) is not a time",
                hint: "write it as YYYYMMDDZ, YYYYMMDDHHMMZ or YYYYMMDDHHMMSSZ")
        }
        return time
    }

    private static func repeated(_ name: ArraySlice<UInt8>) -> SSHFormatError {
        SSHFormatError(.allowedSigners, "the option \(name.quotedForMessage) stands there twice")
    }

    private static func unknown(_ name: ArraySlice<UInt8>) -> SSHFormatError {
        guard !name.isEmpty else { return SSHFormatError(.allowedSigners, "an option has no name") }
        let looksLikeKey = ["ssh-", "ecdsa-", "sk-"].contains { name.starts(with: $0.utf8) }
        guard !looksLikeKey else {
            return SSHFormatError(
                .allowedSigners, "the key type \(name.quotedForMessage) is not supported",
                hint: "use an ssh-ed25519 or sk-ssh-ed25519 key")
        }
        return SSHFormatError(.allowedSigners, "the option \(name.quotedForMessage) is unknown")
    }
}
