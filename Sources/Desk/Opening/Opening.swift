import Age
import Register
import SSHSignatures
import Sealing
import Station
import Telegrams
import Traffic

/// What is known of the one who signed.
package enum SignerState: Sendable, Equatable {
    /// The key is on a card that somebody has confirmed by voice.
    case confirmed
    /// The key is on a pinned card that nobody has confirmed.
    case unconfirmed
    /// No pinned card names the signer: the signature could not be checked.
    case unknown
}

/// A telegram that has been opened and checked.
package struct OpenedTelegram: Sendable {
    package var entry: Entry
    package var addressees: [Addressee]
    package var telegram: Telegram
    package var identity: Digest256
    package var signer: SignerState
    package var signerFingerprint: KeyFingerprint
    /// The telegrams that were readdressed within this one, with what is known of their signers.
    package var readdressed: [ReaddressedTelegram]
    let letter: OpenedLetter

    /// The bytes of an enclosure that travelled within the letter.
    package func inlineBytes(of line: Enclosure) -> [UInt8]? {
        let inline = telegram.content.enclosures.filter { $0.carriage == .inline }
        guard let index = inline.firstIndex(of: line) else { return nil }
        return Array(letter.enclosures[index])
    }
}

/// Somebody else's telegram, passed on with his signature intact.
package struct ReaddressedTelegram: Sendable {
    package var telegram: Telegram
    package var identity: Digest256
    package var signer: SignerState
    package var signerFingerprint: KeyFingerprint
}

extension Station {
    /// Opens a telegram for an officer: checks it, files its key in his archive, and queues a receipt.
    ///
    /// - Throws: `StationError` with code `locked` where it is not for him, `damaged` where the signature or the text is
    ///   not good.
    package func open(_ number: Int64, session: OfficerSession) throws -> OpenedTelegram {
        let opened = try examine(number, session: session, directory: try directory())
        try file([opened], session: session)
        return opened
    }

    /// Opens everything that waits for an officer, the most urgent first; what cannot be opened is reported and skipped.
    package func openAll(
        session: OfficerSession
    ) throws -> (opened: [OpenedTelegram], failed: [(number: Int64, error: any Error)]) {
        let waiting = try register.read { try $0.waiting(for: session.codename, limit: .max) }
        let directory = try directory()
        let results = try waiting.batches { _ in 0 }.flatMap { batch in
            // Read together and checked apart, so that no core waits for the register.
            let records = try register.read { reader in
                try batch.map { try record($0.number, session: session, in: reader) }
            }
            return parallelMap(records) { record in
                Result { try examine(record, session: session, directory: directory) }
            }
        }
        var opened: [OpenedTelegram] = []
        var failed: [(Int64, any Error)] = []
        for (entry, result) in zip(waiting, results) {
            switch result {
            case .success(let telegram): opened.append(telegram)
            case .failure(let error): failed.append((entry.number, error))
            }
        }
        try file(opened, session: session)
        return (opened, failed)
    }

    /// Reads a telegram that the officer has sent or opened before, or opens it.
    package func show(_ number: Int64, session: OfficerSession) throws -> OpenedTelegram {
        guard try register.read({ try $0.filing(of: number, officer: session.codename) }) != nil else {
            return try open(number, session: session)
        }
        try fileEnclosureKeys(session: session)
        return try examine(number, session: session, directory: try directory())
    }

    // MARK: Checking

    /// What the register holds of a telegram.
    private struct Record: Sendable {
        let entry: Entry
        let addressees: [Addressee]
        let content: [UInt8]
        /// The sealed file key, where the officer has sent or opened it before.
        let filed: [UInt8]?
    }

    private func record(_ number: Int64, session: OfficerSession, in reader: Register.Reader) throws -> Record {
        do {
            return Record(
                entry: try reader.entry(number), addressees: try reader.addressees(of: number),
                content: try reader.content(of: number),
                filed: try reader.filing(of: number, officer: session.codename))
        } catch RegisterError.noEntry {
            throw StationError(.notFound, "there is no No. \(number) in the register of \(designator)")
        }
    }

    func examine(_ number: Int64, session: OfficerSession, directory: Directory) throws -> OpenedTelegram {
        let record = try register.read { try self.record(number, session: session, in: $0) }
        return try examine(record, session: session, directory: directory)
    }

    private func examine(_ record: Record, session: OfficerSession, directory: Directory) throws -> OpenedTelegram {
        let entry = record.entry
        let letter = try open(record.content, entry: entry, filed: record.filed, session: session)
        let signer = try check(letter, directory: directory, name: "No. \(entry.number)")
        if record.filed == nil, !entry.isService {
            try requireAddressee(letter, session: session, number: entry.number)
        }
        return OpenedTelegram(
            entry: entry, addressees: record.addressees, telegram: letter.telegram, identity: letter.identity,
            signer: signer,
            signerFingerprint: letter.manifest.sender.key,
            readdressed: try readdressed(in: letter, directory: directory),
            letter: letter)
    }

