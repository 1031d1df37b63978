import Age
import DurableFiles
import Register
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
    /// Where a new officer's signing key shall be.
    package enum NewSigningKey: Sendable {
        /// A new key, in the officer's key file.
        case generated
        /// A key that ssh-agent or a hardware key holds; only its public half is given.
        case inAgent(PublicKey)
        /// An existing key, taken over into the officer's key file.
        case imported(PrivateKey)
    }

    /// Adds an officer: makes his keys, protects them with his passphrase and puts him on the station's card.
    ///
    /// - Parameter workFactor: log2 of scrypt's N for his key file; 18 takes about a second.
    package func addOfficer(
        _ name: Codename, signingKey: NewSigningKey, passphrase: borrowing SecretBytes, workFactor: Int,
        sshAgentSocket: String?
    ) throws -> OfficerSession {
        let folder = home.officer(name)
        guard !DurableFile.exists(folder.keys) else {
            throw StationError(
                .refused, "\(name) is an officer of \(designator) already", hint: "choose another codename")
        }
        let held: OfficerKeys.SigningKey =
            switch signingKey {
            case .generated: .held(try PrivateKey.generate())
            case .imported(let key): .held(key)
            case .inAgent(let key): .agent(key)
            }
        let keys = OfficerKeys(officer: Address(officer: name, station: designator), signingKey: held)
        try folder.create()
        let archive = keys.archiveKey
        let sealing = SealingKeyFolder(path: folder.sealingKeys)
        // Without a key file these are a broken-off attempt's, sealed under an archive key that nobody has.
        try sealing.destroyAll()
        try sealing.add(HybridIdentity(), from: now().wholeSecond) {
            try archive.seal($0, for: .sealingKey)
        }
        let session = try session(keys, sshAgentSocket: sshAgentSocket)
        let entry = try officerCard(session)
        try DurableFile.write(keys.sealed(passphrase: passphrase, workFactor: workFactor), to: folder.keys)
        try publishCard(officers: [entry])
        return session
    }

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
        try DurableFile.write(keys.sealed(passphrase: new, workFactor: workFactor), to: home.officer(name).keys)
    }

    private func openKeys(_ name: Codename, passphrase: borrowing SecretBytes) throws -> OfficerKeys {
        try requireOfficer(name)
        let file = try DurableFile.readPrivate(home.officer(name).keys, limit: 65_536)
        do {
            return try OfficerKeys(sealed: file, passphrase: passphrase)
        } catch SealingError.noKey {
            throw StationError(.locked, "the passphrase does not open the keys of \(name)", hint: "try again")
        }
    }

    func session(_ keys: OfficerKeys, sshAgentSocket: String?) throws -> OfficerSession {
        guard let name = keys.officer.officer, keys.officer.station == designator else {
            throw StationError(.damaged, "the keys of \(keys.officer) are not those of an officer of \(designator)")
        }
        let held = try SealingKeyFolder(path: home.officer(name).sealingKeys).keys {
            try keys.archiveKey.open($0, for: .sealingKey)
        }
        return OfficerSession(keys, identities: held.reversed().map(\.identity), sshAgentSocket: sshAgentSocket)
    }

    /// The officers whose keys are at this station.
    package func officerNames() throws -> [Codename] {
        try ownCard().officers.map(\.name).filter { DurableFile.exists(home.officer($0).keys) }
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

    func requireOfficer(_ name: Codename) throws {
        guard DurableFile.exists(home.officer(name).keys) else {
            let names = try officerNames().map(\.description).joined(separator: ", ")
            throw StationError(
                .notFound, "there are no keys of \(name) at \(designator)",
                hint: names.isEmpty ? "add an officer with 'cable officer add'" : "officers here: \(names)")
        }
    }
}
