import BundleProtocol
import DurableFiles
import FolderSupport
import Glibc
import Relay
import Station
import Telegrams
import Traffic

/// A pinned correspondent that says whatever its key can sign, and puts whatever it likes into a folder link, until it is ended.
///
///     HostileStation HOME LINK NEIGHBOUR SEED
///
/// HOME is a station's folder with the cards of its victims, which may be served at the same time; LINK is the folder that it shares
/// with NEIGHBOUR. Every line that it prints is the number of bundles so far.
@main struct HostileStation {
    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        guard words.count == 4, let seed = UInt64(words[3]) else {
            print("usage: HostileStation HOME LINK NEIGHBOUR SEED")
            exit(64)
        }
        var hand = HostileHand(
            mouth: HostileMouth(station: try Station(home: StationHome(path: words[0])), random: SplitMix(seed: seed)),
            link: words[1], neighbour: words[2])
        for count in 1... {
            // The register may be busy for a moment, or the folder be cleared away: then the next one.
            do { try hand.act() } catch { print("failed: \(error)") }
            if count.isMultiple(of: 100) { print(count) }
            fflush(nil)
            usleep(hand.pause())
        }
    }
}

/// What it does to a link.
struct HostileHand {
    var mouth: HostileMouth
    let link: String
    let neighbour: String

    private var inbox: String { "\(link)/\(neighbour)" }
    private var outbox: String { "\(link)/\(mouth.station.designator)" }

    mutating func pause() -> UInt32 { UInt32(20_000 + mouth.draw(200_000)) }

    mutating func act() throws {
        switch mouth.draw(10) {
        case 0...5: try put(mouth.parcel())
        case 6: try put(mouth.transit())
        case 7: try noise()
        case 8: try imitate()
        default: try takeAway()
        }
    }

    private func put(_ bundle: Bundle, as name: String? = nil) throws {
        try DurableFile.write(bundle.encoded(), to: "\(inbox)/0-\(name ?? bundle.name.fileName).bundle", mode: 0o644)
    }

    private mutating func noise() throws {
        let bytes = (0..<mouth.draw(5000)).map { _ in UInt8(mouth.draw(256)) }
        try DurableFile.write(bytes, to: "\(inbox)/0-noise-\(mouth.draw(1 << 40)).bundle", mode: 0o644)
    }

    /// What the neighbour has handed over comes back to it: as it was, under another name, or as noise with its identity.
    private mutating func imitate() throws {
        let names = try DurableFile.names(in: outbox).filter { !$0.hasPrefix(".") && $0.hasSuffix(".bundle") }.sorted()
        guard !names.isEmpty else { return }
        let genuine = try Bundle(
            parsing: DurableFile.read("\(outbox)/\(names[mouth.draw(names.count)])", limit: 16 << 20))
        switch mouth.draw(3) {
        case 0: try put(genuine)
        case 1: try put(genuine, as: "ipn-7.1-\(mouth.draw(1 << 40))-1")
        default: try put(mouth.impostor(of: genuine))
        }
    }

    private mutating func takeAway() throws {
        let names = try DurableFile.names(in: outbox).filter { $0.hasSuffix(".bundle") }.sorted()
        guard !names.isEmpty else { return }
        unlink("\(outbox)/\(names[mouth.draw(names.count)])")
    }
}
