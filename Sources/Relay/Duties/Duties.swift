import Telegrams

/// Which of a station's duties fail, since when, why, and when each is tried again.
///
/// Duties are apart: one that fails rests for a while, longer after every failure, and holds up none of the others. It is a
/// value without I/O; who does the work says here what came of it.
package struct Duties: Sendable {
    /// A duty that failed and has not been done since.
    package struct Failure: Sendable, Hashable {
        package var reason: String
        /// What a person can do about it; nil where it is to be waited out.
        package var remedy: String?
        package var since: Instant
        fileprivate var rest: Backoff
    }

    /// What a person should be told, once.
    package enum News: Sendable, Hashable {
        /// It fails, for the first time or for another reason than before.
        case fails(Duty, Failure)
        /// It is done again.
        case mended(Duty)
    }

    private var failures: [Duty: Failure] = [:]
    private var news: [News] = []
    private var generator: SplitMix

    /// - Parameter seed: for the jitter of retries.
    package init(seed: UInt64) {
        generator = SplitMix(seed: seed)
    }
}

extension Duties {
    package mutating func failed(_ duty: Duty, _ reason: String, remedy: String? = nil, at now: Instant) {
        var failure = failures[duty] ?? Failure(reason: "", since: now, rest: duty.rest)
        if failure.reason != reason {
            failure.reason = reason
            failure.remedy = remedy
            news.append(.fails(duty, failure))
        }
        failure.rest.failAgain(at: now, using: &generator)
        failures[duty] = failure
    }

    package mutating func done(_ duty: Duty) {
        if failures.removeValue(forKey: duty) != nil { news.append(.mended(duty)) }
    }

    /// Forgets duties that are none any more, for instance because their link was removed.
    package mutating func dismiss(where isOver: (Duty) -> Bool) {
        for duty in failures.keys where isOver(duty) { failures[duty] = nil }
    }

    /// Whether a duty may be tried: it has not failed, or its rest is over.
    package func mayTry(_ duty: Duty, at now: Instant) -> Bool { failures[duty]?.rest.mayTry(at: now) ?? true }

    /// When a duty that failed is tried again; nil where that may be now.
    package func nextAttempt(_ duty: Duty, at now: Instant) -> Instant? { failures[duty]?.rest.nextAttempt(at: now) }

    /// Lets everything be tried at once, as an operator may ask.
    package mutating func hurry() {
        for duty in failures.keys { failures[duty]?.rest.hurry() }
    }

    /// Whether all is well.
    package var isEmpty: Bool { failures.isEmpty }

    /// Whether any of some duties fails.
    package func fails(where isMeant: (Duty) -> Bool) -> Bool { failures.keys.contains(where: isMeant) }

    package func failure(of duty: Duty) -> Failure? { failures[duty] }

    /// Everything that fails: first what concerns everything, then what has failed longest.
    package var failing: [(duty: Duty, failure: Failure)] {
        failures.map { ($0.key, $0.value) }.sorted { left, right in
            if left.0.concernsEverything != right.0.concernsEverything { return left.0.concernsEverything }
            if left.1.since != right.1.since { return left.1.since < right.1.since }
            return left.0.description < right.0.description
        }
    }

    /// Why the station does not do its work; nil while it does.
    package var trouble: String? {
        failing.first { $0.duty.concernsEverything }.map { "\($0.duty) fails: \($0.failure.reason)" }
    }

    package mutating func takeNews() -> [News] {
        defer { news = [] }
        return news
    }
}

extension Duty {
    /// What concerns everything is tried again sooner.
    fileprivate var rest: Backoff {
        concernsEverything ? Backoff(longest: 15 * Milliseconds.second) : Backoff()
    }
}
