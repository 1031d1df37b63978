import FolderSupport
import Glibc
import Relay
import Testing

@testable import Links

/// Two stations that share a folder.
struct Stations {
    let scratch: ScratchFolder
    let beijing: FolderLink
    let moscow: FolderLink

    init() throws {
        scratch = try ScratchFolder()
        beijing = try FolderLink(name: "stick", folder: scratch.path, here: "BEIJING", peer: "MOSCOW")
        moscow = try FolderLink(name: "stick", folder: scratch.path, here: "MOSCOW", peer: "BEIJING")
        try beijing.prepare()
        try moscow.prepare()
    }
}

@Suite("Handing over through a folder")
struct HandingTests {
    let stations: Stations
    var scratch: ScratchFolder { stations.scratch }

    init() throws { stations = try Stations() }

    @Test("What one station hands over the other reads and forgets")
    func roundTrip() throws {
        let items = Pattern.items("item", 300, count: 1_000)
        try stations.beijing.hand(items)
        let arrivals = try stations.moscow.arrivals()
        #expect(arrivals.count == 300)
        #expect(try stations.beijing.arrivals().isEmpty)
        for item in items {
            let arrival = Arrival(name: "\(item.name).bundle", size: 1_000)
            #expect(arrivals.contains(arrival))
            #expect(try stations.moscow.read(arrival, limit: 1_000) == item.bytes)
        }
        try stations.moscow.forget(arrivals)
        #expect(try scratch.names(in: "MOSCOW").isEmpty)
    }

    @Test("The same item once more is a success and changes nothing")
    func repeats() throws {
        let items = Pattern.items("item", 3, count: 100)
        try stations.beijing.hand(items)
        try stations.beijing.hand(items + items)
        #expect(try scratch.names(in: "MOSCOW").count == 3)
    }

    @Test("Another item of the same name is refused, and the others are handed over all the same")
    func conflict() throws {
        try stations.beijing.hand([LinkItem(name: "b", bytes: [1])])
        let items = [
            LinkItem(name: "a", bytes: [1]), LinkItem(name: "b", bytes: [2]), LinkItem(name: "c", bytes: [3]),
            LinkItem(name: "c", bytes: [4]),
        ]
        let error = #expect(throws: HandOverError.self) { try stations.beijing.hand(items) }
        #expect(error?.handed == ["a", "c"])
        let reason = "something else lies there under this name"
        #expect(error?.refused == [.init(item: "b", reason: reason), .init(item: "c", reason: reason)])
        #expect(error?.cause == nil)
        #expect(scratch.content("MOSCOW/b.bundle") == [1])
        #expect(scratch.content("MOSCOW/c.bundle") == [3])
        #expect(try scratch.names(in: "MOSCOW") == ["a.bundle", "b.bundle", "c.bundle"])
    }

    @Test(
        "A name that leads out of the folder, or that a file system may not carry, is refused",
        arguments: [
            "", ".", "..", "../x", "/etc/x", ".x", "-x", "a/b", "a b", "a:b", "a\0b", "ä",
            String(repeating: "x", count: 201),
        ])
    func badNames(name: String) throws {
        let error = #expect(throws: HandOverError.self) {
            try stations.beijing.hand([LinkItem(name: name, bytes: [1]), LinkItem(name: "good", bytes: [2])])
        }
        #expect(error?.handed == ["good"])
        #expect(error?.refused.map(\.item) == [name])
        #expect(try scratch.names(in: "MOSCOW") == ["good.bundle"])
    }

    @Test("A folder open to a group makes files and subfolders open to the group, a private one private")
    func modes() throws {
        #expect(scratch.mode("MOSCOW") == 0o700)
        #expect(chmod(scratch.path, 0o2775) == 0)
        let link = try FolderLink(name: "x", folder: scratch.path, here: "BEIJING", peer: "PYONGYANG")
        try link.hand([LinkItem(name: "a", bytes: [1])])
        #expect(scratch.mode("PYONGYANG") == 0o2775)
        #expect(scratch.mode("PYONGYANG/a.bundle") == 0o664)
    }

    @Test(
        "A link whose designators are none, or the same, is refused",
        arguments: [
            ("BEIJING", "BEIJING"), ("BEIJING", "../MOSCOW"), ("beijing", "MOSCOW"), ("", "MOSCOW"), ("BEIJING", "1"),
        ])
    func misconfigured(here: String, peer: String) {
        #expect(throws: LinkMisconfigured.self) { try FolderLink(name: "x", folder: "/tmp", here: here, peer: peer) }
    }
}
