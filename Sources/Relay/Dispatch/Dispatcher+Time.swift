import Telegrams

// What the passing of time brings.

extension Dispatcher {
    /// Tells what is over and what is overdue by now.
    ///
    /// What is over has left the queue, but for what is in flight: the other side judges that.
    package mutating func tick(at now: Instant) -> [Effect] {
        bringBack(at: now)
        var effects: [Effect] = []
        while let timer = timers.first, timer.at <= now {
            timers.removeFirst()
            guard let slot = slot(timer.ticket) else { continue }
            switch timer.kind {
            case .expiry where slot.isInFlight:
                slots[Int(timer.ticket.slot)]?.isOver = true
            case .expiry:
                remove(timer.ticket)
                effects.append(.expired(timer.ticket))
            case .overdue:
                slots[Int(timer.ticket.slot)]?.isOverdue = true
                effects.append(.overdue(timer.ticket))
            }
        }
        return effects
    }

    /// Lets what was set aside wait again when its pause is over, or the clock was set back.
    private mutating func bringBack(at now: Instant) {
        for (ticket, pause) in setAside where pause.mayTry(at: now) && slot(ticket)?.place == .aside {
            letWait(Int(ticket.slot))
        }
    }

    /// When something happens next, after a `tick` for now, that the caller should look at: a window opens or closes, a
    /// link may be tried again or offered what it has put off, an item is over or overdue.
    ///
    /// - Returns: nil where nothing will, until something else happens.
    package func deadline(after now: Instant) -> Instant? {
        var deadline = timers.first?.at ?? .distantFuture
        for link in links.indices {
            deadline = min(deadline, change(of: link, after: now))
            if links[link]?.openedAt == nil, let retry = links[link]?.backoff.nextAttempt(at: now) {
                deadline = min(deadline, retry)
            }
        }
        for pause in setAside.values { deadline = min(deadline, pause.nextAttempt(at: now) ?? .distantFuture) }
        return deadline < .distantFuture ? deadline : nil
    }

    /// When a window of a link opens or closes next, or one of its pauses begins or ends.
    func change(of link: Int, after now: Instant) -> Instant {
        min(
            links[link]?.plan.nextEdge(after: now) ?? .distantFuture,
            links[link]?.transitPause.nextChange(after: now) ?? .distantFuture,
            links[link]?.deliveryPause.nextChange(after: now) ?? .distantFuture,
            links[link]?.roomPause.nextChange(after: now) ?? .distantFuture)
    }
}
