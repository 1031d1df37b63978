/// The order in which bundles are sent; `a < b` says that `a` goes before `b`.
///
/// BPv7 has no classes of service, so this travels in a block for private use that other implementations carry along.
public enum BundlePrecedence: UInt64, Hashable, Sendable, CaseIterable, Comparable {
    /// Before everything else.
    case override = 0
    /// At once.
    case flash = 1
    /// Before priority.
    case immediate = 2
    /// Before routine.
    case priority = 3
    /// In turn.
    case routine = 4
    /// When nothing else waits.
    case deferred = 5

    /// Whether `left` goes before `right`.
    public static func < (left: BundlePrecedence, right: BundlePrecedence) -> Bool { left.rawValue < right.rawValue }
}
