import DurableFiles
import Register
import Relay
import Station
import Telegrams

// Parts of enclosures as they arrive: each counts only for the station that brings it, and is written only when every rule
// has been applied.

/// Bytes of a part that was accepted, to be written before the transaction ends.
struct PendingPart: Sendable {
    var enclosure: IncomingEnclosure
    var offset: Int64
    var bytes: [UInt8]
}

extension Station {
    /// Takes a part in whose number has been accepted.
    ///
    /// - Parameter length: how long every part of the file is but the last.
    /// - Returns: why it must be refused after all.
    func take(
        _ part: Cover.Part, length: Int64, _ content: [UInt8], under cover: Cover, in writer: Register.Writer,
        _ intake: inout IntakeState
    ) throws -> Refusal? {
        let enclosure = IncomingEnclosure(peer: cover.from, digest: part.enclosure)
        let reader = writer.reader
        let isWhole = try reader.enclosure(digest: part.enclosure.bytes)?.isComplete ?? false
        let isHere = try isWhole || reader.hasPart(enclosure, at: part.offset) == true
        let facts = try reader.incoming(enclosure)?.facts
        let verdict = PartVerdict(
            part, length: length, facts: facts, isHere: isHere,
            unannounced: try reader.shares(of: .unannounced), bytes: content.count, from: cover.from,
            hasRoom: intake.disk.has(content.count, for: .refused))
        let arrived = IncomingPart(
            offset: part.offset, length: Int64(content.count),
            place: ChannelPlace(incarnation: cover.incarnation.name, channel: cover.channel))
        switch verdict {
        case .take, .remember:
            let isWritten = verdict == .take
            try writer.add(
                arrived, to: enclosure, size: part.size, partLength: length, isWritten: isWritten, at: now())
            guard isWritten else { break }
            intake.pending.append(PendingPart(enclosure: enclosure, offset: part.offset, bytes: content))
            if try isFull(enclosure, in: reader) { intake.report.fullEnclosures += 1 }
        case .known:
            if facts?.isAnnounced == true { try writer.remember(arrived, of: enclosure) }
        case .forget: try askAgain(for: [arrived.place], of: cover.from, in: writer)
        case .refuse(let refusal): return Refusal(cover, reason: "\(refusal)")
        }
        intake.report.parts += 1
        return nil
    }

    private func isFull(_ enclosure: IncomingEnclosure, in reader: Register.Reader) throws -> Bool {
        guard let record = try reader.incoming(enclosure), record.facts.isAnnounced else { return false }
        return record.present >= record.facts.size
    }

    /// Notes what a letter announces; parts that came before it count from now on.
    func announce(
        _ announcements: [Cover.Announcement], from peer: Designator, by number: Int64, in writer: Register.Writer,
        _ intake: inout IntakeState
    ) throws {
        for announcement in announcements {
            let enclosure = IncomingEnclosure(peer: peer, digest: announcement.digest)
            if try !writer.announce(enclosure, size: announcement.size, by: number, at: now()) {
                // What came before was said to be of another file.
                intake.pending.removeAll { $0.enclosure == enclosure }
                _ = try DurableFile.remove(path(of: enclosure))
            }
            if try isFull(enclosure, in: writer.reader) { intake.report.fullEnclosures += 1 }
            try askForLostParts(of: enclosure, in: writer)
        }
    }

    /// Makes durable what was accepted; after a crash before the transaction ends it is written again.
    func makeDurable(_ pending: [PendingPart]) throws {
        let files = Dictionary(grouping: pending, by: \.enclosure).map { $0 }
        let written = parallelMap(files) { enclosure, parts in
            Result {
                try DurableFile.writeParts(parts.map { ($0.offset, $0.bytes) }, to: path(of: enclosure))
            }
        }
        for result in written { try result.get() }
    }

    // MARK: What is lost is asked for again

    /// Asks for the parts of an enclosure whose bytes are not here although they have come, as many as may be missing at once.
    func askForLostParts(of enclosure: IncomingEnclosure, in writer: Register.Writer) throws {
        guard let record = try writer.reader.incoming(enclosure), record.failures <= Self.mostFailures else { return }
        let lost = try writer.reader.lostParts(of: enclosure, limit: Int(ChannelRules.greatestGap))
        try askAgain(for: lost.map(\.place), of: enclosure.peer, in: writer)
    }

    /// After so many wholes that were not what they should be nobody asks for another one.
    static let mostFailures = 3

    /// Lets numbers be missing again that were heard, because what came under them is lost here.
    func askAgain(for places: [ChannelPlace], of peer: Designator, in writer: Register.Writer) throws {
        guard !places.isEmpty else { return }
        var correspondence = try writer.reader.correspondence(with: peer)
        let asked = Array(places.prefix(correspondence.lose(places.count)))
        try writer.set(correspondence, with: peer)
        try writer.forgetHeard(asked, of: peer)
        for place in asked {
            try writer.openGaps(place.channel..<place.channel + 1, of: place.incarnation, from: peer, at: now())
        }
    }

    /// Asks for what could not be asked for before.
    func askForLostParts() throws {
        guard try !register.read({ try $0.enclosuresWithLostParts().isEmpty }) else { return }
        try register.write { writer in
            for enclosure in try writer.reader.enclosuresWithLostParts() {
                try askForLostParts(of: enclosure, in: writer)
            }
        }
    }

    /// Ends the parts that nobody has announced in time.
    func endUnannounced(at now: Instant) throws {
        try register.write { writer in
            let ended = try writer.endUnannounced(at: now)
            for enclosure in ended.emptied { _ = try DurableFile.remove(path(of: enclosure)) }
            for (peer, places) in ended.forgotten { try askAgain(for: places, of: peer, in: writer) }
        }
    }

    /// Where the parts are that a station brings.
    func path(of enclosure: IncomingEnclosure) -> String { home.enclosures + "/" + Self.fileName(of: enclosure) }

    static func fileName(of enclosure: IncomingEnclosure) -> String { "\(enclosure.digest)-\(enclosure.peer).part" }
}
