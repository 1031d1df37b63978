import Telegrams

// How what is to be said to a station is gathered into telegrams.

/// A receipt or service telegram to another station that is about to be made.
package struct NoticeTelegram: Sendable, Hashable {
    package enum Sort: Sendable, Hashable, CaseIterable {
        /// What has become of its parcels.
        case receipts
        /// Requests, answers, reports of damage.
        case service
        /// Channel numbers: these travel by themselves, because nobody waits for a parcel that carries nothing else.
        case comparisons
    }

    package var sort: Sort
    /// `Notice.limit` at most.
    package var notices: [Notice]

    package init(sort: Sort, notices: [Notice]) {
        self.sort = sort
        self.notices = notices
    }

    package var precedence: Precedence { sort == .service ? .immediate : .routine }
    package var kind: Telegram.Kind { sort == .receipts ? .receipt : .service }
    /// Whether the other station is asked for anything, so that the next question waits until this one has left.
    package var isQuestion: Bool { notices.contains(where: \.isQuestion) }
}

extension Notice {
    package var sort: NoticeTelegram.Sort {
        switch self {
        case .arrived, .opened, .done, .declined: .receipts
        case .compare, .compared: .comparisons
        case .refused, .unreadable, .repeat, .void, .damaged, .undeliverable, .whereabouts, .passed, .unseen,
            .challenge,
            .response:
            .service
        }
    }

    package var isQuestion: Bool {
        switch self {
        case .repeat, .compare, .whereabouts, .challenge: true
        default: false
        }
    }
}

extension Correspondence {
    /// The most notices to a station that may wait, receipts apart: a station that makes us answer more than that must ask
    /// again.
    package static let mostWaiting = 2_000

    /// Whether a notice is put with those that wait for the station.
    ///
    /// - Parameters:
    ///   - waits: whether the same one waits already.
    ///   - count: how many wait.
    package static func admits(_ notice: Notice, waits: Bool, count: Int) -> Bool {
        !waits && (notice.sort == .receipts || count < mostWaiting)
    }

    /// Gathers what waits into telegrams.
    ///
    /// Comparisons state the numbers at the time at which they leave, and once. Nothing is said while the correspondence
    /// is on hold or stopped.
    package func telegrams(of waiting: [Notice]) -> [NoticeTelegram] {
        guard !isSilent else { return [] }
        return NoticeTelegram.Sort.allCases.flatMap { sort in
            var notices = waiting.filter { $0.sort == sort }
            if sort == .comparisons { notices = stated(notices) }
            return stride(from: 0, to: notices.count, by: Notice.limit).map { start in
                NoticeTelegram(sort: sort, notices: Array(notices[start..<min(start + Notice.limit, notices.count)]))
            }
        }
    }

    private func stated(_ notices: [Notice]) -> [Notice] {
        var seen: Set<Notice> = []
        return notices.map(stated).filter { seen.insert($0).inserted }
    }

    /// What is said of a former incarnation of ours does not change any more.
    private func stated(_ notice: Notice) -> Notice {
        switch notice {
        case .compare(let place, _):
            .compare(sent: place.incarnation == sent.incarnation.name ? sent.place : place, heard: heard?.place)
        case .compared(let place, _):
            .compared(sent: place.incarnation == sent.incarnation.name ? sent.place : place, heard: heard?.place)
        default: notice
        }
    }
}
