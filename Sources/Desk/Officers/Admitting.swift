import Age
import DurableFiles
import Register
import SSHSignatures
import Sealing
import Station
import Telegrams
import Traffic

// Who becomes an officer of this station: a new one, one who brings his keys along, one who comes back.
//
// His keys are written and he is put on the card in one transaction. Keys of one who is not on the card are those of an
// attempt that was broken off: the next one replaces them.

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
        let held: OfficerKeys.SigningKey =
            switch signingKey {
            case .generated: .held(try PrivateKey.generate())
            case .imported(let key): .held(key)
            case .inAgent(let key): .agent(key)
            }
        let keys = OfficerKeys(officer: Address(officer: name, station: designator), signingKey: held)
        try register.read { try requireFree(name, for: keys.publicKey, in: $0) }
        let file = try keys.sealed(passphrase: passphrase, workFactor: workFactor)
        return try admit(keys, file: file, sshAgentSocket: sshAgentSocket) { writer in
            try requireFree(name, for: keys.publicKey, in: writer.reader)
            try keepNewReceivingKey(of: name, under: keys.archiveKey, in: writer)
        }
    }

    /// Makes somebody who brings his keys an officer of this station too: what was sealed to him opens here.
    package func importOfficer(
        _ bytes: [UInt8], passphrase: borrowing SecretBytes, workFactor: Int, sshAgentSocket: String?
    ) throws -> OfficerSession {
        let luggage: OfficerLuggage
        var keys: OfficerKeys
        do {
            luggage = try OfficerLuggage(parsing: bytes)
            keys = try OfficerKeys(sealed: luggage.keys, passphrase: passphrase)
        } catch let error as FormatError {
            throw StationError(.damaged, "this is not an officer's file: \(error)")
        } catch SealingError.noKey {
            throw StationError(.locked, "the passphrase does not open these keys", hint: "try again")
        }
        guard let name = keys.officer.officer else { throw StationError(.damaged, "the file names no officer") }
        keys.officer = Address(officer: name, station: designator)
        let publicKey = keys.publicKey
        try register.read { try requireFree(name, for: publicKey, in: $0) }
        let file = try keys.sealed(passphrase: passphrase, workFactor: workFactor)
        return try admit(keys, file: file, sshAgentSocket: sshAgentSocket) { writer in
            try requireFree(name, for: publicKey, in: writer.reader)
            try luggage.unpack(into: home.officer(name))
        }
    }

    /// Makes one who was an officer of this station one again, with the keys and the papers that he had.
    package func restoreOfficer(
        _ name: Codename, passphrase: borrowing SecretBytes, sshAgentSocket: String?
    ) throws -> OfficerSession {
        let folder = home.officer(name)
        let keys = try openKeys(name, passphrase: passphrase)
        func requireFormer(_ reader: Register.Reader) throws {
            guard DurableFile.exists(folder.formerKeys), try ownCard(in: reader).officer(name) == nil else {
                throw StationError(.refused, "\(name) is an officer of \(designator)")
            }
        }
        try register.read(requireFormer)
        let file = try DurableFile.readPrivate(folder.formerKeys, limit: OfficerHome.keyFileLimit)
        let session = try admit(keys, file: file, sshAgentSocket: sshAgentSocket) { writer in
            try requireFormer(writer.reader)
            try requireOwn(keys.publicKey, of: name, in: writer.reader)
            try keepNewReceivingKey(of: name, under: keys.archiveKey, in: writer)
        }
        try DurableFile.remove(folder.formerKeys)
        return session
    }

    /// Keeps an officer's keys and puts him on the card, in one transaction.
    ///
    /// - Parameters:
    ///   - file: his keys under his passphrase.
    ///   - former: the codename in whose place he is put on the card.
    ///   - prepare: refuses him, or brings his receiving keys.
    func admit(
        _ keys: OfficerKeys, file: [UInt8], insteadOf former: Codename? = nil, sshAgentSocket: String?,
        prepare: (Register.Writer) throws -> Void
    ) throws -> OfficerSession {
        // It signs; what was sealed to him it cannot open yet.
        let signing = OfficerSession(keys, identities: [], sshAgentSocket: sshAgentSocket)
        let name = try signing.codename
        try home.officer(name).create()
        try register.write { writer in
            let now = try readClock(in: writer).time.wholeSecond
            try prepare(writer)
            let entry = try officerEntry(signing, keys: receivingKeys(signing), at: now, in: writer.reader)
            try publishCard(in: writer, at: now) { parts in
                if let former { parts.remove(former) }
                parts.set(entry)
            }
            try DurableFile.write(file, to: home.officer(name).keys)
        }
        return try session(keys, sshAgentSocket: sshAgentSocket)
    }

    private func keepNewReceivingKey(
        of name: Codename, under archive: ArchiveKey, in writer: Register.Writer
    ) throws {
        let folder = receivingKeyFolder(of: name)
        let now = try timeForNewKeys(in: writer)
        // Those that a broken-off attempt has left are sealed under an archive key that nobody has.
        try folder.destroyAll()
        try folder.keep(folder.newKey(at: now)) { try archive.seal($0, for: .sealingKey) }
    }

    /// Refuses a codename that is or was somebody's, and a key that is somebody else's.
    ///
    /// - Parameter former: the codename that its owner gives up.
    func requireFree(
        _ name: Codename, for key: PublicKey, besides former: Codename? = nil, in reader: Register.Reader
    ) throws {
        let folder = home.officer(name)
        if try ownCard(in: reader).officer(name) != nil, folder.keyFile != nil {
            throw StationError(
                .refused, "\(name) is an officer of \(designator) already", hint: "choose another codename")
        }
        guard !DurableFile.exists(folder.formerKeys) else {
            throw StationError(
                .refused, "\(name) was an officer of \(designator), and his papers are here",
                hint: "choose another codename; he himself comes back with 'cable officer restore'")
        }
        if let officer = try reader.formerCodenames()[name] {
            throw StationError(
                .refused, "\(name) was the codename of \(officer), who still receives what is addressed so",
                hint: "choose another codename")
        }
        try requireOwn(key, of: former ?? name, in: reader)
    }

    private func requireOwn(_ key: PublicKey, of name: Codename, in reader: Register.Reader) throws {
        let line = try KeyLine(key)
        let card = try ownCard(in: reader)
        let others = card.officers.filter { $0.name != name && $0.key == line }.map(\.name.description)
        guard let owner = card.stationKey == line ? "the station" : others.first else { return }
        throw StationError(
            .refused, "this signing key is that of \(owner) already", hint: "give each officer a key of his own")
    }
}
