import Glibc

extension FuzzTarget {
    /// Every target, in the order of the libraries.
    static let all: [FuzzTarget] = [
        .ageFile, .ageHeader, .ageArmor, .ageKey, .ageKeyFile,
        .sshSignature, .sshSignatureBlob, .sshCompactSignature, .sshPublicKey, .sshPrivateKey, .sshAllowedSigners,
        .sshAgentReply,
        .note, .checkpoint, .logProof, .verifierKey, .merkleProof, .merkleFrontier,
        .bundle, .endpoint, .bundleFileName, .tcpclMessages, .tcpclSession,
        .telegram, .segments, .draft, .draftText, .manifest, .letter, .parcel, .cover, .notice, .card, .keyLine,
        .statement, .verdict, .keyIdentifier, .instant, .headerValue,
        .keyAgentRequest, .keyAgentStatus,
    ]

    /// The one that the environment names in `FUZZ_TARGET`.
    static let chosen: FuzzTarget? = {
        guard let name = getenv("FUZZ_TARGET").map({ String(cString: $0) }) else { return nil }
        return all.first { $0.name == name }
    }()
}
