import Register
import Relay
import Station
import Telegrams

// What a person decides about a correspondence that has stopped.

/// A correspondence as `cable correspondence` shows it.
package struct CorrespondenceStatus: Sendable {
    package var peer: Designator
    package var correspondence: Correspondence
    /// How many of its numbers are missing here.
    package var missing: Int
}

extension Station {
    package func correspondences() throws -> [CorrespondenceStatus] {
        try register.read { reader in
            try reader.allCorrespondents().map { peer in
                CorrespondenceStatus(
                    peer: peer, correspondence: try reader.correspondence(with: peer),
                    missing: try reader.gaps(of: peer).count)
            }
        }
    }

    package func correspondence(with peer: Designator) throws -> CorrespondenceStatus {
        try register.read { reader in
            guard try reader.allCorrespondents().contains(peer) else {
                throw StationError(
                    .notFound, "there is no correspondence with \(peer)",
                    hint: "list them with 'cable correspondence list'")
            }
            return CorrespondenceStatus(
                peer: peer, correspondence: try reader.correspondence(with: peer),
                missing: try reader.gaps(of: peer).count)
        }
    }

    /// Decides which of two running copies is the station; the other is not heard any more.
    package func resolveCopies(of peer: Designator, keeping incarnation: IncarnationName) throws {
        try register.write { writer in
            var correspondence = try writer.reader.correspondence(with: peer)
            guard let effects = correspondence.resolve(keeping: incarnation) else {
                throw StationError(
                    .invalid, "\(incarnation) is not one of two running copies of \(peer)",
                    hint: "look at 'cable correspondence show \(peer)'")
            }
            try writer.set(correspondence, with: peer)
            var report = ExchangeReport()
            try perform(effects, with: peer, in: writer, report: &report)
        }
    }

    /// Sends nothing to a station and takes nothing from it any more, until ``resumeCorrespondence(with:)``.
    ///
    /// - Throws: `StationError` with code `notFound` where its card is not pinned, `invalid` where it is stopped already.
    package func stopCorrespondence(with peer: Designator) throws {
        guard peer != designator else {
            throw StationError(.invalid, "\(peer) is this station", hint: "name another station")
        }
        _ = try card(of: peer)
        try register.write { writer in
            var correspondence = try writer.reader.correspondence(with: peer)
            guard correspondence.stopped == nil else {
                throw StationError(.invalid, "the correspondence with \(peer) is stopped already")
            }
            correspondence.stop(at: now())
            try writer.set(correspondence, with: peer)
        }
    }

    /// Goes on with a station; it is asked to compare numbers, so that both find what they have missed.
    ///
    /// - Throws: `StationError` with code `invalid` where nobody has stopped it.
    package func resumeCorrespondence(with peer: Designator) throws {
        try register.write { writer in
            var correspondence = try writer.reader.correspondence(with: peer)
            guard let question = correspondence.resume(at: now()) else {
                throw StationError(.invalid, "nobody has stopped the correspondence with \(peer)")
            }
            try writer.set(correspondence, with: peer)
            try writer.queueNotice(question, to: peer)
            // What was asked for in vain before may have been thrown away since.
            let now = now()
            try writer.set(
                try writer.reader.gaps(of: peer).map { gap in
                    var gap = gap
                    gap.requests = RepeatRequests(found: now)
                    return gap
                })
        }
    }

    /// Decides that this register is no older copy, whatever a station says that it has heard.
    package func dismissClaim(of peer: Designator) throws {
        try register.write { writer in
            var correspondence = try writer.reader.correspondence(with: peer)
            guard correspondence.dismissClaim() else {
                throw StationError(.invalid, "\(peer) has not said that this register is an older copy")
            }
            try writer.set(correspondence, with: peer)
        }
    }
}
