import DurableFiles
import FolderSupport
import Glibc
import Testing

@Suite("When the disk refuses")
struct FailureTests {
    @Test(
        "A full disk is reported with its remedy; the old file stays and no temporary one",
        .enabled(if: SmallDisk.isPermitted, "this process may not mount a small file system"))
    func fullDisk() throws {
        let disk = try SmallDisk(kilobytes: 256)
        let place = disk.folder.place("x")
        try DurableFile.write([1, 2, 3], to: place)
        let tooMuch = [UInt8](repeating: 1, count: 300_000)
        let full = #expect(throws: FileError.self) { try DurableFile.write(tooMuch, to: place) }
        #expect(full?.code == ENOSPC)
        #expect(full?.cause == "the disk is full")
        #expect(full?.remedy == "free space and run the command again; nothing was lost")
        #expect(throws: FileError.self) { try DurableFile.writeNew(tooMuch, to: disk.folder.place("new")) }
        let files = (0..<100).map { NewFile(name: "f\($0)", bytes: [UInt8](repeating: 1, count: 5_000)) }
        #expect(throws: FileError.self) { try DurableFile.write(files, in: disk.folder.path) }
        #expect(try disk.folder.names() == ["x"])
        #expect(disk.folder.content("x") == [1, 2, 3])
        // Nothing holds on to the space either.
        try DurableFile.write([UInt8](repeating: 2, count: 200_000), to: place)
    }

    @Test(
        "A part that does not fit leaves the earlier parts as they are",
        .enabled(if: SmallDisk.isPermitted, "this process may not mount a small file system"))
    func fullDiskParts() throws {
        let disk = try SmallDisk(kilobytes: 256)
        let part = Pattern.bytes(for: "part", count: 100_000)
        try DurableFile.writePart(part, to: disk.folder.place("x"), at: 0)
        #expect(throws: FileError.self) {
            try DurableFile.writePart([UInt8](repeating: 1, count: 200_000), to: disk.folder.place("x"), at: 100_000)
        }
        #expect(disk.folder.content("x")?.prefix(100_000).elementsEqual(part) == true)
    }

    @Test(
        "A read-only disk is reported as such",
        .enabled(if: SmallDisk.isPermitted, "this process may not mount a small file system"))
    func readOnlyDisk() throws {
        let disk = try SmallDisk(kilobytes: 256)
        try DurableFile.write([1], to: disk.folder.place("x"))
        try disk.makeReadOnly()
        let error = #expect(throws: FileError.self) { try DurableFile.write([2], to: disk.folder.place("x")) }
        #expect(error?.code == EROFS)
        #expect(error?.remedy == "mount the file system for writing")
        #expect(throws: FileError.self) { try DurableFile.remove(disk.folder.place("x")) }
        #expect(disk.folder.content("x") == [1])
    }

    @Test(
        "A folder without permission to write is reported as such",
        .enabled(if: getuid() == 0, "needs root to become nobody"))
    func noPermission() throws {
        let scratch = try ScratchFolder()
        #expect(chmod(scratch.path, 0o755) == 0)
        let (status, output) = try WriterProcess("--as-nobody", "write", scratch.place("x")).finish()
        #expect(status == 1)
        #expect(output.contains("permission denied\nhint: check who owns"))
        #expect(try scratch.names().isEmpty)
    }

    @Test(
        "A private file of another user is refused to nobody too",
        .enabled(if: getuid() == 0, "needs root to become nobody"))
    func notTheirs() throws {
        let scratch = try ScratchFolder()
        #expect(chmod(scratch.path, 0o755) == 0)
        try scratch.put("key", [1], mode: 0o644)
        let (status, output) = try WriterProcess("--as-nobody", "read-private", scratch.place("key")).finish()
        #expect(status == 1)
        #expect(output.contains("it belongs to another user (0)"))
    }

    @Test("An error names the operation, the path and the cause in one line")
    func words() {
        let error = FileError(.sync, "/x/y", code: EIO)
        #expect(error.message == "cannot make durable /x/y: the disk reports an error")
        #expect(
            FileError(.sync, "/x\"\n\u{1B}[2J", code: EIO).message.hasPrefix(
                "cannot make durable \"/x\\\"\u{FFFD}\u{FFFD}[2J\":")
        )
        #expect(FileError(.read, "/x", code: EBADF).message == "cannot read /x: Bad file descriptor")
        #expect(
            FileError(.read, "/x", .tooLarge(size: 9, limit: 5)).message
                == "cannot read /x: it has 9 bytes, more than the 5 allowed")
        #expect(FileError(.read, "/x", .tooLarge(size: 9, limit: 5)).code == 0)
    }
}