    private func open(
        _ content: [UInt8], entry: Entry, filed: [UInt8]?, session: OfficerSession
    ) throws -> OpenedLetter {
        do {
            if entry.isService { return try OpenedLetter(plain: content) }
            guard let filed else { return try OpenedLetter(content, identities: session.identities) }
            let key = try session.archiveKey.open(filed, for: .fileKey(number: entry.number))
            return try OpenedLetter(content, fileKey: HeldFileKey(bytes: key))
        } catch SealingError.noKey {
            throw StationError(
                .locked, "No. \(entry.number) is not sealed to a key of \(session.officer)",
                hint: "only its addressees can open it; 'cable pass-on' hands it to them unopened")
        } catch let error where error is SealingError || error is AgeError || error is FormatError {
            let sender = entry.origin.map { " from \($0.peer)" } ?? ""
            throw StationError(
                .damaged, "No. \(entry.number)\(sender) is no letter that can be read: \(error)",
                hint: "ask its sender by another way; 'cable put-away \(entry.number)' takes it out of the inbox")
        }
    }

    private func check(_ letter: OpenedLetter, directory: Directory, name: String) throws -> SignerState {
        let from = letter.telegram.from
        guard let key = try directory.signer(from) else { return .unknown }
        do {
            try letter.verify(signedBy: key)
        } catch {
            throw StationError(
                .damaged, "\(name) says that it is from \(from), but \(error)",
                hint: "it stays where it is; ask \(from.station) by another way whether its keys have changed")
        }
        return try directory.isConfirmed(from.station) ? .confirmed : .unconfirmed
    }

    private func requireAddressee(_ letter: OpenedLetter, session: OfficerSession, number: Int64) throws {
        do {
            try letter.requireAddressee(session.fingerprint)
        } catch {
            throw StationError(
                .damaged,
                "No. \(number) was not written to \(session.officer): somebody passed it on as if it had been",
                hint: "a telegram is passed on with 'cable readdress', which says so")
        }
    }

    private func readdressed(in letter: OpenedLetter, directory: Directory) throws -> [ReaddressedTelegram] {
        let inline = letter.telegram.content.enclosures.filter { $0.carriage == .inline }
        return try zip(inline, letter.enclosures).compactMap { line, bytes in
            guard line.mediaType == Enclosure.letterMediaType else { return nil }
            let original = try OpenedLetter(plain: Array(bytes))
            return ReaddressedTelegram(
                telegram: original.telegram, identity: original.identity,
                signer: try check(original, directory: directory, name: quoted(line.name)),
                signerFingerprint: original.manifest.sender.key)
        }
    }

    // MARK: Filing

    /// Files what was opened: the key, the heading, the progress, the statements in it, and the receipt, at once.
    private func file(_ opened: [OpenedTelegram], session: OfficerSession) throws {
        let name = try session.codename
        let papers = try statementPapers(in: opened, session: session)
        try register.write { writer in
            for (message, papers) in zip(opened, papers) where !message.entry.isService {
                let number = message.entry.number
                if try writer.reader.filing(of: number, officer: name) != nil { continue }
                if let key = message.letter.fileKey {
                    let sealed = try key.withUnsafeBytes {
                        try session.archiveKey.seal($0, for: .fileKey(number: number))
                    }
                    try writer.file(number, officer: name, key: sealed)
                }
                try writer.setHeading(Entry.Heading(message.telegram, identity: message.identity), of: number)
                try progress(.opened, of: message.entry, officer: name, in: writer)
                try file(papers, session: session, in: writer)
                try awaitEnclosureKeys(of: message.telegram, officer: name, in: writer)
            }
        }
        try fileEnclosureKeys(session: session)
    }

    /// Notes progress of an officer of this station, and queues the receipt for the sender.
    func progress(
        _ progress: Progress, of entry: Entry, officer: Codename, reason: Int64? = nil, in writer: Register.Writer
    ) throws {
        let now = now().wholeSecond
        // He may have had another codename when it was written.
        let officer = try writer.reader.codename(of: officer, on: entry.number, at: designator)
        try writer.setProgress(
            progress, of: entry.number, station: designator, officer: officer, at: now, reason: reason)
        try writer.note("\(progress.rawValue) by \(officer)", on: entry.number, at: self.now())
        guard let origin = entry.origin else { return }
        try queueReceipt(progress, for: origin, by: officer, at: now, reason: reason, in: writer)
    }
}
