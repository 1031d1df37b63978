import DurableFiles
import Register
import Sealing
import Station
import Telegrams

// Large enclosures travel in parts: queued here, kept as they arrive, and checked when all have come.

/// How much of a large enclosure is here, as `show` and `enclosure list` tell.
package struct EnclosureStatus: Sendable {
    package var line: Enclosure
    /// Bytes of the sealed file that are here, and that there are; equal for an inline enclosure.
    package var present: Int64
    package var total: Int64
    /// All of it is here, and it is what it should be.
    package var isComplete: Bool
}

/// A sealed enclosure as traffic knows it: what it is, and nothing that opens it.
package struct SealedFile: Sendable {
    package var digest: Digest256
    package var size: Int64
    /// The digest of each part, in order.
    package var parts: [Digest256]

    package init(digest: Digest256, size: Int64, parts: [Digest256]) {
        self.digest = digest
        self.size = size
        self.parts = parts
    }
}

extension Station {
    /// Queues one parcel for each part of a sealed file and each station.
    package func queueParts(
        of file: SealedFile, precedence: Precedence, to stations: [Designator], directory: Directory, at now: Instant,
        in writer: Register.Writer
    ) throws {
        for station in stations where station != designator {
            for (index, part) in file.parts.enumerated() {
                let content = Cover.Part(
                    enclosure: file.digest, size: file.size, offset: Int64(index * SealedEnclosure.partSize),
                    index: index + 1, count: file.parts.count)
                let parcel = NewParcel(
                    to: station, .part(content), precedence: precedence, digest: part, number: nil)
                try queue(parcel, directory: directory, at: now, in: writer)
            }
        }
    }

    /// Removes sealed files that no telegram claims: a command was broken off between naming one and its commit.
    func removeUnclaimed() throws {
        func unclaimed(_ reader: Register.Reader) throws -> [String] {
            let names = try DurableFile.names(in: home.enclosures).filter { $0.hasSuffix(".age") }
            guard !names.isEmpty else { return [] }
            let known = Set(try reader.enclosureDigests().map { Self.fileName(of: try Digest256($0)) })
            return names.filter { !known.contains($0) }
        }
        guard try !register.read(unclaimed).isEmpty else { return }
        // Names are given within a write: while this one lasts, nobody else is about to claim one of them.
        try register.write { writer in
            for name in try unclaimed(writer.reader) { _ = try DurableFile.remove(home.enclosures + "/" + name) }
        }
    }

    /// The bytes of a part that is to be handed over.
    func bytes(of part: Cover.Part) throws -> [UInt8] {
        try OpenFile(reading: path(of: part.enclosure)).read(
            at: part.offset, count: Int(min(part.size - part.offset, Int64(SealedEnclosure.partSize))))
    }

    /// Puts an arriving part in its place; durable when this returns.
    func keep(_ content: [UInt8], part: Cover.Part) throws {
        try part.check(contentSize: content.count)
        if DurableFile.exists(path(of: part.enclosure)) { return }
        try DurableFile.writePart(content, to: partialPath(of: part.enclosure), at: part.offset)
    }

    /// Notes an arrived part.
    ///
    /// - Returns: whether all parts are here, so that the whole can be checked.
    func note(_ part: Cover.Part, length: Int, in writer: Register.Writer) throws -> Bool {
        let digest = part.enclosure.bytes
        try writer.beginEnclosure(digest: digest, size: part.size, direction: .incoming, isComplete: false, number: nil)
        guard let known = try writer.reader.enclosure(digest: digest), !known.isComplete else { return false }
        try writer.addPart(digest: digest, offset: part.offset, length: Int64(length))
        return try writer.reader.enclosure(digest: digest)?.isFull ?? false
    }

    /// The enclosures all of whose parts are here, and whose wholes are still to be checked.
    package func fullEnclosures() throws -> [Digest256] {
        try register.read { try $0.fullEnclosures() }.map { try Digest256($0) }
    }

    /// Whether a file all of whose parts are here is what it should be.
    ///
    /// It is read from one end to the other: that can take long, and changes nothing.
    package func check(_ enclosure: Digest256) throws -> Bool {
        let final = path(of: enclosure)
        // It has its name where a crash came right after it was given.
        let file = DurableFile.exists(final) ? final : partialPath(of: enclosure)
        return try OpenFile(reading: file).digest() == enclosure
    }

    /// Gives a checked file its name, or removes what is not what it should be.
    ///
    /// - Returns: what the operator should know.
    package func conclude(_ enclosure: Digest256, isRight: Bool) throws -> String? {
        let (final, partial) = (path(of: enclosure), partialPath(of: enclosure))
        return try register.write { writer in
            guard try writer.reader.enclosure(digest: enclosure.bytes)?.isFull ?? false else { return nil }
            guard isRight else {
                for file in [final, partial] { _ = try DurableFile.remove(file) }
                try writer.restartEnclosure(digest: enclosure.bytes)
                return "an enclosure was damaged on the disk: its sender has to send it again"
            }
            if !DurableFile.exists(final) { try DurableFile.move(partial, to: final) }
            try writer.completeEnclosure(digest: enclosure.bytes)
            return nil
        }
    }

    /// Checks what is to be checked, for those who can wait.
    func checkEnclosures(report: inout ExchangeReport) throws {
        var failure: (any Error)?
        for enclosure in try fullEnclosures() {
            do {
                let trouble = try conclude(enclosure, isRight: check(enclosure))
                if let trouble { report.troubles.append(trouble) }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    package func status(of enclosure: Enclosure) throws -> EnclosureStatus {
        guard case .separate(let sealed) = enclosure.carriage else {
            return EnclosureStatus(line: enclosure, present: enclosure.size, total: enclosure.size, isComplete: true)
        }
        let record = try register.read { try $0.enclosure(digest: sealed.bytes) }
        return EnclosureStatus(
            line: enclosure, present: record?.present ?? 0, total: record?.size ?? enclosure.size,
            isComplete: record?.isComplete ?? false)
    }

    package static func fileName(of sealed: Digest256) -> String { "\(sealed).age" }
    package func path(of sealed: Digest256) -> String { home.enclosures + "/" + Self.fileName(of: sealed) }
    private func partialPath(of sealed: Digest256) -> String { home.enclosures + "/\(sealed).part" }
}
