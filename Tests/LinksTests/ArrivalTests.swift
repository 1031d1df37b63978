import FolderSupport
import Glibc
import Relay
import Testing

@testable import Links

@Suite("Arrivals in a folder")
struct ArrivalTests {
    let stations: Stations
    var scratch: ScratchFolder { stations.scratch }
    var link: FolderLink { stations.beijing }

    init() throws { stations = try Stations() }

    private func put(_ name: String, _ bytes: [UInt8] = [1]) throws { try scratch.put("BEIJING/\(name)", bytes) }

    @Test("The most urgent come first, then other bundles by name, then what is no bundle")
    func order() throws {
        let order = [
            "0-z.bundle", "1-a.bundle", "1-b.bundle", "5-a-9-99.bundle", "5-a-9-100.bundle", "5-a-10-007.bundle",
            "5-a-10-7.bundle", "5-b.bundle", "6-a.bundle", "10-a.bundle", "B.bundle", "a.bundle", "é.bundle", "!",
            "0-a",
            "x.bundle.txt",
        ]
        for name in order.shuffled() { try put(name) }
        #expect(try link.arrivals().map(\.name) == order)
        #expect(LinkItem(precedence: 1, identity: "a", bytes: []).name == "1-a")
    }

    @Test("What sync tools and unfinished copies leave is left alone")
    func droppings() throws {
        let droppings = [
            ".DS_Store", ".stfolder", "Thumbs.db", "thumbs.DB", "desktop.ini", "x.bundle.part", "x.bundle.tmp",
            ".x.bundle",
            ".syncthing.x.bundle.tmp", ".tmp-MOSCOW-1-ab", "x.bundle.filepart", "x.bundle.crdownload",
            "x.bundle.a1b2.partial", "X.BUNDLE.FILEPART", "x.bundle~", "~$x.bundle", "~syncthing~x.bundle.tmp",
            "._x.bundle", "x.bundle.!sync", "x.bundle.aria2", "System Volume Information", "LOST.DIR", ".stversions",
        ]
        for name in droppings { try put(name) }
        for name in ["@eaDir", "$RECYCLE.BIN", "#recycle"] { _ = try scratch.makeFolder("BEIJING/\(name)") }
        try put("foo")
        #expect(try link.arrivals() == [Arrival(name: "foo", size: 1)])
        #expect(try link.tidy().isEmpty)
        #expect(
            try scratch.names(in: "BEIJING") == (droppings + ["foo", "@eaDir", "$RECYCLE.BIN", "#recycle"]).sorted())
    }

    @Test("A huge file is refused by its size, unread")
    func huge() throws {
        try put("x.bundle")
        #expect(truncate(scratch.place("BEIJING/x.bundle"), 1 << 40) == 0)
        let arrivals = try link.arrivals()
        #expect(arrivals == [Arrival(name: "x.bundle", size: 1 << 40)])
        let error = #expect(throws: ArrivalRefused.self) { try link.read(arrivals[0], limit: 5_000) }
        #expect(error?.reason == "it has 1099511627776 bytes, more than the 5000 allowed")
    }

    @Test("Links, folders, pipes and sockets are listed, refused by their kind, and never followed")
    func irregular() throws {
        try scratch.put("secret", [7])
        #expect(symlink(scratch.place("secret"), scratch.place("BEIJING/link.bundle")) == 0)
        #expect(mkfifo(scratch.place("BEIJING/pipe.bundle"), 0o600) == 0)
        _ = _ = try scratch.makeFolder("BEIJING/folder.bundle")
        let reasons = try link.arrivals().map { arrival in
            #expect(arrival.size == 0)
            return #expect(throws: ArrivalRefused.self) { try link.read(arrival, limit: 10) }?.description
        }
        #expect(
            reasons == [
                "\"folder.bundle\" is refused: it is a folder, not a regular file",
                "\"link.bundle\" is refused: it is a symbolic link, not a regular file",
                "\"pipe.bundle\" is refused: it is a named pipe, not a regular file",
            ])
    }

    @Test("What another process has taken meanwhile is no error")
    func vanished() throws {
        try put("x.bundle")
        try put("y.bundle")
        let arrivals = try link.arrivals()
        try link.forget([arrivals[0]])
        #expect(try link.read(arrivals[0], limit: 10) == nil)
        #expect(try link.setAside(arrivals[0], in: scratch.path) == nil)
        try link.forget(arrivals)
        try link.forget(arrivals)
        #expect(try link.arrivals().isEmpty)
    }

    @Test("A name that is not UTF-8 can be read, set aside and forgotten")
    func strangeName() throws {
        for name in [[0x61, 0xFF], [0x62, 0xFE]] as [[UInt8]] {
            let path = (Array(scratch.place("BEIJING/").utf8) + name + [0]).map(CChar.init(bitPattern:))
            let file = creat(path, 0o600)
            #expect(write(file, name, 2) == 2)
            close(file)
        }
        let arrivals = try link.arrivals()
        #expect(arrivals.map(\.name) == ["a\u{FFFD}", "b\u{FFFD}"])
        #expect(try link.read(arrivals[0], limit: 2) == [0x61, 0xFF])
        let folder = try scratch.makeFolder("quarantine")
        #expect(try link.setAside(arrivals[0], in: folder) == "a_")
        #expect(scratch.content("quarantine/a_") == [0x61, 0xFF])
        try link.forget([arrivals[1]])
        #expect(try link.arrivals().isEmpty)
    }

    @Test(
        "An arrival whose name leads out of the folder is not there",
        arguments: ["../secret", "/etc/passwd", "..", "."])
    func leadsOut(name: String) throws {
        try scratch.put("secret", [7])
        let arrival = Arrival(name: name, size: 1)
        #expect(try link.read(arrival, limit: 1_000_000) == nil)
        #expect(try link.setAside(arrival, in: scratch.path) == nil)
        try link.forget([arrival])
        #expect(scratch.content("secret") == [7])
    }
}
