/// Somebody a file can be sealed for.
public protocol Recipient: Sendable {
    /// Decides which recipients may share one file.
    var kind: RecipientKind { get }

    /// Wraps `fileKey` into one or more stanzas.
    func wrap(_ fileKey: borrowing FileKey) throws -> [Stanza]
}

/// Somebody who can open files.
public protocol Identity: Sendable {
    /// Unwraps the file key from the stanza addressed to this identity, of all the stanzas of a header.
    ///
    /// - Returns: nil when none of the stanzas can be unwrapped; stanzas of unknown types are ignored.
    /// - Throws: ``AgeError`` of kind `header` when a stanza of this identity's type breaks the format.
    func unwrap(_ stanzas: [Stanza]) throws -> FileKey?
}

/// Decides which recipients may share one file.
public enum RecipientKind: Hashable, Sendable {
    /// Withstands today's computers only.
    case classical
    /// Withstands quantum computers; one classical recipient in the same file would undo that.
    case postQuantum
    /// Must be the only recipient, as a passphrase is: whoever knows it is taken for the sender.
    case alone

    /// Throws ``AgeError`` of kind `recipients` when recipients of these kinds must not share a file.
    static func check(_ kinds: [RecipientKind]) throws(AgeError) {
        guard let first = kinds.first else { throw AgeError(.recipients, "there is no recipient") }
        if kinds.count > 1, kinds.contains(.alone) {
            throw AgeError(.recipients, "a passphrase cannot be combined with other recipients")
        }
        guard kinds.allSatisfy({ $0 == first }) else {
            throw AgeError(
                .recipients, "post-quantum recipients cannot be combined with others",
                hint: "ask for age1pq1 keys of all recipients, or seal two files")
        }
    }
}
