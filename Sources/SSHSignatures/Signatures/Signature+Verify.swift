extension Signature {
    /// Checks that `publicKey` signed `message` in `namespace`.
    public func verify(_ message: [UInt8], namespace: Namespace) throws(VerificationFailure) {
        try check(namespace)
        try verify(MessageDigest(of: message, algorithm: hashAlgorithm), namespace: namespace)
    }

    /// Checks that `publicKey` signed the message with this digest in `namespace`.
    public func verify(_ digest: MessageDigest, namespace: Namespace) throws(VerificationFailure) {
        try check(namespace)
        guard digest.algorithm == hashAlgorithm else {
            throw .differentHash(expected: digest.algorithm, found: hashAlgorithm)
        }
        let data = signedData(digest)
        guard publicKey.key.isValidSignature(value, for: data) else { throw .invalid }
        // Only now, so that this reason is given for signatures the key really made.
        guard securityKeyData?.isUserPresent ?? true else { throw .userNotPresent }
    }

    private func check(_ expected: Namespace) throws(VerificationFailure) {
        guard namespace == expected else { throw .differentNamespace(expected: expected, found: namespace) }
    }

    private func signedData(_ digest: MessageDigest) -> [UInt8] {
        let data = digest.signedData(namespace: namespace)
        guard let securityKeyData, let application = publicKey.application else { return data }
        return securityKeyData.signedData(application: application, message: data)
    }
}
