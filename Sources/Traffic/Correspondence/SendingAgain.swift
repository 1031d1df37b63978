import Register
import Relay
import Sealing
import Station
import Telegrams

// Sending again what a station did not accept, or never got: the same sealed letter under a new channel number.

/// A telegram that has been sent again to a station.
package struct SentAgain: Sendable, Equatable {
    package var station: Designator
    /// Nil where the letter has arrived, and only parts of its enclosures were refused.
    package var channel: Int64?
    /// How many parts of its enclosures are sent again.
    package var parts: Int
}

extension Station {
    /// Sends a telegram again, with its enclosures that travel by themselves.
    ///
    /// No officer's key is needed: the letter stays sealed as it is.
    /// - Parameters:
    ///   - station: nil for every station where it was refused.
    ///   - isInsisting: even where it has arrived, or waits still.
    package func sendAgain(
        _ number: Int64, to station: Designator? = nil, isInsisting: Bool = false
    ) throws -> [SentAgain] {
        let (directory, routingTable) = (try directory(), try routingTable())
        return try register.write { writer in
            let sent = try lastParcels(of: number, in: writer.reader)
            return try parcels(of: number, to: station, sent, in: writer.reader).map { parcel in
                try requireWay(to: parcel.peer, in: routingTable)
                let peer = try directory.correspondent(parcel.peer)
                _ = try peer.sealingKey()
                let letter = try cover(of: parcel.record, to: peer, in: writer.reader)
                let refused = try refusedParts(of: letter, in: writer.reader)
                if !isInsisting, !refused.isEmpty, parcel.arrived != nil {
                    try sendParts(refused, to: peer, directory: directory, in: writer)
                    try writer.note("enclosures sent again to \(parcel.peer)", on: number, at: now())
                    return SentAgain(station: parcel.peer, channel: nil, parts: refused.count)
                }
                if !isInsisting { try Self.requireNeed(of: parcel, number: number) }
                try requireReadable(letter, by: peer, number: number)
                for part in refused { try writer.resolve(part, at: now()) }
                return try sendAgain(parcel.record, letter, number: number, to: peer, directory: directory, in: writer)
            }
        }
    }

    /// The last parcel of a telegram for each station that is meant.
    private func parcels(
        of number: Int64, to station: Designator?, _ sent: [SentParcel], in reader: Register.Reader
    ) throws -> [SentParcel] {
        guard let station else {
            let stations = Set(try refusals(in: reader).filter { $0.number == number }.map(\.refused.parcel.peer))
            let refused = sent.filter { $0.isRefused || stations.contains($0.peer) }
            guard !refused.isEmpty else {
                let names = sent.map(\.peer.description).joined(separator: ", ")
                throw StationError(
                    .invalid, "No. \(number) was not refused anywhere",
                    hint: "if it never arrived somewhere, name the station with --to: it was sent to \(names)")
            }
            return refused
        }
        guard let parcel = sent.first(where: { $0.peer == station }) else {
            throw StationError(
                .notFound, "No. \(number) was never sent to \(station)",
                hint: "'cable trace \(number)' shows where it was sent")
        }
        return [parcel]
    }

    private func lastParcels(of number: Int64, in reader: Register.Reader) throws -> [SentParcel] {
        guard try number > 0 && number <= reader.lastNumber() ?? 0 else {
            throw StationError(.notFound, "there is no No. \(number) in the register of \(designator)")
        }
        let sent = try reader.sentParcels(of: number)
        guard !sent.isEmpty else {
            throw StationError(.invalid, "No. \(number) was not sent from here to another station")
        }
        return Dictionary(grouping: sent, by: \.peer).sorted { $0.key < $1.key }.compactMap(\.value.last)
    }

    private static func requireNeed(of parcel: SentParcel, number: Int64) throws {
        let obstacle: String? =
            if let arrived = parcel.arrived {
                "has arrived at \(parcel.peer), \(DateTimeGroup.short(arrived))"
            } else if parcel.isWaiting {
                "still waits here for \(parcel.peer)"
            } else {
                nil
            }
        guard let obstacle else { return }
        throw StationError(
            .refused, "No. \(number) \(obstacle)", hint: "'--even-so' sends it once more; it is entered there once")
    }

    /// A station with another key can open a letter only where an officer has kept his.
    private func requireReadable(_ letter: Cover, by peer: Correspondent, number: Int64) throws {
        guard letter.toKey != KeyFingerprint(peer.stationKey), !letter.sealedTo.isEmpty else { return }
        let published = peer.card.officers.flatMap { officer in
            officer.sealingKeys.map { Cover.SealedTo(officer.name, key: Digest256(of: Array($0.recipient.utf8))) }
        }
        guard letter.sealedTo.contains(where: published.contains) else {
            throw StationError(
                .refused, "\(peer.card.station) has other keys, and none to which No. \(number) is sealed",
                hint: "seal it anew: 'cable readdress \(number) --to OFFICER@\(peer.card.station)'")
        }
    }

