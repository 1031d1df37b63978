import DurableFiles
import FolderSupport
import Glibc
import Links
import Relay
import Testing

@Suite("When the folder is away")
struct UnavailableTests {
    let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    private func link(_ folder: String) throws -> FolderLink {
        try FolderLink(name: "stick", folder: scratch.place(folder), here: "BEIJING", peer: "MOSCOW")
    }

    private func expectUnavailable(_ link: FolderLink, _ reason: String) {
        let error = LinkUnavailable.self
        #expect(throws: error) { try link.hand([LinkItem(name: "a", bytes: [1])]) }
        #expect(throws: error) { try link.forget([]) }
        #expect(throws: error) { try link.read(Arrival(name: "a", size: 1), limit: 1) }
        #expect(throws: error) { try link.setAside(Arrival(name: "a", size: 1), in: scratch.path) }
        #expect(throws: error) { try link.tidy() }
        let thrown = #expect(throws: error) { try link.arrivals() }
        #expect(thrown?.description == "link stick is not available: \(reason)")
        #expect(thrown?.remedy?.hasPrefix("plug in or mount it") == true)
    }

    @Test("A missing folder makes the link unavailable and is not created")
    func missing() throws {
        expectUnavailable(try link("stick"), "\(scratch.place("stick")): no such file or folder")
        #expect(try scratch.names().isEmpty)
    }

    @Test("The empty mount point of a stick that is not plugged in is not taken for the stick")
    func emptyMountPoint() throws {
        let path = try scratch.makeFolder("stick")
        expectUnavailable(try link("stick"), "\(path) has no subfolder BEIJING")
        #expect(try scratch.names(in: "stick").isEmpty)
    }

    @Test("Preparing creates the folder and our subfolder, again and again; handing over creates the peer's")
    func prepares() throws {
        let link = try link("stick")
        for _ in 1...2 { try link.prepare() }
        #expect(try scratch.names(in: "stick") == ["BEIJING"])
        #expect(try link.arrivals().isEmpty)
        try link.hand([LinkItem(name: "a", bytes: [1])])
        #expect(try scratch.names(in: "stick") == ["BEIJING", "MOSCOW"])
    }

    @Test("Preparing does not create the place where the folder is to stand")
    func preparesNoParents() throws {
        #expect(throws: FileError.self) { try link("missing/stick").prepare() }
        #expect(try scratch.names().isEmpty)
    }

    @Test("A symbolic link in place of a subfolder is refused, in both directions")
    func linkedSubfolders() throws {
        let link = try link("stick")
        try link.prepare()
        _ = try scratch.makeFolder("precious")
        #expect(symlink("../precious", scratch.place("stick/MOSCOW")) == 0)
        let refused = FileError(.open, scratch.place("stick/MOSCOW"), .notRegular(.symbolicLink))
        #expect(throws: refused) { try link.hand([LinkItem(name: "a", bytes: [1])]) }
        #expect(try link.tidy().isEmpty)
        #expect(rmdir(scratch.place("stick/BEIJING")) == 0)
        #expect(symlink("../precious", scratch.place("stick/BEIJING")) == 0)
        #expect(throws: FileError.self) { try link.arrivals() }
        #expect(throws: FileError.self) { try link.prepare() }
        #expect(try scratch.names(in: "precious").isEmpty)
    }

    @Test(
        "A full disk tells what was handed over, and leaves nothing half there",
        .enabled(if: SmallDisk.isPermitted, "this process may not mount a small file system"))
    func fullDisk() throws {
        let disk = try SmallDisk(kilobytes: 256)
        let link = try FolderLink(name: "x", folder: disk.folder.path, here: "BEIJING", peer: "MOSCOW")
        try link.prepare()
        let items = Pattern.items("item", 200, count: 5_000)
        let error = #expect(throws: HandOverError.self) { try link.hand(items) }
        let handed = try #require(error?.handed)
        #expect((1..<60).contains(handed.count))
        #expect(handed == items.prefix(handed.count).map(\.name))
        #expect(error?.cause == nil)
        #expect(error?.refused == [])
        #expect(error?.noRoom == items.dropFirst(handed.count).map(\.name))
        #expect(try disk.folder.names(in: "MOSCOW") == handed.map { "\($0).bundle" }.sorted())
        for item in items.prefix(handed.count) {
            #expect(disk.folder.content("MOSCOW/\(item.name).bundle") == item.bytes)
        }
    }

    @Test(
        "What is too large for the stick does not hold up what is small behind it",
        .enabled(if: SmallDisk.isPermitted, "this process may not mount a small file system"))
    func largeBeforeSmall() throws {
        let disk = try SmallDisk(kilobytes: 256)
        let link = try FolderLink(name: "x", folder: disk.folder.path, here: "BEIJING", peer: "MOSCOW")
        try link.prepare()
        let sizes = [400_000, 5_000, 300_000, 300_000, 6_000]
        let items = sizes.enumerated().map { LinkItem(name: "\($0)", bytes: Array(repeating: 7, count: $1)) }
        let error = #expect(throws: HandOverError.self) { try link.hand(items) }
        #expect(error?.handed == ["1", "4"])
        #expect(error?.noRoom == ["0", "2", "3"])
        #expect(error?.cause == nil)
        #expect(try disk.folder.names(in: "MOSCOW") == ["1.bundle", "4.bundle"])
    }

    @Test(
        "A subfolder that we may not write to is reported with its path",
        .enabled(if: getuid() == 0, "needs root to become nobody"))
    func noPermission() throws {
        let link = try link("stick")
        try link.prepare()
        for path in [scratch.path, scratch.place("stick"), scratch.place("stick/BEIJING")] {
            #expect(chmod(path, 0o755) == 0)
        }
        _ = try scratch.makeFolder("stick/MOSCOW", mode: 0o755)
        let arguments = (scratch.place("stick"), "BEIJING", "MOSCOW")
        let writer = try WriterProcess("--as-nobody", "hand", arguments.0, arguments.1, arguments.2, "x", "3", "10")
        let (status, output) = writer.finish()
        #expect(status == 2)
        #expect(
            output.hasPrefix(
                "0 handed over; the rest not: cannot create \(scratch.place("stick/MOSCOW"))/.tmp-BEIJING-"))
        #expect(output.hasSuffix("permission denied\n"))
        #expect(try scratch.names(in: "stick/MOSCOW").isEmpty)
    }
}
