import Age
import SSHSignatures
import Sealing
import Station
import Telegrams
import Traffic

/// An officer at work: his keys are open for as long as this value lives.
package struct OfficerSession: Sendable {
    package let officer: Address
    let publicKey: PublicKey
    let archiveKey: ArchiveKey
    /// His sealing keys, the newest first.
    package let identities: [HybridIdentity]
    private let signingKey: OfficerKeys.SigningKey
    private let sshAgentSocket: String?

    init(_ keys: OfficerKeys, identities: [HybridIdentity], sshAgentSocket: String?) {
        officer = keys.officer
        publicKey = keys.publicKey
        archiveKey = keys.archiveKey
        signingKey = keys.signingKey
        self.identities = identities
        self.sshAgentSocket = sshAgentSocket
    }

    var codename: Codename {
        get throws {
            guard let name = officer.officer else { throw StationError(.damaged, "a key file names no officer") }
            return name
        }
    }

    var fingerprint: KeyFingerprint { KeyFingerprint(publicKey) }

    /// What signs for him: the key at hand, or ssh-agent.
    func signer() throws -> any Signer {
        switch signingKey {
        case .held(let key): return key
        case .agent(let key):
            guard let sshAgentSocket else {
                throw StationError(
                    .locked, "the signing key of \(officer) is in ssh-agent, and no agent is running",
                    hint: "start ssh-agent, load the key with ssh-add, and see that SSH_AUTH_SOCK is set")
            }
            return try Agent(socketPath: sshAgentSocket).signer(for: key)
        }
    }
}
