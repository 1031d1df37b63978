import Age
import DurableFiles
import Glibc
import Register
import Sealing
import Station
import Synchronization
import Telegrams
import Traffic

/// An enclosure that is ready to be listed in a telegram.
struct PreparedEnclosure: Sendable {
    /// The line in the telegram.
    var line: Enclosure
    /// The bytes, where it travels within the letter.
    var inline: [UInt8]?
    /// The sealed file, where it travels by itself.
    var sealed: SealedEnclosure?
    var file: UnclaimedFile?
}

/// A sealed file that has no name yet: it is gone when nobody claims it, also after a crash.
final class UnclaimedFile: Sendable {
    private let file: Mutex<TemporaryFile>

    init(_ file: sending TemporaryFile) {
        self.file = Mutex(file)
    }

    func claim(as name: String, in folder: String) throws {
        try file.withLock { try $0.publish(replacing: FileName(name)) }
        try OpenFolder(folder).sync()
    }
}

/// Called with the count of bytes done so far, from the thread that does the work.
package typealias ByteProgress = @Sendable (Int64) -> Void

extension Station {
    /// Reads and seals what is to be enclosed.
    ///
    /// Sealed files lie in the station's folder afterwards,
    /// without a name yet.
    func seal(
        _ attachments: [Attachment], to recipients: [LetterRecipient], progress: @escaping ByteProgress
    ) throws -> [PreparedEnclosure] {
        try attachments.map { attachment in
            switch attachment.source {
            case .bytes(let bytes): return try inline(bytes, attachment)
            case .file(let path):
                let file = try OpenFile(reading: path)
                if file.size <= Attachment.inlineLimit {
                    return try inline(DurableFile.read(path, limit: Attachment.inlineLimit), attachment)
                }
                return try sealFile(file, attachment, to: recipients, progress: progress)
            }
        }
    }

    private func inline(_ bytes: [UInt8], _ attachment: Attachment) throws -> PreparedEnclosure {
        let line = try Enclosure(
            name: attachment.name, mediaType: attachment.mediaType, size: Int64(bytes.count),
            digest: Digest256(of: bytes), carriage: .inline)
        return PreparedEnclosure(line: line, inline: bytes)
    }

    private func sealFile(
        _ file: OpenFile, _ attachment: Attachment, to recipients: [LetterRecipient],
        progress: @escaping ByteProgress
    ) throws -> PreparedEnclosure {
        let folder = try OpenFolder(home.enclosures)
        let temporary = try TemporaryFile(in: folder, owner: designator.description, mode: 0o600)
        let sealed = try SealedEnclosure(
            from: file.descriptor, into: temporary.number, to: recipients.compactMap(\.sealingKey)
        ) { _ in }
        try temporary.sync()
        let line = try Enclosure(
            name: attachment.name, mediaType: attachment.mediaType, size: sealed.plainSize, digest: sealed.plainDigest,
            carriage: .separate(sealed: sealed.digest))
        return PreparedEnclosure(line: line, sealed: sealed, file: UnclaimedFile(temporary))
    }

    /// Names a sealed file, files its key for the officer, and queues its parts behind the letter.
    func queueParts(
        of enclosure: PreparedEnclosure, number: Int64, precedence: Precedence, to stations: [Designator],
        session: OfficerSession, directory: Directory, at now: Instant, in writer: Register.Writer
    ) throws {
        guard let sealed = enclosure.sealed else { return }
        let digest = sealed.digest.bytes
        try enclosure.file?.claim(as: Self.fileName(of: sealed.digest), in: home.enclosures)
        try writer.beginEnclosure(
            digest: digest, size: sealed.size, direction: .outgoing, isComplete: true, number: number)
        let key = try sealed.fileKey.withUnsafeBytes {
            try session.archiveKey.seal($0, for: .enclosureKey(digest: digest))
        }
        try writer.fileEnclosureKey(digest: digest, officer: session.codename, key: key)
        try queueParts(
            of: SealedFile(digest: sealed.digest, size: sealed.size, parts: sealed.parts), precedence: precedence,
            to: stations, directory: directory, at: now, in: writer)
    }

    /// Opens an enclosure of a telegram into a file of the officer's choice.
    ///
    /// - Throws: `StationError` where it has not arrived in full, or the file exists.
    package func save(
        _ line: Enclosure, of message: OpenedTelegram, to target: String, session: OfficerSession,
        progress: @escaping ByteProgress = { _ in }
    ) throws {
        switch line.carriage {
        case .inline:
            guard let bytes = message.inlineBytes(of: line) else { return }
            try DurableFile.writeNew(bytes, to: target)
        case .separate(let sealed):
            try saveSealed(line, sealed: sealed, to: target, session: session, progress: progress)
        }
    }

