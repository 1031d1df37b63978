/// How much of one kind may be kept, and for how long.
package struct KeepingLimit: Sendable, Hashable {
    /// For any one source; nil where only the whole is limited.
    package var perSource: KeptAmount?
    /// For all sources together; nil where the number of sources is limited otherwise.
    package var all: KeptAmount?
    /// After how many days it ends, whatever there is; nil where only the amounts count.
    package var days: Int64?

    package init(perSource: KeptAmount? = nil, all: KeptAmount? = nil, days: Int64? = nil) {
        self.perSource = perSource
        self.all = all
        self.days = days
    }
}

extension KeptAmount {
    /// So many items, of whatever size.
    static func items(_ count: Int) -> Self { Self(bytes: .max, count: count) }

    /// Whether something is within this as a limit.
    func allows(_ amount: KeptAmount) -> Bool { amount.bytes <= bytes && amount.count <= count }

    /// How much of this as a limit something takes: 1 for all of it.
    fileprivate func part(_ amount: KeptAmount) -> Double {
        max(Double(amount.bytes) / Double(bytes), Double(amount.count) / Double(count))
    }
}

/// What is kept of one kind, by source, against its limit.
///
/// Within a source the oldest ends first. A source that takes more than its share gives way itself, so that whoever floods
/// a station loses nothing but what is his own.
package struct KeptShares: Sendable, Hashable {
    package let limit: KeepingLimit
    package private(set) var bySource: [KeptSource: KeptAmount]
    package private(set) var total: KeptAmount

    package init(_ limit: KeepingLimit, bySource: [KeptSource: KeptAmount] = [:]) {
        self.limit = limit
        self.bySource = bySource
        total = bySource.values.reduce(KeptAmount(), +)
    }

    /// Whose oldest item has to end before another one fits; nil where it fits now.
    ///
    /// The source itself, where its own share is full; otherwise the one that takes the most.
    ///
    /// - Parameter exempt: sources that have nothing that may end.
    package func giving(
        for amount: KeptAmount, from source: KeptSource, except exempt: Set<KeptSource> = []
    ) -> KeptSource? {
        let own = bySource[source] ?? KeptAmount()
        if let share = limit.perSource, !share.allows(own + amount) { return source }
        guard let all = limit.all, !all.allows(total + amount) else { return nil }
        let candidates = bySource.filter { !exempt.contains($0.key) }
        return candidates.max { (all.part($0.value), $1.key) < (all.part($1.value), $0.key) }?.key ?? source
    }

    /// The source that is beyond its share or, where the whole is beyond its limit, takes the most; and how many of its
    /// items end.
    package var excess: (source: KeptSource, count: Int)? {
        if let share = limit.perSource, let (source, amount) = bySource.first(where: { !share.allows($0.value) }) {
            return (source, max(1, amount.count - share.count))
        }
        guard let all = limit.all, let source = giving(for: KeptAmount(), from: .unknown) else { return nil }
        return (source, max(1, total.count - all.count))
    }

    /// Whether something is so large that it would not fit if nothing else were there.
    package func isTooLarge(_ amount: KeptAmount) -> Bool {
        let limits = [limit.perSource, limit.all].compactMap { $0 }
        return !limits.allSatisfy { $0.allows(amount) }
    }

    package mutating func add(_ amount: KeptAmount, from source: KeptSource) {
        bySource[source, default: KeptAmount()] = (bySource[source] ?? KeptAmount()) + amount
        total = total + amount
    }

    package mutating func subtract(_ amount: KeptAmount, from source: KeptSource) {
        bySource[source] = (bySource[source] ?? KeptAmount()) - amount
        if bySource[source]?.count == 0 { bySource[source] = nil }
        total = total - amount
    }
}
