/// All that is known about a joint statement before anybody judges it.
///
/// Whoever gathers it does the cryptography.
package struct StatementEvidence: Sendable {
    /// The text exactly as it was found.
    package let bytes: [UInt8]
    /// What a strict reader makes of the text.
    package let statement: Result<Statement, StatementError>
    /// In the order in which they were found.
    package let signatures: [StatementSignature]
    /// Nil where the verifier has no key book at all.
    package let book: KeyBook?
    /// The text that the verifier expected, where he has one.
    package let reference: [UInt8]?

    package init(
        text bytes: [UInt8], signatures: [StatementSignature], book: KeyBook?, reference: [UInt8]? = nil
    ) {
        self.bytes = bytes
        self.signatures = signatures
        self.book = book
        self.reference = reference
        do { statement = .success(try Statement(parsing: bytes)) } catch { statement = .failure(error) }
    }
}

/// One signature that came with a statement, and what cryptography says of it.
package struct StatementSignature: Hashable, Sendable {
    package enum Finding: Hashable, Sendable {
        /// Good over exactly these bytes, in the namespace of statements, by this key.
        case verifies(KeyIdentifier)
        /// Made with this key, but not over these bytes.
        case fails(KeyIdentifier)
        /// Made with this key for another purpose.
        case otherNamespace(KeyIdentifier, String)
        /// Good, but the hardware key did not ask for the officer's touch.
        case withoutPresence(KeyIdentifier)
        /// Not a signature at all, and why.
        case malformed(String)
    }

    /// Where it was found: a file name, as a person would look for it.
    package let source: String
    package let finding: Finding

    package init(source: String, finding: Finding) {
        self.source = source
        self.finding = finding
    }

    /// The key that made it, as far as that can be known.
    package var key: KeyIdentifier? {
        switch finding {
        case .verifies(let key), .fails(let key), .otherNamespace(let key, _), .withoutPresence(let key): key
        case .malformed: nil
        }
    }
}
