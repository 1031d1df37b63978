import BundleProtocol
import Relay
import Telegrams

/// A whole network in the making of one seed.
///
/// A reference, because stations, links and checks work on the same one.
final class World {
    let size: SimulationSize
    let rules: SimulationRules
    let faults: SimulationFaults
    var random: SplitMix
    var now: Int64 = World.beginning
    var agenda = Agenda<Event>()
    var stations: [SimulatedStation] = []
    var edges: [Edge] = []
    var files: [PostFile] = []
    /// Every parcel that was ever signed.
    var parcels: [SealedParcel] = []
    /// Their numbers by their digests.
    var sealed: [Digest256: Int] = [:]
    /// What is being written into folders, by transfer.
    var pending: [Int: BundleCopy] = [:]
    var ledger = Ledger()
    /// The stations that are hostile.
    var hostile: Set<Int> = []
    /// Whether routes lead past honest stations only.
    var areRelaysHonest = true
    /// Bundles that honest stations have made of late.
    var recent: [BundleCopy] = []
    /// Between which honest stations the way is safe, as far as that was looked up.
    var safe: [[Int]: Bool] = [:]
    var oracle = WayOracle()
    var statistics = SimulationStatistics()
    var violation: Violation?
    var sessions = 1
    var transfers = 0
    var compositions: [Composition] = []

    /// 1 January 2026.
    static let beginning: Int64 = 1_767_225_600_000
    var duskOfFaults: Int64 { World.beginning + size.days * Milliseconds.day }
    var areFaultsOn: Bool { now < duskOfFaults }

    /// A telegram to be written, or a number to be wasted where it has no telegram.
    struct Composition {
        var from: Int
        var to: Int
        var telegram: Int?
        var precedence: Precedence
    }

    /// A bundle in a folder that both stations see.
    struct PostFile {
        var copy: BundleCopy
        var edge: Int
        var to: Int
        var isDamaged: Bool
    }

    enum Event {
        case compose(Int)
        case wake(Int)
        case called(edge: Int, epoch: Int)
        case frame(Frame, edge: Int, to: Int, session: Int)
        case lapse(edge: Int, station: Int, session: Int)
        case commit(Int, epoch: Int)
        case flush(Int, epoch: Int)
        case posted(edge: Int, station: Int, transfer: Int, epoch: Int)
        case fileComes(Int)
        case restart(Int)
        case backup(Int)
        case restoration(Restoration, Int)
        case otherCopy(Int)
        case compareAll(Int)
        case decision(Int, peer: Int)
        case sendAgain(Int, peer: Int, parcel: Int)
        case beginAnew(Int, IncarnationName)
        case mischief(Int)
        case misfortune(Misfortune, station: Int, edge: Int, until: Int64)
        case end(Misfortune, station: Int, edge: Int)
        case dusk
        case inspection
    }

    enum Frame {
        case transfer(Int, BundleCopy, isDamaged: Bool)
        case acknowledgement(Int)
        case refusal(Int)
        case close
    }

    enum Misfortune: CaseIterable {
        case interruption
        case clockJump
        case fullDisk
        case silence
        case minimize
    }

    init(seed: UInt64, size: SimulationSize, rules: SimulationRules, faults: SimulationFaults) {
        self.size = size
        self.rules = rules
        self.faults = faults
        random = SplitMix(seed: seed)
    }

    func run() {
        guard build() else { return report("setup", "the stations could not be made") }
        while violation == nil, let (at, event) = agenda.next() {
            now = max(now, at)
            statistics.steps += 1
            perform(event)
        }
        statistics.duration = now - World.beginning
    }

    func perform(_ event: Event) {
        switch event {
        case .compose(let index): compose(index)
        case .wake(let index): wake(stations[index])
        case .called(let edge, let epoch): called(edge, epoch: epoch)
        case .frame(let frame, let edge, let to, let session): receive(frame, edge, to: stations[to], session)
        case .lapse(let edge, let station, let session): lapse(edge, stations[station], session)
        case .commit(let index, let epoch): commit(stations[index], epoch)
        case .flush(let index, let epoch): flush(stations[index], epoch)
        case .posted(let edge, let station, let transfer, let epoch):
            posted(edge, stations[station], transfer, epoch)
        case .fileComes(let file): fileComes(file)
        case .restart(let index): restart(stations[index])
        case .misfortune(let kind, let station, let edge, let until):
            begin(kind, stations[station], edge, until: until)
        case .end(let kind, let station, let edge): end(kind, stations[station], edge)
        case .mischief(let station): doMischief(stations[station])
        case .dusk: dusk()
        case .inspection: inspect()
        case .backup, .restoration, .otherCopy, .compareAll, .decision, .sendAgain, .beginAnew:
            performOnRegisters(event)
        }
    }

    private func performOnRegisters(_ event: Event) {
        switch event {
        case .backup(let station): makeBackup(of: stations[station])
        case .restoration(let kind, let station): restore(stations[station], kind)
        case .otherCopy(let station): exchangeCopies(stations[station])
        case .compareAll(let station): compareAll(stations[station])
        case .decision(let station, let peer): decide(stations[station], about: peer)
        case .beginAnew(let station, let name): beginAnew(stations[station], after: name)
        case .sendAgain(let station, let peer, let parcel): sendAgain(stations[station], to: peer, parcel)
        default: return
        }
    }

    func report(_ rule: String, _ detail: @autoclosure () -> String) {
        guard violation == nil else { return }
        violation = Violation(rule: rule, detail: detail())
    }

    func chance(_ one: Int) -> Bool {
        one < .max && random.next() % UInt64(one) == 0
    }

    func draw(_ range: ClosedRange<Int64>) -> Int64 {
        range.lowerBound + Int64(random.next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
}
