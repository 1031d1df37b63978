/// A key in an SSH agent, as a signer; made by `Agent.signer(for:)`.
public struct AgentKey: Signer {
    /// The agent that holds the key.
    public let agent: Agent
    /// The key that verifies the signatures.
    public let publicKey: PublicKey

    init(agent: Agent, publicKey: PublicKey) {
        self.agent = agent
        self.publicKey = publicKey
    }

    /// Lets the agent sign a message that is already hashed, and verifies what it gives.
    ///
    /// - Throws: `AgentError`; a security key that signs without a touch is a `wrongSignature`.
    public func sign(_ digest: MessageDigest, namespace: Namespace) throws -> Signature {
        let answer = try agent.sign(digest.signedData(namespace: namespace), with: publicKey)
        let signature = Signature(
            publicKey: publicKey, namespace: namespace, hashAlgorithm: digest.algorithm, value: answer.value,
            securityKeyData: answer.securityKeyData)
        do {
            try signature.verify(digest, namespace: namespace)
        } catch {
            throw AgentError(.wrongSignature, "the ssh-agent gave a signature that is not accepted: \(error)")
        }
        return signature
    }
}
