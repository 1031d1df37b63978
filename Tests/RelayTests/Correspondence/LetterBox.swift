import Relay
import Telegrams

/// A station of the tests with one correspondent: its correspondence and what a register keeps beside it.
struct LetterBox {
    /// A parcel on its way.
    struct Letter {
        var incarnation: Incarnation
        var channel: Int64
        var digest: Digest256
        var notices: [Notice] = []
        /// The telegram that it carries; nil where it carries notices.
        var telegram: Int?

        var place: ChannelPlace { ChannelPlace(incarnation: incarnation.name, channel: channel) }
        var name: ParcelName { ParcelName(channel: channel, digest: digest) }
    }

    var correspondence: Correspondence
    private(set) var gaps: [ChannelPlace: RepeatRequests] = [:]
    private var heard: [ChannelPlace: Digest256] = [:]
    private(set) var sent: [ChannelPlace: Letter] = [:]
    private(set) var waiting: [ChannelPlace] = []
    private var pending: [Notice] = []
    private var held: [Letter] = []
    /// Telegrams of our own, those that have a receipt, and how often those of the other side were entered.
    private(set) var written: Set<Int> = []
    private(set) var receipted: Set<Int> = []
    private(set) var entered: [Int: Int] = [:]

    init(_ incarnation: Incarnation) { correspondence = Correspondence(incarnation) }

    /// Nothing is left to be done.
    ///
    /// What is held of an incarnation that was put away before it could prove itself is no matter.
    var isIdle: Bool {
        let present = correspondence.heard?.incarnation
        return gaps.isEmpty && waiting.isEmpty && pending.isEmpty && !held.contains { $0.incarnation == present }
            && correspondence.schedule.moved == nil && correspondence.schedule.unanswered == 0
            && correspondence.hold == nil
    }

    // MARK: Sending

    mutating func write(_ telegram: Int, at now: Instant, using random: inout SplitMix) {
        written.insert(telegram)
        send(
            Letter(incarnation: anew, channel: 0, digest: digest(0), telegram: telegram), false, at: now, using: &random
        )
    }

    private mutating func send(_ letter: Letter, _ isComparison: Bool, at now: Instant, using random: inout SplitMix) {
        var letter = letter
        letter.channel = correspondence.number(isComparison: isComparison, at: now)
        letter.incarnation = correspondence.sent.incarnation
        letter.digest = digest(random.next())
        sent[letter.place] = letter
        waiting.append(letter.place)
    }

    /// What leaves now.
    mutating func leave(at now: Instant, using random: inout SplitMix) -> [Letter] {
        let missing = gaps.sorted { ($0.key.channel, $0.value.found) < ($1.key.channel, $1.value.found) }
        let due = correspondence.requests(
            for: missing.map { ($0.key, $0.value) }, isQuestionWaiting: false, canOvertake: true, at: now)
        for place in due {
            gaps[place]?.ask(at: now)
            say(.repeat(place))
        }
        if correspondence.isComparisonDue(at: now, hasGivenUp: gaps.values.contains(where: \.isGivenUp)) {
            say(correspondence.askToCompare(at: now))
        }
        let telegrams = correspondence.telegrams(of: pending)
        if correspondence.hold == nil { pending = [] }
        for telegram in telegrams {
            let letter = Letter(incarnation: anew, channel: 0, digest: digest(0), notices: telegram.notices)
            send(letter, telegram.sort == .comparisons, at: now, using: &random)
        }
        guard correspondence.hold == nil else { return [] }
        defer { waiting = [] }
        return waiting.compactMap { sent[$0] }
    }

    mutating func begin(_ incarnation: Incarnation, at now: Instant) {
        let effects = correspondence.begin(incarnation, at: now)
        perform(effects, at: now)
    }

    private mutating func say(_ notice: Notice) {
        guard Correspondence.admits(notice, waits: pending.contains(notice), count: pending.count) else { return }
        pending.append(notice)
    }

    // MARK: Receiving

    mutating func receive(_ letter: Letter, at now: Instant, using random: inout SplitMix) {
        let known = heard[letter.place].map { $0 == letter.digest ? ChannelRules.Known.sameContents : .otherContents }
        let (hearing, effects) = correspondence.hear(
            letter.incarnation, letter.channel, known: known ?? .nothing, notices: letter.notices, at: now,
            using: &random)
        let isReleased = perform(effects, at: now)
        switch hearing {
        case .new:
            heard[letter.place] = letter.digest
            take(letter, at: now, using: &random)
        case .unproved, .contested: if held.count < 100 { held.append(letter) }
        case .duplicate, .reused, .tooFarAhead, .disowned, .stopped: break
        }
        if isReleased { takeHeld(at: now, using: &random) }
    }

    private mutating func take(_ letter: Letter, at now: Instant, using random: inout SplitMix) {
        if let telegram = letter.telegram {
            entered[telegram, default: 0] += 1
            say(.arrived(letter.name, at: now.wholeSecond))
        }
        for notice in letter.notices where hear(notice, at: now) { takeHeld(at: now, using: &random) }
    }

    private mutating func takeHeld(at now: Instant, using random: inout SplitMix) {
        let letters = held
        held = []
        for letter in letters { receive(letter, at: now, using: &random) }
    }

    /// - Returns: whether what is held can be taken in.
    @discardableResult
    mutating func hear(_ notice: Notice, at now: Instant) -> Bool {
        let sent = sent
        let effects = correspondence.hear(notice, at: now) { name in
            sent.values.first { $0.name == name }.map { ParcelFacts(place: $0.place, created: now) }
        }
        return perform(effects, at: now)
    }

    @discardableResult
    private mutating func perform(_ effects: [CorrespondenceEffect], at now: Instant) -> Bool {
        for effect in effects {
            switch effect {
            case .missing(let numbers, let name):
                for number in numbers {
                    gaps[ChannelPlace(incarnation: name, channel: number)] = RepeatRequests(found: now)
                }
            case .closeGap(let place):
                if let gap = gaps.removeValue(forKey: place) { correspondence.learn(found: gap.found, at: now) }
            case .void(let place):
                if gaps.removeValue(forKey: place) != nil { correspondence.forget(missing: 1) }
            case .closeGaps(let name):
                let gone = gaps.keys.filter { $0.incarnation == name }
                for place in gone { gaps[place] = nil }
                correspondence.forget(missing: gone.count)
            case .recount(let numbers, let name):
                let absent = numbers.map { ChannelPlace(incarnation: name, channel: $0) }
                    .filter { heard[$0] == nil && gaps[$0] == nil }.prefix(correspondence.room)
                for place in absent { gaps[place] = RepeatRequests(found: now) }
                correspondence.lose(absent.count)
            case .reviveRequests: for place in gaps.keys { gaps[place]?.revive() }
            case .sendAgain(let place): sendAgain(place)
            case .receipt(.arrived(let name, _)):
                if let telegram = sent.values.first(where: { $0.name == name })?.telegram { receipted.insert(telegram) }
            case .say(let notice): say(notice)
            case .receipt, .sendAgainBundle, .adopt, .takeHeldIn, .remark: break
            }
        }
        return effects.contains(.takeHeldIn)
    }

    private mutating func sendAgain(_ place: ChannelPlace) {
        guard sent[place] != nil else { return say(.void(place)) }
        if !waiting.contains(place) { waiting.append(place) }
    }
}
