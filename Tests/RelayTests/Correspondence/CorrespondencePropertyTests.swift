import Relay
import Telegrams
import Testing

/// What holds whatever happens; a seed that fails is printed with the expectation.
@Suite struct CorrespondencePropertyTests {
    // MARK: A hostile correspondent

    @Test(arguments: UInt64(1)...150)
    func nothingThatIsSaidGoesBeyondItsBounds(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var box = LetterBox(own)
        for telegram in 0..<Int.random(in: 0...9, using: &random) { box.write(telegram, at: midnight, using: &random) }
        _ = box.leave(at: midnight, using: &random)
        var now = midnight
        for _ in 0..<300 {
            let before = box.correspondence
            now = now.adding(milliseconds: Int64.random(in: -Milliseconds.hour...Milliseconds.day, using: &random))
            attack(&box, at: now, using: &random)
            expectBounds(box, before, seed)
            _ = Int.random(in: 0...9, using: &random) == 0 ? box.leave(at: now, using: &random) : []
        }
    }

    private func attack(_ box: inout LetterBox, at now: Instant, using random: inout SplitMix) {
        let notices = (0..<Int.random(in: 0...3, using: &random)).map { _ in notice(box, at: now, using: &random) }
        let incarnation = incarnation(UInt64.random(in: 2...6, using: &random))
        box.receive(
            LetterBox.Letter(
                incarnation: incarnation, channel: number(box, incarnation.name, using: &random),
                digest: digest(UInt64.random(in: 0...3, using: &random)), notices: notices),
            at: now, using: &random)
        box.hear(notice(box, at: now, using: &random), at: now)
    }

    private func expectBounds(_ box: LetterBox, _ before: Correspondence, _ seed: UInt64) {
        let after = box.correspondence
        #expect(after.sent == before.sent, "seed \(seed)")
        #expect(after.missing == box.gaps.count, "seed \(seed)")
        #expect(after.missing <= Int(ChannelRules.greatestGap), "seed \(seed)")
        #expect(after.candidates.count <= Correspondence.Candidate.most, "seed \(seed)")
        #expect(after.former.count <= Correspondence.Former.most, "seed \(seed)")
        #expect(after.schedule.confirmed <= after.sent.last, "seed \(seed)")
        #expect(after.patience.length <= ChannelPatience.longest, "seed \(seed)")
        // An attack is a parcel, what it says, and one thing more.
        let most = 6 * ChannelRules.greatestGap
        for (name, highest) in after.highest {
            #expect(highest <= ChannelNumber.greatest, "seed \(seed)")
            #expect(highest - (before.highest[name] ?? 0) <= most, "seed \(seed)")
        }
    }

    private func notice(_ box: LetterBox, at now: Instant, using random: inout SplitMix) -> Notice {
        let names = [own.name] + (2...6).map { incarnation($0).name }
        func place(_ random: inout SplitMix) -> ChannelPlace {
            let name = names[Int.random(in: 0..<names.count, using: &random)]
            return ChannelPlace(incarnation: name, channel: number(box, name, using: &random))
        }
        let made = box.sent.values.map(\.name).sorted { $0.channel < $1.channel }
        let parcel = made.randomElement(using: &random) ?? ParcelName(channel: 1, digest: digest(1))
        let known = box.correspondence.candidates.map(\.nonce) + box.correspondence.former.compactMap(\.probe)
        let nonce = known.randomElement(using: &random) ?? Nonce(from: &random)
        let time = Instant(seconds: Int64.random(in: -62_135_596_800...253_402_300_799, using: &random))
        switch Int.random(in: 0...9, using: &random) {
        case 0: return .arrived(parcel, at: time)
        case 1: return .arrived(ParcelName(channel: parcel.channel, digest: digest(0)), at: time)
        case 2: return .repeat(place(&random))
        case 3: return .void(place(&random))
        case 4: return .challenge(names[Int.random(in: 0..<names.count, using: &random)], nonce: nonce)
        case 5...6: return .response(names[Int.random(in: 0..<names.count, using: &random)], nonce: nonce)
        case 7: return .compared(sent: place(&random), heard: place(&random))
        default: return .compare(sent: place(&random), heard: nil)
        }
    }

