import Dispatch
import Links
import Relay
import Station
import Telegrams
import Traffic

/// Reads from and writes to a folder, or runs the commands of a link, on a queue of its own: a slow stick holds up nobody.
///
/// It touches nothing of the station; what it has found or done it reports, and the engine draws the consequences.
final class LinkWorker: Sendable {
    private let station: Station
    private let link: any Link
    private let peer: Designator?
    private let mailbox: Mailbox
    private let queue: DispatchQueue

    init(_ link: any Link, of peer: Designator?, station: Station, mailbox: Mailbox) {
        self.link = link
        self.peer = peer
        self.station = station
        self.mailbox = mailbox
        queue = DispatchQueue(label: "link \(link.name)")
    }

    /// Reads what lies on the link, and reports it piece by piece.
    func look() {
        queue.async { [self] in
            do {
                for arrivals in try station.batches(on: link) {
                    mailbox.post(.collected(link: link.name, station.read(arrivals, from: link, of: peer)))
                }
                mailbox.post(.looked(link: link.name, trouble: nil))
            } catch {
                mailbox.post(.looked(link: link.name, trouble: "\(error)"))
            }
        }
    }

    /// Removes from the link what is durable here.
    func forget(_ arrivals: [Arrival]) {
        guard !arrivals.isEmpty else { return }
        queue.async { [self] in
            do {
                try link.forget(arrivals)
            } catch {
                // It is read again the next time, and known then.
                mailbox.post(.looked(link: link.name, trouble: "\(error)"))
            }
        }
    }

    /// Hands bundles over, and reports what came of it.
    func hand(_ packed: [Packed], as numbers: [UInt64]) {
        queue.async { [self] in
            mailbox.post(.attempted(link: link.name, numbers, HandOver(packed, over: link)))
        }
    }
}
