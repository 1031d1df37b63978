/// An OpenSSH public key as it stands in a line, without a comment: `ssh-ed25519 AAAAC3Nza...`.
package struct KeyLine: Hashable, Sendable, CustomStringConvertible {
    package enum Algorithm: String, CaseIterable, Hashable, Sendable {
        case ed25519 = "ssh-ed25519"
        /// Ed25519 in a hardware key (OpenSSH PROTOCOL.u2f).
        case hardwareEd25519 = "sk-ssh-ed25519@openssh.com"

        /// Bytes of a compact signature: 8 of the key's digest, 64 of the signature, for hardware keys 1 of flags and
        /// 4 of the counter.
        package var compactSignatureSize: Int { self == .ed25519 ? 72 : 77 }
    }

    /// At most this many bytes in the application string of a hardware key.
    package static let applicationLimit = 128

    package let algorithm: Algorithm
    /// The public key blob (RFC 4253, section 6.6): what a `KeyIdentifier` is the digest of.
    package let blob: [UInt8]

    /// - Throws: `FormatError` for any other algorithm, a comment, and a blob that is not exactly such a key.
    package init(_ text: some StringProtocol) throws(FormatError) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, let algorithm = Algorithm(rawValue: String(words[0])) else {
            let names = Algorithm.allCases.map(\.rawValue).joined(separator: " or ")
            throw FormatError(
                "\(quoted(text)) is not an OpenSSH public key line (\(names), a blank, base64, no comment)")
        }
        try self.init(algorithm: algorithm, blob: try CanonicalBase64.decode(words[1]))
    }

    package init(algorithm: Algorithm, blob: [UInt8]) throws(FormatError) {
        self.algorithm = algorithm
        self.blob = blob
        guard Self.isWellFormed(blob, algorithm) else {
            throw FormatError("not a public key blob of \(algorithm.rawValue)")
        }
    }

    package var description: String { "\(algorithm.rawValue) \(CanonicalBase64.encode(blob))" }

    private static func isWellFormed(_ blob: [UInt8], _ algorithm: Algorithm) -> Bool {
        var rest = blob[...]
        guard let name = string(&rest), name.elementsEqual(algorithm.rawValue.utf8), let key = string(&rest),
            key.count == 32
        else { return false }
        guard algorithm == .hardwareEd25519 else { return rest.isEmpty }
        guard let application = string(&rest), (1...applicationLimit).contains(application.count) else { return false }
        return rest.isEmpty
    }

    /// An SSH string: four bytes of length, big-endian, and as many bytes.
    private static func string(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard rest.count >= 4 else { return nil }
        let count = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(4)
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
