import Relay
import SSHSignatures
import Sealing
import Station
import Telegrams
import Traffic

/// A cover in the making, every line of which may be changed before it is signed.
package struct CoverDraft {
    package var from: Designator
    package var fromKey: KeyFingerprint
    package var to: Designator
    package var toKey: KeyFingerprint
    package var incarnation: Incarnation
    package var channel: Int64
    package var replaces: Int64?
    package var precedence: Precedence = .routine
    package var due: Instant?
    package var content: Cover.Content
    package var officers: [Codename] = []
    package var announces: [Cover.Announcement] = []
    package var digest: Digest256

    package var cover: Cover {
        get throws {
            try Cover(
                from: from, fromKey: fromKey, to: to, toKey: toKey, incarnation: incarnation, channel: channel,
                replaces: replaces, precedence: precedence, due: due, content: content, officers: officers,
                announces: announces, digest: digest)
        }
    }
}

extension Attacker {
    /// A cover of some content under the next number towards a station, changed as one likes.
    package func cover(
        of content: [UInt8], to victim: TestStation, _ kind: Cover.Content = .letter, for officers: String...,
        change: (inout CoverDraft) throws -> Void = { _ in }
    ) throws -> Cover {
        let sent = try nextNumber(to: victim)
        var draft = CoverDraft(
            from: test.station.designator, fromKey: KeyFingerprint(test.station.keys.signer.publicKey),
            to: victim.station.designator, toKey: KeyFingerprint(victim.station.keys.signer.publicKey),
            incarnation: sent.incarnation, channel: sent.last, content: kind,
            officers: try (officers.isEmpty && kind == .letter ? ["NOBODY"] : officers).map { try Codename($0) },
            digest: Digest256(of: content))
        try change(&draft)
        return try draft.cover
    }

    private func nextNumber(to victim: TestStation) throws -> Correspondence.Numbering {
        let (now, peer) = (network.clock.now, victim.station.designator)
        return try test.station.register.write { writer in
            var correspondence = try writer.reader.correspondence(with: peer)
            _ = correspondence.number(at: now)
            try writer.set(correspondence, with: peer)
            return correspondence.sent
        }
    }
}
