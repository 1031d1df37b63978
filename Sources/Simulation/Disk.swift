import Relay
import Telegrams

/// What a station has stored: it survives a crash.
///
/// Each event changes it at once, as a transaction does.
struct Disk {
    /// By the number of the other station.
    var channels: [Channel?]
    /// The stations with which there is a channel.
    var correspondents: [Int] = []
    var gaps: [Gap] = []
    /// Notices that wait to be sent, in the order of their making.
    var pending: [(peer: Int, notice: StationNotice)] = []
    /// By bundle.
    var custody: [Int: Held] = [:]
    /// The most hops of any copy that was taken in, by bundle.
    var carried: [Int: UInt64] = [:]
    /// Bytes of what is in custody.
    var custodyBytes = 0
    /// Parcels of ours that wait.
    var waitingParcels = 0
    /// Bundles whose parcels were entered, or known.
    var delivered: Set<Int> = []
    /// Bundles that were set aside.
    var quarantine: Set<Int> = []
    /// Our parcel in a bundle, for reports of damage.
    var parcelOfBundle: [Int: (peer: Int, channel: Int)] = [:]

    init(stations: Int) {
        channels = Array(repeating: nil, count: stations)
    }

    /// A missing channel number.
    struct Gap {
        var peer: Int
        var channel: Int
        var requests: RepeatRequests
    }

    /// What passes between this station and another one.
    struct Channel {
        /// Our parcels, the first one numbered 1; nil for a number that has nothing under it.
        var parcels: [Parcel?] = []
        var schedule = ComparisonSchedule()
        var patience = ChannelPatience()
        var highest = 0
        /// The number of our last parcel that asks for something.
        var question: Int?
        /// Whether a number was heard, from 1 to `highest`.
        var heard: [Bool] = []

        var comparison: ChannelComparison {
            ChannelComparison(sent: Int64(parcels.count), heard: Int64(highest))
        }

        func hasHeard(_ channel: Int) -> Bool { channel <= heard.count && heard[channel - 1] }
    }

    mutating func open(_ peer: Int) {
        guard channels[peer] == nil else { return }
        channels[peer] = Channel()
        correspondents.append(peer)
    }

    func parcel(_ peer: Int, _ channel: Int) -> Parcel? {
        guard let parcels = channels[peer]?.parcels, (1...max(1, parcels.count)).contains(channel),
            channel <= parcels.count
        else { return nil }
        return parcels[channel - 1]
    }

    func hasWaitingQuestion(_ peer: Int) -> Bool {
        channels[peer]?.question.flatMap { parcel(peer, $0) }?.isWaiting ?? false
    }

    var waitingCount: Int { waitingParcels + custody.count }

    mutating func hold(_ held: Held) {
        custody[held.copy.bundle] = held
        custodyBytes += held.copy.size
    }

    @discardableResult
    mutating func release(_ bundle: Int) -> Held? {
        guard let held = custody.removeValue(forKey: bundle) else { return nil }
        custodyBytes -= held.copy.size
        return held
    }

    /// Lets a parcel of ours wait from then on, or no more.
    mutating func setWaiting(_ peer: Int, _ channel: Int, since: Instant?) {
        guard let parcel = parcel(peer, channel), parcel.isWaiting != (since != nil) else { return }
        channels[peer]?.parcels[channel - 1]?.isWaiting = since != nil
        if let since { channels[peer]?.parcels[channel - 1]?.since = since }
        waitingParcels += since == nil ? -1 : 1
    }

    mutating func raise(_ peer: Int, to channel: Int) {
        guard let highest = channels[peer]?.highest, channel > highest else { return }
        channels[peer]?.heard += Array(repeating: false, count: channel - highest)
        channels[peer]?.highest = channel
    }

    mutating func hear(_ peer: Int, _ channel: Int, at clock: Instant) {
        raise(peer, to: channel)
        channels[peer]?.heard[channel - 1] = true
        guard let gap = gaps.first(where: { $0.peer == peer && $0.channel == channel }) else { return }
        channels[peer]?.patience.learn(found: gap.requests.found, filled: clock)
        gaps.removeAll { $0.peer == peer && $0.channel == channel }
    }

    private func hasGivenUp(_ peer: Int) -> Bool {
        gaps.contains { $0.peer == peer && $0.requests.isGivenUp }
    }

    /// What is known of the numbers that pass between this station and another one, for reports.
    func correspondence(with peer: Int) -> String {
        guard let channel = channels[peer] else { return "no channel" }
        let question = channel.question.map { "No. \($0)\(hasWaitingQuestion(peer) ? ", which waits" : "")" } ?? "none"
        return "\(channel.schedule), \(channel.comparison), last question \(question)"
    }

    /// When a missing number is to be asked for next.
    func nextRequest(at clock: Instant) -> Instant? {
        gaps.lazy.filter { !hasWaitingQuestion($0.peer) }.compactMap { gap in
            gap.requests.due(at: clock, patience: channels[gap.peer]?.patience ?? ChannelPatience())
        }.min()
    }

    /// When numbers are to be compared next.
    func nextComparison(at clock: Instant) -> Instant? {
        correspondents.lazy.compactMap { comparisonDue(with: $0, at: clock) }.min()
    }

    /// When numbers are to be compared with a station; nil while a question to it waits.
    func comparisonDue(with peer: Int, at clock: Instant) -> Instant? {
        guard let due = channels[peer]?.schedule.due(at: clock, hasGivenUp: !gaps.isEmpty && hasGivenUp(peer)) else {
            return nil
        }
        return hasWaitingQuestion(peer) ? nil : due
    }
}
