import DurableFiles
import FolderSupport
import Glibc
import Testing

@Suite("After a crash")
struct CrashTests {
    let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    @Test("A writer killed at any moment leaves the old file or the new one, and a leftover that tidying removes")
    func killedWriter() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        let contents = [Pattern.bytes(for: "even", count: 200_000), Pattern.bytes(for: "odd", count: 200_000)]
        try DurableFile.write(contents[0], to: scratch.place("x"))
        for round in 0..<20 {
            let writer = try WriterProcess("write-forever", scratch.place("x"), "200000")
            writer.waitForOutput()
            usleep(UInt32((seed >> UInt64(round)) % 8_000))
            writer.kill()
            #expect(scratch.content("x").map(contents.contains) == true, "seed \(seed), round \(round)")
        }
        let leftovers = try DurableFile.tidy(scratch.path)
        print("\(leftovers.count) leftovers of 20 killed writers were removed")
        #expect(try scratch.names() == ["x"])
    }

    @Test("A file that is being written is not taken for a leftover")
    func sparesTheLiving() throws {
        let folder = try OpenFolder(scratch.path)
        let file = try TemporaryFile(in: folder, owner: "file", mode: 0o600)
        try file.write([1, 2, 3].span)
        #expect(try DurableFile.tidy(scratch.path) == [])
        #expect(try folder.removeOrphans(of: "file", others: true, rest: 0).isEmpty)
        #expect(try file.publish(new: FileName("x")))
        #expect(scratch.content("x") == [1, 2, 3])
    }

    @Test("Another's leftover is removed only after it has rested, and nothing but leftovers ever")
    func rests() throws {
        let folder = try OpenFolder(scratch.path)
        let others = TemporaryName(owner: "MOSCOW").fileName
        let longer = TemporaryName(owner: "BEIJING-2").fileName
        let ours = TemporaryName(owner: "BEIJING").fileName
        let bystanders = ["x", ".tmp-", ".tmp-BEIJING", ".tmp-BEIJING-1", ".tmp-BEIJING-1-xyz", "tmp-BEIJING-1-ab"]
        for name in [others, longer, ours].map(\.description) + bystanders { try scratch.put(name, [1]) }
        #expect(symlink(scratch.place("x"), scratch.place(".tmp-BEIJING-1-ab")) == 0)
        #expect(try folder.removeOrphans(of: "BEIJING") == [ours])
        #expect(try folder.removeOrphans(of: "BEIJING", others: true).isEmpty)
        #expect(try folder.removeOrphans(of: "BEIJING", others: true, rest: 0) == [longer, others].sorted())
        #expect(try scratch.names() == (bystanders + [".tmp-BEIJING-1-ab"]).sorted())
    }

    @Test("A temporary name tells its owner, whatever hyphens he has")
    func temporaryNames() {
        for owner in ["BEIJING", "BEIJING-2", "A-1-ab", "file"] {
            let name = TemporaryName(owner: owner)
            #expect(TemporaryName(name.fileName) == name)
            #expect(name.fileName.hasPrefix(".tmp-\(owner)-"))
            #expect(name != TemporaryName(owner: owner))
        }
    }
}