    private func number(_ box: LetterBox, _ name: IncarnationName, using random: inout SplitMix) -> Int64 {
        let last =
            name == own.name ? box.correspondence.sent.last : box.correspondence.highest[name] ?? 0
        let near = [1, last - 1, last, last + 1, last + 2, last + 9, last + ChannelRules.greatestGap]
        let number = near.randomElement(using: &random) ?? 1
        let isFar = Int.random(in: 0...5, using: &random) == 0
        return isFar ? ChannelNumber.greatest : min(max(1, number), ChannelNumber.greatest)
    }

    // MARK: Two honest stations

    @Test(arguments: UInt64(1)...60)
    func twoStationsComeTogetherOverTheWorstOfWays(seed: UInt64) {
        var pair = Pair(seed: seed)
        pair.run(mishaps: 0)
        expectAgreement(pair, seed)
        #expect(pair.boxes[0].entered.count == pair.boxes[1].written.count, "seed \(seed): nothing else")
        #expect(pair.boxes[1].entered.count == pair.boxes[0].written.count, "seed \(seed): nothing else")
    }

    @Test(arguments: UInt64(1)...60)
    func soTheyDoAfterOlderCopiesWerePutBack(seed: UInt64) {
        var pair = Pair(seed: seed)
        pair.run(mishaps: 4)
        expectAgreement(pair, seed)
    }

    private func expectAgreement(_ pair: Pair, _ seed: UInt64) {
        #expect(pair.boxes.allSatisfy({ $0.isIdle }), "seed \(seed)")
        for side in 0...1 {
            let (here, there) = (pair.boxes[side], pair.boxes[1 - side])
            let isOnce = here.entered.values.allSatisfy { $0 == 1 }
            #expect(isOnce, "seed \(seed): once")
            #expect(here.written.isSubset(of: there.entered.keys), "seed \(seed): all that the sender knows of")
            #expect(here.written == here.receipted, "seed \(seed): and he knows it")
            #expect(here.correspondence.heard?.incarnation == there.correspondence.sent.incarnation, "seed \(seed)")
        }
    }
}

/// Two stations, and letters between them that are lost, doubled and late.
private struct Pair {
    var boxes = [LetterBox(own), LetterBox(theirs)]
    private var backups: [LetterBox]
    private var random: SplitMix
    private var now = midnight
    private var under: [(letter: LetterBox.Letter, to: Int, at: Instant)] = []
    private var telegrams = 0

    init(seed: UInt64) {
        random = SplitMix(seed: seed)
        backups = boxes
    }

    /// Three days with traffic and mishaps, and half a year in which all comes right.
    mutating func run(mishaps: Int) {
        for hour in 0..<4800 {
            let isEarly = hour < 72
            now = now.adding(hours: 1)
            if isEarly, mishaps > 0, draw(72) < mishaps { restore(draw(2)) }
            if isEarly, draw(8) == 0 { backups = boxes }
            for side in 0...1 {
                if isEarly, draw(3) == 0 { write(side) }
                exchange(side, loses: isEarly ? 3 : 20)
            }
            if !isEarly, under.isEmpty, boxes.allSatisfy(\.isIdle) { return }
        }
    }

    private mutating func write(_ side: Int) {
        telegrams += 1
        boxes[side].write(telegrams, at: now, using: &random)
    }

    private mutating func restore(_ side: Int) {
        boxes[side] = backups[side]
        boxes[side].begin(Incarnation(IncarnationName(from: &random), began: now), at: now)
    }

    private mutating func exchange(_ side: Int, loses: Int) {
        for letter in boxes[side].leave(at: now, using: &random) {
            for _ in 0..<(draw(5) == 0 ? 2 : 1) where draw(loses) != 0 {
                under.append((letter, 1 - side, now.adding(hours: Int64(draw(30)))))
            }
        }
        let arrived = under.filter { $0.to == side && $0.at <= now }
        under.removeAll { $0.to == side && $0.at <= now }
        for item in arrived { boxes[side].receive(item.letter, at: now, using: &random) }
    }

    private mutating func draw(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
}

extension Correspondence {
    /// The highest number that was heard, by incarnation.
    fileprivate var highest: [IncarnationName: Int64] {
        var highest = Dictionary(former.map { ($0.incarnation.name, $0.highest) }) { first, _ in first }
        if let heard, let incarnation = heard.incarnation { highest[incarnation.name] = heard.highest }
        return highest
    }
}
