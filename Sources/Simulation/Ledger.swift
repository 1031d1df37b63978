/// What really is so, in all stations together: what the checks hold the stations against.
struct Ledger {
    struct Telegram {
        var from: Int
        var to: Int
        var isWritten = false
        /// It was entered at its destination, be that register what it is now or not.
        var wasDelivered = false
        /// It was refused and sent again, so that it may come twice where the other register was an older copy.
        var wasSentAgain = false
    }

    struct Bundle {
        /// Durable copies, on disks and in files.
        var copies = 0
        /// It was delivered or set aside, or given up and reported, or a fault destroyed a copy.
        var isSettled = false
        /// It is not from the station that it says it is from.
        var isHostile = false
    }

    var telegrams: [Telegram] = []
    var bundles: [Bundle] = []
    /// Bundles that were given up, whose sources have not been told yet.
    var untold: [Int: (teller: Int, source: Int)] = [:]
    /// Stations that were put back to an older copy without knowing it, and may have used numbers twice.
    var mayReuse: Set<Int> = []

    mutating func newBundle() -> Int {
        bundles.append(Bundle())
        return bundles.count - 1
    }

    /// Who is put back to an older copy has forgotten what he was to tell, and what he was told.
    mutating func forgetUntold(of station: Int) {
        untold = untold.filter { $0.value.teller != station && $0.value.source != station }
    }

    mutating func markSettled(_ bundle: Int) {
        bundles[bundle].isSettled = true
    }

    mutating func add(_ bundle: Int) {
        bundles[bundle].copies += 1
    }

    mutating func drop(_ bundle: Int) {
        bundles[bundle].copies -= 1
    }

    /// Whether nobody has it any more although nothing has become of it.
    func isOrphaned(_ bundle: Int) -> Bool {
        bundles[bundle].copies <= 0 && !bundles[bundle].isSettled
    }
}

/// A rule that was broken, in words.
struct Violation {
    var rule: String
    var detail: String
}