    private func sendAgain(
        _ old: ParcelRecord, _ cover: Cover, number: Int64, to peer: Correspondent, directory: Directory,
        in writer: Register.Writer
    ) throws -> SentAgain {
        var letter = NewParcel(again: cover, number: old.number)
        // Always the first number, so that the other station knows all that come after it for the same.
        letter.replaces = ChannelPlace(incarnation: old.incarnation, channel: cover.replaces ?? old.channel)
        let channel = try queue(letter, directory: directory, at: now(), in: writer)
        let parts = try parts(of: cover, behind: old, in: writer.reader).filter { try !writer.reader.isWaiting($0) }
        try sendParts(parts, to: peer, directory: directory, in: writer)
        try writer.resolve(old, at: now())
        try writer.note("sent again to \(old.peer), channel No. \(channel)", on: number, at: now())
        return SentAgain(station: old.peer, channel: channel, parts: parts.count)
    }

    // MARK: Parts of enclosures

    private func sendParts(
        _ parts: [ParcelRecord], to peer: Correspondent, directory: Directory, in writer: Register.Writer
    ) throws {
        for part in parts {
            let parcel = NewParcel(again: try cover(of: part, to: peer, in: writer.reader), number: nil)
            try queue(parcel, directory: directory, at: now(), in: writer)
            try writer.resolve(part, at: now())
        }
    }

    private func parts(
        of letter: Cover, behind parcel: ParcelRecord, in reader: Register.Reader
    ) throws -> [ParcelRecord] {
        let announced = Set(letter.announces.map(\.digest))
        let size = Int64(SealedEnclosure.partSize)
        let count = letter.announces.reduce(0) { $0 + Int(($1.size + size - 1) / size) }
        guard count > 0 else { return [] }
        return try reader.parts(behind: parcel, count: count).filter {
            try $0.enclosure.map(announced.contains) ?? false
        }
    }

    private func refusedParts(of letter: Cover, in reader: Register.Reader) throws -> [ParcelRecord] {
        let announced = Set(letter.announces.map(\.digest))
        guard !announced.isEmpty else { return [] }
        return try reader.refusedParcels().map(\.parcel).filter { parcel in
            guard parcel.peer == letter.to, parcel.number == nil else { return false }
            return try parcel.enclosure.map(announced.contains) ?? false
        }
    }

    /// What was refused, with the telegram that it belongs to.
    func refusals(in reader: Register.Reader) throws -> [(number: Int64, refused: RefusedParcel)] {
        try reader.refusedParcels().compactMap { refused in
            if let number = refused.parcel.number { return (number, refused) }
            guard let enclosure = try refused.parcel.enclosure,
                let number = try reader.enclosure(digest: enclosure.bytes)?.number
            else { return nil }
            return (number, refused)
        }
    }

    // MARK: Giving up

    /// A person lets it rest that a telegram was refused, or cannot be opened by somebody: it is shown no more.
    package func giveUp(_ number: Int64, to station: Designator? = nil) throws {
        try register.write { writer in
            let refused = try refusals(in: writer.reader).filter {
                $0.number == number && (station == nil || $0.refused.parcel.peer == station)
            }
            for item in refused { try writer.resolve(item.refused.parcel, at: now()) }
            let wasUnreadable = try writer.resolveUnreadable(number, at: station)
            guard !refused.isEmpty || wasUnreadable else {
                throw StationError(
                    .invalid, "No. \(number) was not refused, and nobody has said that it cannot be opened")
            }
            try writer.note("given up\(station.map { " for \($0)" } ?? "")", on: number, at: now())
        }
    }
}

extension NewParcel {
    /// A parcel that was made before, once more.
    fileprivate init(again cover: Cover, number: Int64?) {
        self.init(to: cover.to, cover.content, precedence: cover.precedence, digest: cover.digest, number: number)
        due = cover.due
        officers = cover.officers
        infoOfficers = cover.infoOfficers
        careOf = cover.careOf
        sealedTo = cover.sealedTo
        announces = cover.announces
    }
}

extension ParcelRecord {
    /// The enclosure of which it carries a part; nil for a letter.
    fileprivate var enclosure: Digest256? {
        get throws {
            guard number == nil, case .part(let part) = try Cover(parsing: cover).content else { return nil }
            return part.enclosure
        }
    }
}
