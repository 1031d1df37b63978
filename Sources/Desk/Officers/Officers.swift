import Age
import DurableFiles
import SSHSignatures
import Sealing
import Station
import Telegrams
import Traffic

/// An officer of this station, as `officer list` shows him.
package struct OfficerStatus: Sendable {
    package var name: Codename
    package var fingerprint: String
    package var keyType: String
    /// Until when the newest sealing key is used.
    package var sealingKeyUntil: Instant?
    package var waiting: Int
}

extension Station {
    /// Opens an officer's keys with his passphrase.
    package func unlock(
        _ name: Codename, passphrase: borrowing SecretBytes, sshAgentSocket: String?
    ) throws -> OfficerSession {
        try session(openKeys(name, passphrase: passphrase), sshAgentSocket: sshAgentSocket)
    }

    /// Opens an officer's keys with what the key agent kept for him.
    package func resume(_ kept: UnsafeRawBufferPointer, sshAgentSocket: String?) throws -> OfficerSession {
        try session(OfficerKeys(parsing: kept), sshAgentSocket: sshAgentSocket)
    }

    /// The text that the key agent keeps for an officer.
    package func keysForAgent(
        _ name: Codename, passphrase: borrowing SecretBytes, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        try openKeys(name, passphrase: passphrase).withText(body)
    }

    /// Protects an officer's key file with another passphrase.
    package func changePassphrase(
        of name: Codename, from old: borrowing SecretBytes, to new: borrowing SecretBytes, workFactor: Int
    ) throws {
        let keys = try openKeys(name, passphrase: old)
        try DurableFile.write(keys.sealed(passphrase: new, workFactor: workFactor), to: keyFile(of: name))
    }

    func openKeys(_ name: Codename, passphrase: borrowing SecretBytes) throws -> OfficerKeys {
        let file = try DurableFile.readPrivate(keyFile(of: name), limit: OfficerHome.keyFileLimit)
        let keys: OfficerKeys
        do {
            keys = try OfficerKeys(sealed: file, passphrase: passphrase)
        } catch SealingError.noKey {
            throw StationError(.locked, "the passphrase does not open the keys of \(name)", hint: "try again")
        }
        // These are his keys beyond doubt: what they do not open is damaged, and must not be in the way.
        try receivingKeyFolder(of: name).setDamagedAside { try keys.archiveKey.open($0, for: .sealingKey) }
        return keys
    }

    func session(_ keys: OfficerKeys, sshAgentSocket: String?) throws -> OfficerSession {
        guard let name = keys.officer.officer, keys.officer.station == designator else {
            throw StationError(.damaged, "the keys of \(keys.officer) are not those of an officer of \(designator)")
        }
        let held = try receivingKeyFolder(of: name).keys { try keys.archiveKey.open($0, for: .sealingKey) }
        return OfficerSession(keys, identities: held.reversed().map(\.identity), sshAgentSocket: sshAgentSocket)
    }

    /// The officers whose keys are at this station.
    package func officerNames() throws -> [Codename] {
        try ownCard().officers.map(\.name).filter { home.officer($0).keyFile != nil }
    }

    package func officers() throws -> [OfficerStatus] {
        let card = try ownCard()
        return try card.officers.map { officer in
            let key = try PublicKey(officer.key)
            return OfficerStatus(
                name: officer.name, fingerprint: key.fingerprint.description, keyType: key.type.rawValue,
                sealingKeyUntil: officer.sealingKeys.map(\.until).max(),
                waiting: try register.read { try $0.waitingCount(for: officer.name) })
        }
    }

    /// Where the keys are of an officer, or of one who was.
    func keyFile(of name: Codename) throws -> String {
        if let file = home.officer(name).keyFile { return file }
        let names = try officerNames().map(\.description).joined(separator: ", ")
        throw StationError(
            .notFound, "there are no keys of \(name) at \(designator)",
            hint: names.isEmpty ? "add an officer with 'cable officer add'" : "officers here: \(names)")
    }
}
