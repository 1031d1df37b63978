/// What really is so, in all stations together: what the checks hold the stations against.
struct Ledger {
    struct Telegram {
        var from: Int
        var to: Int
        var channel = 0
        var deliveries = 0
        var isReceipted = false
    }

    struct Bundle {
        /// Durable copies, on disks and in files.
        var copies = 0
        /// It was delivered or set aside, or given up and reported, or a fault destroyed a copy.
        var isSettled = false
    }

    var telegrams: [Telegram] = []
    var bundles: [Bundle] = []
    var undelivered = 0
    var unreceipted = 0
    /// Bundles that were given up, whose sources have not been told yet.
    var untold: Set<Int> = []

    mutating func newBundle() -> Int {
        bundles.append(Bundle())
        return bundles.count - 1
    }

    mutating func settle(_ bundle: Int) {
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
