import BundleProtocol
import Register
import Station
import Telegrams

// Tracing: the stations on the way are asked when a bundle came and when it went on.

/// One station on the way of a telegram.
package struct Waypoint: Sendable, Equatable {
    /// What is known of it.
    package enum State: Sendable, Equatable {
        /// It made the bundle, or carried it on.
        case passed
        /// It has the bundle, as far as is known.
        case holds
        /// It was asked and has not answered yet.
        case asked
        /// It knows nothing of the bundle.
        case unseen
        /// It cannot be asked: its card is not pinned here.
        case stranger
        /// The parcel has reached its destination.
        case arrived
        /// Its destination does not accept the parcel.
        case refused
    }

    package var station: Designator
    package var received: Instant?
    package var handed: Instant?
    package var state: State
}

/// The way of one parcel of a telegram, from here to its destination.
package struct WayTaken: Sendable, Equatable {
    package var destination: Designator
    package var channel: Int64
    package var points: [Waypoint]

    package var isComplete: Bool { points.last?.state == .arrived }
}

extension Station {
    /// A question is put again after so many seconds without an answer.
    private static let patience: Int64 = 60

    /// The ways that a telegram of ours has taken, as far as is known here.
    package func waysTaken(by number: Int64) throws -> [WayTaken] {
        try register.read { reader in
            try reader.sentParcels(of: number).map { WayTaken($0, points: try points(of: $0, in: reader)) }
        }
    }

    /// Asks the stations on the way of a telegram that have not told yet; the questions leave at the next exchange.
    ///
    /// - Returns: the stations that are asked.
    package func askStationsOnTheWay(of number: Int64) throws -> [Designator] {
        try register.write { writer in
            var asked: Set<Designator> = []
            for parcel in try writer.reader.sentParcels(of: number) {
                guard let bundle = parcel.bundle, let open = try openEnd(of: parcel, in: writer.reader) else {
                    continue
                }
                if try ask(open, about: bundle, in: writer) { asked.insert(open) }
            }
            return asked.sorted()
        }
    }

    /// The station on the way that should be asked next; nil where all is known, or nobody can be asked.
    ///
    /// That the parcel has arrived is no reason not to ask: its way is still of interest.
    private func openEnd(of parcel: SentParcel, in reader: Register.Reader) throws -> Designator? {
        guard let last = try points(of: parcel, in: reader).last(where: { $0.station != parcel.peer }) else {
            return nil
        }
        switch last.state {
        case .holds, .asked, .unseen: return last.station
        case .passed, .arrived, .refused, .stranger: return nil
        }
    }

    /// - Returns: false where it was asked a moment ago, or cannot be.
    @discardableResult
    private func ask(_ station: Designator, about bundle: String, in writer: Register.Writer) throws -> Bool {
        let now = now()
        guard station != designator, try writer.reader.card(of: station) != nil else { return false }
        let before = try writer.reader.passages(of: bundle).first { $0.station == station }
        // Asked in the future: the clock was wrong then.
        if let asked = before?.asked, asked <= now, asked.adding(seconds: Self.patience) > now { return false }
        guard try writer.setAsked(station, about: bundle, at: now) else { return false }
        try writer.queueNotice(Notice.whereabouts(item: bundle), to: station)
        return true
    }

    // MARK: Questions and answers of others

    /// Answers the source of a bundle; to anybody else it is unknown here.
    func answerWhereabouts(of item: String, to peer: Designator, in writer: Register.Writer) throws {
        let source = BundleIdentity(inName: item)?.source.node
        let isTheirs = try source != nil && source == writer.reader.card(of: peer)?.node
        let answer: Notice
        if isTheirs, let carried = try writer.reader.carried(item) {
            answer = .passed(
                item: item, received: carried.received.wholeSecond, handed: carried.handed?.wholeSecond,
                next: carried.next)
        } else {
            answer = .unseen(item: item)
        }
        try writer.queueNotice(answer, to: peer)
    }

    /// Notes an answer, and asks the next station on the way.
    func noteAnswer(
        of peer: Designator, about item: String, received: Instant?, handed: Instant?, next: Designator?,
        in writer: Register.Writer
    ) throws {
        let wasAsked = try writer.setAnswered(
            peer, about: item, received: received, handed: handed, next: next, at: now())
        guard wasAsked, let next, let parcel = try writer.reader.parcel(bundle: item), parcel.peer != next else {
            return
        }
        try ask(next, about: item, in: writer)
    }

    // MARK: The way as far as it is known

    private func points(of parcel: SentParcel, in reader: Register.Reader) throws -> [Waypoint] {
        let isRefused = parcel.refused != nil && parcel.arrived == nil
        var points = [
            Waypoint(
                station: designator, handed: parcel.handed,
                state: parcel.handed == nil && !isRefused ? .holds : .passed)
        ]
        guard let bundle = parcel.bundle, !parcel.isWaiting else {
            return points + (isRefused ? [Waypoint(station: parcel.peer, state: .refused)] : [])
        }
        let passages = Dictionary(try reader.passages(of: bundle).map { ($0.station, $0) }) { first, _ in first }
        var next = parcel.hop
        while let station = next, station != parcel.peer, !points.contains(where: { $0.station == station }) {
            let point = try point(station, passages[station], in: reader)
            points.append(point)
            next = passages[station]?.next
        }
        if let arrived = parcel.arrived {
            points.append(Waypoint(station: parcel.peer, received: arrived, state: .arrived))
        } else if isRefused {
            points.append(Waypoint(station: parcel.peer, state: .refused))
        } else if next == parcel.peer {
            points.append(Waypoint(station: parcel.peer, state: .holds))
        }
        return points
    }

    private func point(_ station: Designator, _ passage: Passage?, in reader: Register.Reader) throws -> Waypoint {
        guard let passage else {
            let isKnown = try reader.card(of: station) != nil
            return Waypoint(station: station, state: isKnown ? .holds : .stranger)
        }
        guard passage.answered != nil else { return Waypoint(station: station, state: .asked) }
        guard let received = passage.received else { return Waypoint(station: station, state: .unseen) }
        return Waypoint(
            station: station, received: received, handed: passage.handed,
            state: passage.handed == nil ? .holds : .passed)
    }
}

extension WayTaken {
    fileprivate init(_ parcel: SentParcel, points: [Waypoint]) {
        self.init(destination: parcel.peer, channel: parcel.channel, points: points)
    }
}
