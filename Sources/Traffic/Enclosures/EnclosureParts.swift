import DurableFiles
import Register
import Relay
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

    /// The sealed files that a letter of another station has announced, to be passed on with it.
    ///
    /// They are read from one end to the other, which can take long.
    /// - Throws: `StationError` where one of them is not here in full, or damaged.
    package func filesToPassOn(with number: Int64) throws -> [SealedFile] {
        let announced = try register.read { reader in
            try reader.enclosures(announcedBy: number).map {
                ($0.digest, try reader.enclosure(digest: $0.digest.bytes))
            }
        }
        return try announced.map { digest, record in
            guard let record, record.isComplete else {
                throw StationError(
                    .unavailable, "an enclosure of No. \(number) has not arrived in full",
                    hint: "exchange again; missing parts are asked for by themselves")
            }
            guard try !recover(digest) else {
                throw StationError(
                    .damaged,
                    "an enclosure of No. \(number) was damaged on the disk here: its parts are asked for again",
                    hint: "try again when they have come")
            }
            return SealedFile(
                digest: digest, size: record.size, parts: try digestsOfParts(of: digest, size: record.size))
        }
    }

    private func digestsOfParts(of sealed: Digest256, size: Int64) throws -> [Digest256] {
        let file = try OpenFile(reading: path(of: sealed))
        let length = Int64(SealedEnclosure.partSize)
        return try stride(from: 0, to: size, by: SealedEnclosure.partSize).map { offset in
            Digest256(of: try file.read(at: offset, count: Int(min(size - offset, length))))
        }
    }

    /// Removes files that nothing in the register claims: a command was broken off between writing or naming one and its
    /// commit.
    func removeUnclaimed() throws {
        func unclaimed(_ reader: Register.Reader) throws -> [String] {
            let names = try DurableFile.names(in: home.enclosures).filter {
                $0.hasSuffix(".age") || $0.hasSuffix(".part")
            }
            guard !names.isEmpty else { return [] }
            let known = Set(
                try reader.enclosureDigests().map { Self.fileName(of: try Digest256($0)) }
                    + reader.incomingWithBytes().flatMap {
                        // The second is the first one's name where a crash came right after it was given.
                        [Self.fileName(of: $0), Self.fileName(of: $0.digest)]
                    })
            return names.filter { !known.contains($0) }
        }
        guard try !register.read(unclaimed).isEmpty else { return }
        // Files are named, and parts written, within a write: while this one lasts, nobody else is about to claim one.
        try register.write { writer in
            for name in try unclaimed(writer.reader) { _ = try DurableFile.remove(home.enclosures + "/" + name) }
        }
    }

    /// The bytes of a part that is to be handed over.
    func bytes(of part: Cover.Part) throws -> [UInt8] {
        try OpenFile(reading: path(of: part.enclosure)).read(
            at: part.offset, count: Int(min(part.size - part.offset, Int64(SealedEnclosure.partSize))))
    }

    /// The enclosures all of whose parts are here, and whose wholes are still to be checked.
    package func fullEnclosures() throws -> [IncomingEnclosure] {
        try register.read { try $0.fullEnclosures() }
    }

    /// Whether a file all of whose parts are here is what it should be.
    ///
    /// It is read from one end to the other: that can take long, and changes nothing.
    package func check(_ enclosure: IncomingEnclosure) throws -> Bool {
        let final = path(of: enclosure.digest)
        // It has its name where a crash came right after it was given.
        let file = DurableFile.exists(path(of: enclosure)) ? path(of: enclosure) : final
        guard DurableFile.exists(file) else { return false }
        return try OpenFile(reading: file).digest() == enclosure.digest
    }

    /// Gives a checked file its name, or removes what is not what it should be and asks its station for it again.
    ///
    /// - Returns: what the operator should know.
    package func conclude(_ enclosure: IncomingEnclosure, isRight: Bool) throws -> String? {
        let (final, partial) = (path(of: enclosure.digest), path(of: enclosure))
        return try register.write { writer in
            guard try writer.reader.fullEnclosures().contains(enclosure) else { return nil }
            guard isRight else {
                for file in [final, partial] { _ = try DurableFile.remove(file) }
                try writer.lose(enclosure, asFailure: true)
                try askForLostParts(of: enclosure, in: writer)
                return try trouble(with: enclosure, in: writer.reader)
            }
            if DurableFile.exists(partial) { try DurableFile.move(partial, to: final) }
            for other in try writer.reader.bringers(of: enclosure.digest) where other != enclosure {
                _ = try DurableFile.remove(path(of: other))
            }
            try writer.complete(enclosure)
            return nil
        }
    }

    private func trouble(with enclosure: IncomingEnclosure, in reader: Register.Reader) throws -> String {
        let failures = try reader.incoming(enclosure)?.failures ?? 0
        return failures > Self.mostFailures
            ? "an enclosure from \(enclosure.peer) is never what it should be: ask its sender for another copy"
            : "an enclosure from \(enclosure.peer) was damaged here: its parts are asked for again"
    }

    /// Looks whether a complete file is what it should be, and asks for it again where it is gone or damaged.
    ///
    /// - Returns: whether it is asked for.
    package func recover(_ enclosure: Digest256) throws -> Bool {
        let file = path(of: enclosure)
        if DurableFile.exists(file), try OpenFile(reading: file).digest() == enclosure { return false }
        return try register.write { writer in
            let bringers = try writer.reader.bringers(of: enclosure)
            let isOurs = try writer.reader.enclosure(digest: enclosure.bytes)?.direction == .outgoing
            guard !isOurs, !bringers.isEmpty else { return false }
            _ = try DurableFile.remove(file)
            try writer.undoCompletion(of: enclosure)
            for bringer in bringers { try askForLostParts(of: bringer, in: writer) }
            return true
        }
    }

    /// Checks what is to be checked, for those who can wait.
    func checkEnclosures(report: inout ExchangeReport) throws {
        var failure: (any Error)?
        for enclosure in try fullEnclosures() {
            do {
                let trouble = try conclude(enclosure, isRight: check(enclosure))
                if let trouble { report.warnings.append(trouble) }
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
        return try register.read { reader in
            if let record = try reader.enclosure(digest: sealed.bytes), record.isComplete {
                return EnclosureStatus(line: enclosure, present: record.size, total: record.size, isComplete: true)
            }
            let progress = try reader.progress(of: sealed)
            return EnclosureStatus(
                line: enclosure, present: progress?.present ?? 0, total: progress?.size ?? enclosure.size,
                isComplete: false)
        }
    }

    package static func fileName(of sealed: Digest256) -> String { "\(sealed).age" }
    package func path(of sealed: Digest256) -> String { home.enclosures + "/" + Self.fileName(of: sealed) }
}
