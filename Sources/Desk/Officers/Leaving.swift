import Age
import DurableFiles
import Register
import SSHSignatures
import Sealing
import Station
import Telegrams
import Traffic

// Who is an officer no longer, and who takes another codename.

/// What becomes of the papers of one who is an officer no longer.
package struct Departed: Sendable, Equatable {
    package var name: Codename
    /// They stay, and he can still read them.
    package var papers: PaperCounts
    /// Telegrams that waited for him, which nobody can open any more.
    package var waiting: [Int64]
}

extension Station {
    /// Takes an officer off the card, and destroys his receiving keys: nothing can be sealed to him and he can send nothing.
    ///
    /// His key file and his papers stay: with his passphrase he still reads what he has sent or opened.
    /// - Parameter isForced: even where telegrams wait for him, which nobody can open afterwards.
    package func removeOfficer(_ name: Codename, isForced: Bool) throws -> Departed {
        let folder = home.officer(name)
        let departed = try register.write { writer in
            let reader = writer.reader
            let isListed = try ownCard(in: reader).officer(name) != nil
            guard isListed || DurableFile.exists(folder.keys) else {
                throw StationError(.notFound, "\(name) is no officer of \(designator)")
            }
            let waiting = try reader.waiting(for: name, limit: .max).map(\.number)
            if !isForced { try requireNothingWaits(for: name, waiting, in: reader) }
            let papers = try reader.paperCounts(of: name)
            try publishCard(in: writer, at: readClock(in: writer).time.wholeSecond) { $0.remove(name) }
            // Before the card is pinned for good: one whose keys are there but who is not on it may be added anew.
            if DurableFile.exists(folder.keys) { try DurableFile.move(folder.keys, to: folder.formerKeys) }
            return Departed(name: name, papers: papers, waiting: waiting)
        }
        try destroyKeysOfNobody()
        return departed
    }

    private func requireNothingWaits(for name: Codename, _ waiting: [Int64], in reader: Register.Reader) throws {
        guard waiting.isEmpty else {
            let numbers = waiting.prefix(5).map { "No. \($0)" }.joined(separator: ", ")
            throw StationError(
                .refused,
                "\(waiting.count == 1 ? "a telegram waits" : "\(waiting.count) telegrams wait") for \(name) (\(numbers)\(waiting.count > 5 ? ", ..." : "")), and nobody could open it afterwards",
                hint: "let him open it, or hand it on with 'cable pass-on'; or use --force")
        }
        guard try reader.awaitedEnclosureKeys(of: name).isEmpty else {
            throw StationError(
                .refused, "enclosures for \(name) are still on their way, and nobody could open them afterwards",
                hint: "wait until they are here and let him open their telegrams once more; or use --force")
        }
    }

    /// Gives an officer another codename.
    ///
    /// His keys and his papers stay his, and what is still addressed to the former one
    /// reaches him.
    package func renameOfficer(
        _ old: Codename, to new: Codename, passphrase: borrowing SecretBytes, workFactor: Int, sshAgentSocket: String?
    ) throws -> OfficerSession {
        var keys = try openKeys(old, passphrase: passphrase)
        keys.officer = Address(officer: new, station: designator)
        let publicKey = keys.publicKey
        try register.read { try requireNewName(new, of: old, for: publicKey, in: $0) }
        let file = try keys.sealed(passphrase: passphrase, workFactor: workFactor)
        let luggage = try OfficerLuggage(home.officer(old), keyFile: keyFile(of: old))
        let session = try admit(keys, file: file, insteadOf: old, sshAgentSocket: sshAgentSocket) { writer in
            try requireNewName(new, of: old, for: publicKey, in: writer.reader)
            try luggage.unpack(into: home.officer(new))
            try writer.renameOfficer(old, to: new)
        }
        try destroyKeysOfNobody()
        let former = home.officer(old)
        for file in [former.keys, former.formerKeys] where DurableFile.exists(file) { try DurableFile.destroy(file) }
        return session
    }

    private func requireNewName(
        _ new: Codename, of old: Codename, for key: PublicKey, in reader: Register.Reader
    ) throws {
        guard try ownCard(in: reader).officer(old) != nil else {
            throw StationError(.notFound, "\(old) is no officer of \(designator)")
        }
        guard old != new else { throw StationError(.invalid, "\(old) has this codename already") }
        if try reader.formerCodenames()[new] == old { return }
        try requireFree(new, for: key, besides: old, in: reader)
    }
}
