import DurableFiles
import FolderSupport
import Glibc
import Links
import Relay
import Testing

@Suite("Publishing in a broadcast folder")
struct BroadcastFolderTests {
    let scratch: ScratchFolder
    let folder: BroadcastFolder
    let files = [NewFile(name: "statement.txt", bytes: [1, 2]), NewFile(name: "statement.txt.1.sig", bytes: [3])]

    init() throws {
        scratch = try ScratchFolder()
        folder = try BroadcastFolder(name: "board", folder: scratch.path, here: "KAESONG")
    }

    @Test("A directory is published with all its files, as open as the folder is")
    func publishes() throws {
        #expect(chmod(scratch.path, 0o755) == 0)
        try folder.publish("joint-7", files: files)
        #expect(try scratch.names() == ["joint-7"])
        #expect(try scratch.names(in: "joint-7") == ["statement.txt", "statement.txt.1.sig"])
        #expect(scratch.content("joint-7/statement.txt") == [1, 2])
        #expect(scratch.mode("joint-7") == 0o755)
        #expect(scratch.mode("joint-7/statement.txt") == 0o644)
    }

    @Test("The same once more is a success; anything else under the name is refused and changes nothing")
    func republishes() throws {
        try folder.publish("joint-7", files: files)
        try folder.publish("joint-7", files: files.reversed())
        let others = [
            Array(files.dropLast()), files + [NewFile(name: "more", bytes: [])],
            [files[0], NewFile(name: files[1].name, bytes: [4])],
        ]
        for other in others {
            #expect(throws: PublicationRefused(title: "joint-7", reason: "it is published already, and differs")) {
                try folder.publish("joint-7", files: other)
            }
        }
        try scratch.put("taken", [])
        #expect(throws: PublicationRefused.self) { try folder.publish("taken", files: files) }
        #expect(try scratch.names() == ["joint-7", "taken"])
        #expect(scratch.content("joint-7/statement.txt.1.sig") == [3])
    }

    @Test("A name that leads elsewhere, no file at all, or one name for two files is refused")
    func refuses() throws {
        for title in ["../x", ".x", "", "a/b"] {
            #expect(throws: PublicationRefused.self) { try folder.publish(title, files: files) }
        }
        for bad in [[], [NewFile(name: "../x", bytes: [])], [files[0], files[0]]] {
            #expect(throws: PublicationRefused.self) { try folder.publish("x", files: bad) }
        }
        #expect(try scratch.names().isEmpty)
    }

    @Test("A missing folder makes it unavailable; only preparing creates it")
    func unavailable() throws {
        let board = try BroadcastFolder(name: "board", folder: scratch.place("board"), here: "KAESONG")
        #expect(throws: LinkUnavailable.self) { try board.publish("x", files: files) }
        try board.prepare()
        try board.publish("x", files: files)
        #expect(try scratch.names(in: "board") == ["x"])
    }

    @Test("Of many that publish other files under one name exactly one succeeds")
    func oneWins() async throws {
        let folder = folder
        let wins = await withTaskGroup(of: Bool.self) { group in
            for content in 0..<8 as Range<UInt8> {
                group.addTask {
                    (try? folder.publish("x", files: [NewFile(name: "f", bytes: [content])])) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wins == 1)
        #expect(try scratch.names() == ["x"])
    }

    @Test("A writer killed at any moment publishes all files or none, and tidying removes his leftovers")
    func killedWriter() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        for round in 0..<15 {
            let writer = try WriterProcess("publish-forever", scratch.path, "KAESONG", "20", "2000")
            writer.waitForOutput()
            usleep(UInt32((seed >> UInt64(round)) % 15_000))
            writer.kill()
            for name in try scratch.names() where !name.hasPrefix(".") {
                #expect(try scratch.names(in: name).count == 20, "seed \(seed), round \(round), \(name)")
                #expect(scratch.content("\(name)/statement-19") == Pattern.bytes(for: "statement-19", count: 2_000))
            }
            let left = try scratch.names().filter { $0.hasPrefix(".") }
            #expect(try folder.tidy() == left, "seed \(seed), round \(round)")
        }
        #expect(try scratch.names().allSatisfy { !$0.hasPrefix(".") })
    }

    @Test(
        "A full disk publishes nothing and leaves nothing",
        .enabled(if: SmallDisk.isPermitted, "this process may not mount a small file system"))
    func fullDisk() throws {
        let disk = try SmallDisk(kilobytes: 256)
        let board = try BroadcastFolder(name: "board", folder: disk.folder.path, here: "KAESONG")
        let large = NewFile(name: "large", bytes: [UInt8](repeating: 1, count: 300_000))
        let error = #expect(throws: FileError.self) { try board.publish("x", files: files + [large]) }
        #expect(error?.code == ENOSPC)
        #expect(try disk.folder.names().isEmpty)
    }
}
