import Telegrams
import Traffic

// What is amiss in the correspondence with other stations, in words: the same in `status` and `inbox`.

extension StatusConcern {
    /// The gravest first.
    static func all(of troubles: CorrespondenceTroubles) -> [StatusConcern] {
        troubles.stopped.map(stopped) + restored(troubles) + refused(troubles) + unreadable(troubles)
    }

    private static func stopped(_ stopped: CorrespondenceTroubles.Stopped) -> StatusConcern {
        let station = stopped.station
        let waiting = stopped.waiting > 0 ? ", \(counted(stopped.waiting, "telegram")) waiting" : ""
        let resolve = "ask its clerk, then 'cable correspondence resolve \(station)'"
        switch stopped.cause {
        case .olderCopy:
            let numbers = "it has heard of No. \(stopped.heard ?? 0), and \(stopped.given ?? 0) was given out here"
            return StatusConcern(kind: .stopped, cause: "stopped: \(station), \(numbers)\(waiting)", remedy: resolve)
        case .twoCopies:
            return StatusConcern(
                kind: .stopped, cause: "stopped: \(station), two copies of it are running\(waiting)", remedy: resolve)
        case .keysChanged:
            return StatusConcern(
                kind: .stopped, cause: "stopped: \(station), its keys have changed\(waiting)",
                remedy: "see 'cable card show \(station)'")
        }
    }

    private static func restored(_ troubles: CorrespondenceTroubles) -> [StatusConcern] {
        guard let restored = troubles.restored else { return [] }
        return [
            StatusConcern(
                kind: .restored,
                cause: "older copy: since \(DateTimeGroup.short(restored)) this register goes on from an earlier state",
                remedy: "ask which telegrams your correspondents have of the time before, "
                    + "then 'cable correspondence acknowledge'")
        ]
    }

    private static func refused(_ troubles: CorrespondenceTroubles) -> [StatusConcern] {
        let told = troubles.refused.map { refused in
            StatusConcern(
                kind: .refused,
                cause: "refused: No. \(refused.number) by \(refused.station), \(Console.quoted(refused.reason))",
                remedy: "'cable send-again \(refused.number)', or with --give-up")
        }
        return told + more(.refused, troubles.refusedCount - told.count)
    }

    private static func unreadable(_ troubles: CorrespondenceTroubles) -> [StatusConcern] {
        let told = troubles.unreadable.map { unreadable in
            StatusConcern(
                kind: .unreadable,
                cause:
                    "unreadable: No. \(unreadable.number) cannot be opened by \(unreadable.officer), the key is gone",
                remedy: "its sender seals it anew with 'cable readdress \(unreadable.number) --to "
                    + "\"\(unreadable.officer)\"', or 'cable send-again \(unreadable.number) --give-up'")
        }
        return told + more(.unreadable, troubles.unreadableCount - told.count)
    }

    private static func more(_ kind: Kind, _ count: Int) -> [StatusConcern] {
        guard count > 0 else { return [] }
        let cause = "\(kind.rawValue): \(counted(count, "telegram")) more"
        return [StatusConcern(kind: kind, cause: cause, remedy: "see 'cable list'")]
    }
}

extension CorrespondenceTroubles {
    /// What mends itself, and is good to know.
    var notes: [String] {
        silenced.map { silenced in
            "\(silenced.station) is stopped here since \(DateTimeGroup.short(silenced.since)): nothing is sent to it or taken from it"
                + (silenced.waiting > 0 ? ", \(counted(silenced.waiting, "telegram")) waiting" : "")
        }
            + proving.map { proving in
                "\(proving.station) numbers from 1 again and has been asked to prove that it is the same station: "
                    + "\(counted(proving.held, "item")) held until it has"
            }
    }
}
