/// The `allowed_signers` file of `ssh-keygen -Y verify`: which people may sign with which keys, for what and when.
///
/// It reads what ssh-keygen(1) describes under ALLOWED SIGNERS and decides as `ssh-keygen` does, with three differences,
/// all towards refusal: a malformed line makes the whole file invalid instead of being skipped, lines with
/// `cert-authority` or with other kinds of key are refused, and times without `Z` are UTC instead of local time.
public struct AllowedSigners: Hashable, Sendable {
    /// The lines in the order of the file, without comments and empty lines.
    public let signers: [AllowedSigner]

    private static let longestFile = 4 << 20
    private static let longestLine = 16384

    /// A list made in the program.
    public init(_ signers: [AllowedSigner]) { self.signers = signers }

    /// Reads a file of at most 4 MiB with lines of at most 16,384 bytes.
    ///
    /// - Throws: `SSHFormatError` with the number of the line that is malformed.
    public init(file text: [UInt8]) throws(SSHFormatError) {
        guard text.count <= Self.longestFile else {
            throw SSHFormatError(.allowedSigners, "the file is longer than \(Self.longestFile) bytes")
        }
        var lines = Lines(text[...])
        var signers: [AllowedSigner] = []
        while let line = lines.next() {
            guard line.count <= Self.longestLine else {
                throw SSHFormatError(.allowedSigners, line: lines.number, "it is longer than \(Self.longestLine) bytes")
            }
            let content = line.drop(while: ASCII.isBlank)
            if content.isEmpty || content.first == ASCII.numberSign { continue }
            signers.append(try AllowedSigner(line: content, number: lines.number))
        }
        self.signers = signers
    }
}

extension AllowedSigners: CustomStringConvertible {
    /// The text of a file with these lines; comments between lines are not kept.
    public var description: String { signers.map { "\($0)\n" }.joined() }
}
