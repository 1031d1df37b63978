/// The folder in which a joint statement is given to the world: names of its files, and the texts that come with it.
package struct ReleasedStatement: Sendable {
    package static let readmeName = "README.txt"
    package static let allowedSignersName = "allowed_signers"

    package let statement: Statement

    package init(_ statement: Statement) {
        self.statement = statement
    }

    /// The name of the statement itself: `statement-7.txt`.
    package var textName: String { "statement-\(statement.number).txt" }

    /// The name of an armored SSHSIG: `statement-7.1.sig` is the first signatory's.
    ///
    /// - Parameter number: of the signatory, from 1.
    package func signatureName(_ number: Int) -> String { "statement-\(statement.number).\(number).sig" }

    /// All names in the folder, README first.
    package var fileNames: [String] {
        [Self.readmeName, textName] + statement.signatories.indices.map { signatureName($0 + 1) }
            + [Self.allowedSignersName]
    }

    /// The command with which an outsider checks one signature.
    ///
    /// - Parameter number: of the signatory, from 1 to the number of signatories.
    package func command(_ number: Int) -> String {
        let principal = statement.signatories[number - 1].principal
        return "ssh-keygen -Y verify -f \(Self.allowedSignersName) -I \"\(principal)\" -n \(Statement.namespace)"
            + " -s \(signatureName(number)) < \(textName)"
    }

    /// The `allowed_signers` file (ssh-keygen(1), ALLOWED SIGNERS), one line per signatory.
    ///
    /// - Parameter keys: the public keys, in the order of the signatories.
    /// - Throws: `FormatError` where there is not exactly one key for each.
    package func allowedSigners(_ keys: [KeyLine]) throws(FormatError) -> String {
        guard keys.count == statement.signatories.count else {
            throw FormatError("\(counted(statement.signatories.count, "signatory")) but \(counted(keys.count, "key"))")
        }
        return zip(statement.signatories, keys)
            .map { "\($0.principal) namespaces=\"\(Statement.namespace)\" \($1)\n" }.joined()
    }
}
