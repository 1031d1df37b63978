extension AllowedSigners {
    /// Whether somebody may sign with a key, and if not, why.
    public enum Decision: Hashable, Sendable {
        /// This line allows it.
        case allowed(AllowedSigner)
        /// No line has the key.
        case unknownKey
        /// The key is listed, but not for this principal.
        case otherPrincipal
        /// The key is listed for the principal, but not for this namespace.
        case otherNamespace
        /// The key becomes valid only at this time, in seconds since 1970 UTC.
        case notYetValid(Int64)
        /// The key was valid until this time, in seconds since 1970 UTC.
        case expired(Int64)

        /// Whether a line allows it.
        public var isAllowed: Bool {
            if case .allowed = self { true } else { false }
        }

        /// How many of the checks were passed, for choosing the most telling reason.
        fileprivate var progress: Int {
            switch self {
            case .unknownKey: 0
            case .otherPrincipal: 1
            case .otherNamespace: 2
            case .notYetValid, .expired: 3
            case .allowed: 4
            }
        }
    }

    /// Decides as `ssh-keygen -Y verify -I principal -n namespace -O verify-time=time` does.
    ///
    /// One line that allows it is enough. If none does, the reason comes from the line that came nearest.
    ///
    /// - Parameter time: The time of signing, in seconds since 1970 UTC; both ends of a validity window belong to it.
    public func decision(for key: PublicKey, principal: String, namespace: Namespace, time: Int64) -> Decision {
        var best = Decision.unknownKey
        for signer in signers where signer.key == key {
            let decision = signer.decision(principal: principal, namespace: namespace, time: time)
            if decision.isAllowed { return decision }
            if decision.progress > best.progress { best = decision }
        }
        return best
    }

    /// Whom a key may sign for: the principals of every line that allows it.
    ///
    /// - Parameter time: The time of signing, in seconds since 1970 UTC.
    public func principals(for key: PublicKey, namespace: Namespace, time: Int64) -> [PatternList] {
        signers.filter { $0.key == key && $0.restriction(namespace: namespace, time: time) == nil }.map(\.principals)
    }

    /// The keys a principal may sign with, each once, in the order of the file.
    ///
    /// - Parameter time: The time of signing, in seconds since 1970 UTC.
    public func keys(for principal: String, namespace: Namespace, time: Int64) -> [PublicKey] {
        var seen: Set<PublicKey> = []
        return signers.filter { $0.decision(principal: principal, namespace: namespace, time: time).isAllowed }
            .map(\.key)
            .filter { seen.insert($0).inserted }
    }
}

extension AllowedSigner {
    /// The decision of this line about its own key.
    fileprivate func decision(principal: String, namespace: Namespace, time: Int64) -> AllowedSigners.Decision {
        guard principals.matches(principal) else { return .otherPrincipal }
        return restriction(namespace: namespace, time: time) ?? .allowed(self)
    }

    /// Why the options forbid it, or nil.
    fileprivate func restriction(namespace: Namespace, time: Int64) -> AllowedSigners.Decision? {
        if let namespaces, !namespaces.matches(namespace.description) { return .otherNamespace }
        if let validAfter, time < validAfter { return .notYetValid(validAfter) }
        if let validBefore, time > validBefore { return .expired(validBefore) }
        return nil
    }
}
