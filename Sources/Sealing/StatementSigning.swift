import Crypto
import SSHSignatures
import Telegrams

extension Statement {
    static let signingNamespace: Namespace = "statement@cablegram"

    /// SHA-256 of the exact text: the statement's identity.
    package var digest: Digest256 { Digest256(of: bytes) }

    /// Signs the statement for one of its signatories.
    ///
    /// - Throws: `SealingError.contradiction` where a blank is open, a word hides a look-alike letter, or the key is
    ///   none of the signatories'.
    package func sign(with signer: any Signer) throws -> Signature {
        if let obstacle = signingObstacles.first { throw SealingError.contradiction("\(obstacle)") }
        let key = try KeyIdentifier(signer.publicKey)
        guard signatories.contains(where: { $0.key == key }) else {
            throw SealingError.contradiction("the key \(key) is none of the signatories'")
        }
        return try signer.sign(bytes, namespace: Self.signingNamespace)
    }

    static let withdrawalNamespace: Namespace = "statement-withdrawal@cablegram"

    /// Withdraws the signature of one of its signatories (docs/formats/statement.md, "Withdrawing").
    ///
    /// For good: Ed25519 makes the same signature each time, so that a new one could not be told from the one withdrawn.
    ///
    /// - Throws: `SealingError.contradiction` where the key is none of the signatories'.
    package func withdraw(with signer: any Signer) throws -> Signature {
        let key = try KeyIdentifier(signer.publicKey)
        guard signatories.contains(where: { $0.key == key }) else {
            throw SealingError.contradiction("the key \(key) is none of the signatories'")
        }
        return try signer.sign(bytes, namespace: Self.withdrawalNamespace)
    }

    /// The signatory who withdraws from this text by an armored SSHSIG; nil where it is no such thing.
    package func signatory(withdrawingBy armored: [UInt8]) -> Signatory? {
        guard let signature = try? Signature(armored: armored), let key = try? KeyIdentifier(signature.publicKey),
            (try? signature.verify(bytes, namespace: Self.withdrawalNamespace)) != nil
        else { return nil }
        return signatories.first { $0.key == key }
    }
}

extension KeyIdentifier {
    package init(_ key: PublicKey) throws {
        try self.init(digest: Digest256(of: key.blob).bytes)
    }
}

extension StatementSignature {
    /// What a signature file says about a text: gathered here, judged by `StatementVerdict`.
    ///
    /// - Parameter source: the file's name, or whose signature it is, for messages.
    package init(source: String, armored: [UInt8], over text: [UInt8]) {
        self.init(source: source, finding: Self.finding(armored: armored, text: text))
    }

    private static func finding(armored: [UInt8], text: [UInt8]) -> Finding {
        do {
            let signature = try Signature(armored: armored)
            let key = try KeyIdentifier(signature.publicKey)
            guard signature.namespace == Statement.signingNamespace else {
                return .otherNamespace(key, signature.namespace.description)
            }
            return finding(signature, by: key, text: text)
        } catch {
            return .malformed("\(error)")
        }
    }

    private static func finding(_ signature: Signature, by key: KeyIdentifier, text: [UInt8]) -> Finding {
        do {
            try signature.verify(text, namespace: Statement.signingNamespace)
            return .verifies(key)
        } catch .userNotPresent {
            return .withoutPresence(key)
        } catch {
            return .fails(key)
        }
    }
}

extension KeyBook {
    /// The key book of somebody who has an `allowed_signers` file: who may sign a statement at a time.
    ///
    /// - Parameters:
    ///   - signatories: whom to look up; patterns in the file apply to their principals.
    ///   - time: seconds since 1970, UTC.
    package init(_ signers: AllowedSigners, signatories: [Signatory], time: Int64) throws {
        let entries = try signatories.compactMap { signatory -> Entry? in
            let keys = signers.keys(for: signatory.principal, namespace: Statement.signingNamespace, time: time)
            return keys.isEmpty ? nil : Entry(name: signatory.principal, keys: try keys.map { try KeyIdentifier($0) })
        }
        let principals = Set(signatories.map(\.principal))
        let others = signers.signers.flatMap(\.principals.names).filter { !principals.contains($0) }
        self.init(entries + others.map { Entry(name: $0, keys: []) })
    }
}
