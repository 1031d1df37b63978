import CLinux
import Logging
import Relay
import Station
import Telegrams
import Traffic

// What the clock brings.

extension Engine {
    func passTime(_ report: inout ExchangeReport) {
        for effect in outbox.dispatcher.tick(at: now()) { note(effect) }
        giveUp(&report)
        doPeriodicDuties()
        // What could not be written to others is tried again when it has rested.
        if duties.fails(where: \.isSendingNotices) { mustSendNotices = true }
    }

    private func note(_ effect: Effect) {
        switch effect {
        case .expired(let ticket): pending.expired.append(ticket)
        case .overdue(let ticket):
            guard let departure = outbox.departure(ticket), (try? station.isWaiting(departure)) ?? true else { return }
            logger.warning(
                "overdue", metadata: ["item": "\(departure.name)", "precedence": "\(departure.precedence)"])
        }
    }

    /// Gives up what is over; what cannot be given up now stays for another turn, and the others do not wait for it.
    private func giveUp(_ report: inout ExchangeReport) {
        guard !pending.expired.isEmpty else { return }
        let expired = pending.expired
        duties.attempt(.expiring, at: now()) {
            pending.expired = []
            var failure: (any Error)?
            for ticket in expired {
                do {
                    if let departure = outbox.departure(ticket) { try station.giveUp(departure, report: &report) }
                    outbox.remove(ticket)
                    mustSendNotices = true
                } catch {
                    failure = error
                    pending.expired.append(ticket)
                }
            }
            if let failure { throw failure }
        }
    }

    private func doPeriodicDuties() {
        let now = now()
        // Done in the future: the clock was wrong then.
        guard nextPeriodicDuties <= now || nextPeriodicDuties > now.adding(seconds: 120) else { return }
        nextPeriodicDuties = now.adding(seconds: 60)
        station.doPeriodicDuties(&duties)
        forgetDoubts()
        linux_give_back_memory()
        mustSendNotices = true
    }

    /// A link that is in doubt and has nothing to carry is in doubt no more: what was to be handed over has gone.
    private func forgetDoubts() {
        for case .handingOver(let link) in duties.failing.map(\.duty) {
            let isUnderWay = sessions.on(link).contains { sessions[$0]?.outgoing.isEmpty == false }
            guard !isUnderWay, outbox.dispatcher.demand(on: link, at: now()) == 0 else { continue }
            duties.done(.handingOver(link: link))
        }
    }

    /// Whether receipts may leave: on a busy station many go in one telegram.
    var maySendNotices: Bool {
        // Sent in the future: the clock was wrong then.
        let since = now().milliseconds - lastNotices.milliseconds
        return !(0..<settings.noticeInterval ~= since)
    }

    /// Sends what waits to be reported, unless that was done just now: then a later turn does it.
    func sendNoticesDue() {
        guard mustSendNotices, maySendNotices else { return }
        station.sendNoticesDue(&duties)
        mustSendNotices = false
        lastNotices = now()
    }
}
