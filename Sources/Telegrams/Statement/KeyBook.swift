/// The keys that a verifier got by himself, not from those whose statement he verifies: which keys each name has.
package struct KeyBook: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        /// The name of a signatory, or the principal that stands for it in an `allowed_signers` file.
        package let name: String
        package let keys: [KeyIdentifier]

        package init(name: String, keys: [KeyIdentifier]) {
            self.name = name
            self.keys = keys
        }
    }

    package var entries: [Entry]

    package init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// The keys of a signatory, in ascending order; nil where the book does not have the name.
    ///
    /// Names are compared byte by byte, because Swift takes different spellings of Unicode for equal strings.
    package func keys(of signatory: Signatory) -> [KeyIdentifier]? {
        let spellings = [Array(signatory.name.utf8), Array(signatory.principal.utf8)]
        let found = entries.filter { spellings.contains(Array($0.name.utf8)) }
        return found.isEmpty ? nil : Set(found.flatMap(\.keys)).sorted()
    }

    /// A name in the book that a hasty reader takes for the signatory's.
    package func nameResembling(_ signatory: Signatory) -> String? {
        let seen = LookAlike.skeleton(of: signatory.principal)
        return entries.first { LookAlike.skeleton(of: $0.name) == seen || Self.principal($0.name, hasSkeleton: seen) }?
            .name
    }

    private static func principal(_ name: String, hasSkeleton seen: [Unicode.Scalar]) -> Bool {
        LookAlike.skeleton(of: Signatory.principal(of: name)) == seen
    }
}
