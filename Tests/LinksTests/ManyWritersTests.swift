import FolderSupport
import Glibc
import Relay
import Testing

@testable import Links

@Suite("Many at work in one folder")
struct ManyWritersTests {
    let stations: Stations
    var scratch: ScratchFolder { stations.scratch }

    init() throws { stations = try Stations() }

    private func writer(
        _ prefix: String, _ items: Int, _ bytes: Int, command: String = "hand"
    ) throws -> WriterProcess {
        try WriterProcess(command, scratch.path, "BEIJING", "MOSCOW", prefix, "\(items)", "\(bytes)")
    }

    @Test("Processes with the same items and with items of their own all succeed")
    func processes() throws {
        let writers = try ["same", "same", "same", "a", "b", "same"].map { try writer($0, 150, 2_000) }
        for writer in writers {
            let (status, output) = writer.finish()
            #expect(status == 0, "\(output)")
        }
        #expect(try scratch.names(in: "MOSCOW").count == 450)
        for prefix in ["same", "a", "b"] {
            for item in Pattern.items(prefix, 150, count: 2_000) {
                #expect(scratch.content("MOSCOW/\(item.name).bundle") == item.bytes)
            }
        }
    }

    @Test("Of many threads with other content under one name exactly one succeeds")
    func oneWins() async throws {
        for round in 0..<20 {
            let link = stations.beijing
            let winners: [UInt8] = await withTaskGroup(of: UInt8?.self) { group in
                for content in 0..<8 as Range<UInt8> {
                    group.addTask {
                        let item = LinkItem(name: "item-\(round)", bytes: [content])
                        return (try? link.hand([item])) == nil ? nil : content
                    }
                }
                return await group.reduce(into: []) { if let content = $1 { $0.append(content) } }
            }
            #expect(winners.count == 1)
            #expect(scratch.content("MOSCOW/item-\(round).bundle") == winners)
        }
        #expect(try scratch.names(in: "MOSCOW").count == 20)
    }

    @Test("Readers and a tidier at work beside writers lose nothing and see nothing half")
    func readersBeside() async throws {
        let writers = try ["a", "b"].map { try writer($0, 150, 3_000) }
        let moscow = stations.moscow
        let beijing = stations.beijing
        let seen = try await withThrowingTaskGroup(of: Set<String>.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    var seen: Set<String> = []
                    // Ends when all have been taken, by whichever reader; no clock decides.
                    while try !Task.isCancelled && !Self.isDone(moscow) { seen.formUnion(try Self.takeAll(moscow)) }
                    return seen
                }
            }
            for writer in writers { #expect(writer.finish().status == 0) }
            #expect(try beijing.tidy().isEmpty)
            try beijing.hand([LinkItem(name: "end", bytes: [])])
            return try await group.reduce(into: Set<String>()) { $0.formUnion($1) }
        }
        #expect(seen.count == 300)
    }

    /// The last item stays, so that every reader finds it.
    private static func isDone(_ link: FolderLink) throws -> Bool {
        try link.arrivals().map(\.name) == ["end.bundle"]
    }

    private static func takeAll(_ link: FolderLink) throws -> Set<String> {
        var seen: Set<String> = []
        for arrival in try link.arrivals() where arrival.name != "end.bundle" {
            guard let bytes = try link.read(arrival, limit: 3_000) else { continue }
            let name = String(arrival.name.dropLast(".bundle".count))
            #expect(bytes == Pattern.bytes(for: name, count: 3_000))
            seen.insert(name)
            try link.forget([arrival])
        }
        return seen
    }

    @Test("A writer killed at any moment leaves no half file in sight, and leftovers that only his own station removes")
    func killedWriter() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var leftovers = 0
        for round in 0..<25 {
            let writer = try writer("r\(round)", 40, 5_000, command: "hand-forever")
            writer.waitForOutput()
            usleep(UInt32((seed >> UInt64(round)) % 20_000))
            writer.kill()
            for arrival in try stations.moscow.arrivals() {
                let name = String(arrival.name.dropLast(".bundle".count))
                let bytes = try stations.moscow.read(arrival, limit: 5_000)
                #expect(bytes == Pattern.bytes(for: name, count: 5_000), "seed \(seed), round \(round), \(name)")
            }
            try stations.moscow.forget(stations.moscow.arrivals())
            let left = try scratch.names(in: "MOSCOW").map { "MOSCOW/\($0)" }
            #expect(try stations.moscow.tidy().isEmpty)
            #expect(try stations.beijing.tidy() == left, "seed \(seed), round \(round)")
            leftovers += left.count
        }
        print("\(leftovers) leftovers of 25 killed writers were removed")
        #expect(try scratch.names(in: "MOSCOW").isEmpty)
    }

    @Test("What another station has left in our subfolder is removed once it has rested")
    func foreignLeftovers() throws {
        try scratch.put("BEIJING/.tmp-MOSCOW-1-ab", [1])
        try scratch.put("BEIJING/.tmp-BEIJING-1-ab", [1])
        try scratch.put("MOSCOW/.tmp-MOSCOW-1-ab", [1])
        try scratch.put("MOSCOW/.tmp-BEIJING-2-1-ab", [1])
        #expect(try stations.beijing.tidy() == ["BEIJING/.tmp-BEIJING-1-ab"])
        #expect(try stations.beijing.tidy(rest: 0) == ["BEIJING/.tmp-MOSCOW-1-ab"])
        #expect(try scratch.names(in: "MOSCOW") == [".tmp-BEIJING-2-1-ab", ".tmp-MOSCOW-1-ab"])
    }
}