    private func saveSealed(
        _ line: Enclosure, sealed: Digest256, to target: String, session: OfficerSession,
        progress: @escaping ByteProgress
    ) throws {
        let status = try status(of: line)
        if !status.isComplete, status.present == status.total {
            throw StationError(
                .unavailable, "\(quoted(line.name)) is here and has not been checked yet",
                hint: "try again soon, or after 'cable exchange'")
        }
        guard status.isComplete else {
            throw StationError(
                .unavailable,
                "\(quoted(line.name)) has not arrived in full: \(status.present) of \(status.total) bytes are here",
                hint: "exchange again; missing parts are asked for by themselves")
        }
        do {
            try openSealed(line, sealed: sealed, to: target, session: session, progress: progress)
        } catch let error where Self.mayBeDamage(error) {
            guard try recover(sealed) else { throw error }
            throw StationError(
                .damaged, "\(line.name) was damaged on the disk here: its parts are asked for again",
                hint: "try again when they have come")
        }
    }

    /// Whether what went wrong may come from the file that is kept here.
    private static func mayBeDamage(_ error: any Error) -> Bool {
        error is AgeError || error is SealingError || error is FileError || (error as? StationError)?.code == .damaged
    }

    private func openSealed(
        _ line: Enclosure, sealed: Digest256, to target: String, session: OfficerSession,
        progress: @escaping ByteProgress
    ) throws {
        let key = try enclosureKey(sealed, session: session)
        let place = SplitPath(target)
        let folder = try OpenFolder(place.folder)
        let temporary = try TemporaryFile(in: folder, owner: designator.description, mode: 0o600)
        let input = try OpenFile(reading: path(of: sealed))
        let opened = try SealedEnclosure.open(
            from: input.descriptor, into: temporary.number, fileKey: key, progress: progress)
        guard opened.digest == line.digest, opened.size == line.size else {
            throw StationError(.damaged, "\(quoted(line.name)) is not the enclosure that was signed")
        }
        try temporary.sync()
        guard try temporary.publish(new: place.name) else {
            throw StationError(
                .refused, "\(quoted(target, limit: 4096)) exists already", hint: "name another file with --output")
        }
        try folder.sync()
    }

    /// The file key of an enclosure: from the archive, or found with the officer's sealing keys and filed.
    private func enclosureKey(_ sealed: Digest256, session: OfficerSession) throws -> HeldFileKey {
        let digest = sealed.bytes
        let name = try session.codename
        if let filed = try register.read({ try $0.enclosureKey(digest: digest, officer: name) }) {
            return try HeldFileKey(bytes: session.archiveKey.open(filed, for: .enclosureKey(digest: digest)))
        }
        let input = try OpenFile(reading: path(of: sealed))
        let key = try SealedEnclosure.fileKey(of: input.descriptor, identities: session.identities)
        let filed = try key.withUnsafeBytes { try session.archiveKey.seal($0, for: .enclosureKey(digest: digest)) }
        try register.write { try $0.fileEnclosureKey(digest: digest, officer: name, key: filed) }
        return key
    }

    /// Notes that an officer needs the keys of a telegram's enclosures, some of which may still be under way.
    func awaitEnclosureKeys(of telegram: Telegram, officer: Codename, in writer: Register.Writer) throws {
        for case .separate(let sealed) in telegram.content.enclosures.map(\.carriage) {
            try writer.awaitEnclosureKey(digest: sealed.bytes, officer: officer)
        }
    }

    /// Files the keys of the enclosures that are here by now, so that they open when the officer's sealing keys are gone.
    func fileEnclosureKeys(session: OfficerSession) throws {
        for digest in try register.read({ try $0.awaitedEnclosureKeys(of: session.codename) }) {
            let sealed = try Digest256(digest)
            guard DurableFile.exists(path(of: sealed)) else { continue }
            do {
                _ = try enclosureKey(sealed, session: session)
            } catch let error where error is SealingError || error is AgeError {
                // Its sender sealed it badly, which must not keep anybody from reading. Saving it says what is wrong.
                try register.write { try $0.abandonEnclosureKey(digest: digest, officer: session.codename) }
            }
        }
    }
}
