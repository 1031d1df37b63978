extension LogFormatError {
    /// The rules a document can break; the raw value says what the rule asks for.
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        // MARK: Any text

        /// The document exceeds its bound.
        case size = "the document must keep within its size bound"
        /// The bytes are not UTF-8.
        case utf8 = "the text must be valid UTF-8"
        /// There is a control character other than the line feed.
        case controlCharacter = "no control character but the line feed may occur"
        /// The last line is not ended.
        case finalLineFeed = "the last line must end in a line feed"
        /// A line is missing.
        case missingLine = "a required line is missing"
        /// A line is empty where none may be.
        case emptyLine = "the line must not be empty"
        /// There are more lines than allowed.
        case lineCount = "there must not be more lines than the bound"
        /// Base64 is not canonical.
        case base64 = "base64 must be canonical and padded (RFC 4648 section 4)"
        /// A number is not canonical.
        case decimal = "a number must be decimal, without sign or leading zero, below 2^64"
        /// A hash has not 32 bytes.
        case hashLength = "a hash must have 32 bytes"

        // MARK: Notes and keys

        /// No empty line stands before the signatures.
        case signatureBlock = "an empty line must separate the text from at least one signature"
        /// There are more signatures than allowed.
        case signatureCount = "there must not be more signatures than the bound"
        /// A signature line has another form.
        case signatureLine = "a signature line must be em dash, space, key name, space, base64"
        /// A signature is too short.
        case signatureLength = "a signature must have a four-byte key id and at least one byte more"
        /// A key name is not one.
        case keyName = "a key name must be 1 to 1024 bytes without white space or plus"
        /// A verifier key has another form.
        case verifierKey = "a verifier key must be name, plus, 8 lowercase hex digits, plus, base64"
        /// The signature type is unknown.
        case signatureType = "the signature type must be one this library knows"
        /// The key id does not belong to the key.
        case keyID = "the key id must be the one computed from name, type and public key"
        /// The public key has the wrong size.
        case publicKeyLength = "the public key must have the size its signature type asks for"
        /// The public key is one for which anybody can sign.
        case weakPublicKey = "the public key must not be one for which anybody can forge signatures"

        // MARK: Checkpoints, cosignatures and proofs

        /// The empty tree is given another root than its own.
        case emptyTreeRoot = "the root of the empty tree must be SHA-256 of nothing"
        /// A cosignature's time is out of range.
        case timestamp = "the time of a cosignature must not exceed 2^63 - 1 seconds"
        /// A proof does not begin with its header.
        case proofHeader = "the first line must be c2sp.org/tlog-proof@v1"
        /// The extra line is empty or too long.
        case extra = "extra data must be 1 to 65536 bytes, or the line left out"
        /// The index line is missing or has another form.
        case indexLine = "the line must be index, space, a number"
        /// The proof is for a leaf outside the checkpoint's tree.
        case indexRange = "the index must be less than the size of the checkpoint"
        /// The inclusion proof has not the length that its index asks for.
        case pathLength = "the proof must have as many hashes as index and tree size ask for"
    }
}
