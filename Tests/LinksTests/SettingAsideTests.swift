import FolderSupport
import Glibc
import Relay
import Testing

@testable import Links

@Suite("Setting arrivals aside")
struct SettingAsideTests {
    let stations: Stations
    let quarantine: String
    var scratch: ScratchFolder { stations.scratch }
    var link: FolderLink { stations.beijing }

    init() throws {
        stations = try Stations()
        quarantine = try stations.scratch.makeFolder("quarantine")
    }

    private func setAside(_ name: String, in folder: String? = nil) throws -> String? {
        try link.setAside(Arrival(name: name, size: 1), in: folder ?? quarantine)
    }

    @Test("A file goes to the quarantine, private and under a plain name")
    func moves() throws {
        try scratch.put("BEIJING/.. \n x.bundle", [1, 2], mode: 0o666)
        #expect(try setAside(".. \n x.bundle") == "_..___x.bundle")
        #expect(scratch.content("quarantine/_..___x.bundle") == [1, 2])
        #expect(scratch.mode("quarantine/_..___x.bundle") == 0o600)
        #expect(try scratch.names(in: "BEIJING").isEmpty)
    }

    @Test("Nothing in the quarantine is overwritten; the same bytes are kept once")
    func neverOverwrites() throws {
        var kept: [String?] = []
        for content in [1, 2, 1, 3, 2] as [UInt8] {
            try scratch.put("BEIJING/x", [content])
            kept.append(try setAside("x"))
        }
        #expect(kept == ["x", "x.2", "x", "x.3", "x.2"])
        #expect(try scratch.names(in: "quarantine") == ["x", "x.2", "x.3"])
        #expect(scratch.content("quarantine/x") == [1])
    }

    @Test("A symbolic link in the quarantine is neither followed nor replaced")
    func linkInQuarantine() throws {
        try scratch.put("precious", [7])
        #expect(symlink(scratch.place("precious"), scratch.place("quarantine/x")) == 0)
        try scratch.put("BEIJING/x", [1])
        #expect(try setAside("x") == "x.2")
        #expect(scratch.content("precious") == [7])
    }

    @Test("What is no regular file stays on the link, hidden, and a note tells what and where")
    func hides() throws {
        try scratch.put("secret", [7])
        #expect(symlink("../secret\u{1B}", scratch.place("BEIJING/link")) == 0)
        #expect(mkfifo(scratch.place("BEIJING/pipe"), 0o600) == 0)
        _ = try scratch.makeFolder("BEIJING/folder")
        try scratch.put("BEIJING/folder/inside", [1])
        for name in ["link", "pipe", "folder"] { #expect(try setAside(name) == "\(name).note") }
        #expect(try link.arrivals().isEmpty)
        let note = String(decoding: scratch.content("quarantine/link.note") ?? [], as: UTF8.self)
        #expect(
            note.hasPrefix(
                "name: link\nkind: a symbolic link\npoints to: ../secret?\nkept at: \(scratch.path)/BEIJING/.set-aside-"
            ))
        #expect(try scratch.names(in: "BEIJING").count == 3)
        #expect(scratch.content("secret") == [7])
    }

    @Test("A file that would fill our disk stays on the link, hidden, with a note")
    func hidesHuge() throws {
        try scratch.put("BEIJING/x.bundle", [])
        #expect(truncate(scratch.place("BEIJING/x.bundle"), 1 << 40) == 0)
        #expect(try setAside("x.bundle") == "x.bundle.note")
        #expect(try link.arrivals().isEmpty)
        let note = String(decoding: scratch.content("quarantine/x.bundle.note") ?? [], as: UTF8.self)
        #expect(note.contains("size: 1099511627776\n"))
    }

    @Test("Without a quarantine folder nothing is moved")
    func noQuarantine() throws {
        try scratch.put("BEIJING/x", [1])
        #expect(throws: (any Error).self) { try setAside("x", in: scratch.place("missing")) }
        #expect(scratch.content("BEIJING/x") == [1])
    }

    @Test(
        "The quarantine may lie on another file system, and where that is full nothing is lost",
        .enabled(if: SmallDisk.isPermitted, "this process may not mount a small file system"))
    func otherFileSystem() throws {
        let disk = try SmallDisk(kilobytes: 256)
        try scratch.put("BEIJING/x", [1, 2, 3])
        #expect(try setAside("x", in: disk.folder.path) == "x")
        #expect(disk.folder.content("x") == [1, 2, 3])
        let large = [UInt8](repeating: 1, count: 300_000)
        try scratch.put("BEIJING/y", large)
        #expect(throws: (any Error).self) { try setAside("y", in: disk.folder.path) }
        #expect(scratch.content("BEIJING/y") == large)
        #expect(try disk.folder.names() == ["x"])
    }
}
