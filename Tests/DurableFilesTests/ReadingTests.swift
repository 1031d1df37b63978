import DurableFiles
import FolderSupport
import Glibc
import Testing

@Suite("Reading files")
struct ReadingTests {
    let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    @Test("A file of a terabyte is refused by its size, unread")
    func refusesHuge() throws {
        try scratch.put("huge", [])
        #expect(truncate(scratch.place("huge"), 1 << 40) == 0)
        #expect(throws: FileError(.read, scratch.place("huge"), .tooLarge(size: 1 << 40, limit: 5_000))) {
            try DurableFile.read(scratch.place("huge"), limit: 5_000)
        }
    }

    @Test("The limit itself is allowed, one byte more is not")
    func limit() throws {
        try scratch.put("x", [1, 2, 3])
        #expect(try DurableFile.read(scratch.place("x"), limit: 3) == [1, 2, 3])
        #expect(throws: FileError.self) { try DurableFile.read(scratch.place("x"), limit: 2) }
    }

    @Test("A file that states no size is read to its end, up to the limit")
    func statesNoSize() throws {
        let status = try DurableFile.read("/proc/self/status", limit: 100_000)
        #expect(String(decoding: status, as: UTF8.self).hasPrefix("Name:"))
        #expect(throws: FileError.self) { try DurableFile.read("/proc/self/status", limit: 10) }
    }

    @Test("A named pipe and a folder are refused at once")
    func refusesOthers() throws {
        #expect(mkfifo(scratch.place("pipe"), 0o600) == 0)
        let pipe = FileError(.read, scratch.place("pipe"), .notRegular(.pipe))
        #expect(throws: pipe) { try DurableFile.read(scratch.place("pipe"), limit: 10) }
        #expect(throws: pipe) { try DurableFile.readPrivate(scratch.place("pipe"), limit: 10) }
        let folder = FileError(.read, scratch.path, .notRegular(.folder))
        #expect(throws: folder) { try DurableFile.read(scratch.path, limit: 10) }
        #expect(throws: folder) { try DurableFile.readPrivate(scratch.path, limit: 10) }
    }

    @Test(
        "A private file is refused when anybody else may read or write it",
        arguments: [
            0o644, 0o640, 0o620, 0o602, 0o604, 0o660, 0o777,
        ])
    func refusesWider(mode: UInt32) throws {
        try scratch.put("key", [1], mode: mode)
        let error = #expect(throws: FileError.self) { try DurableFile.readPrivate(scratch.place("key"), limit: 10) }
        #expect(error?.cause == "mode 0\(String(mode, radix: 8)) is wider than 0600")
        #expect(error?.remedy == "chmod 600 \(scratch.place("key"))")
    }

    @Test("A private file is read when only its owner can get at it", arguments: [0o600, 0o400])
    func readsPrivate(mode: UInt32) throws {
        try scratch.put("key", [1, 2], mode: mode)
        #expect(try DurableFile.readPrivate(scratch.place("key"), limit: 2) == [1, 2])
        #expect(throws: FileError.self) { try DurableFile.readPrivate(scratch.place("key"), limit: 1) }
    }

    @Test("A private file is not read through a symbolic link")
    func refusesLink() throws {
        try scratch.put("key", [1])
        #expect(symlink("key", scratch.place("link")) == 0)
        #expect(throws: FileError(.read, scratch.place("link"), .notRegular(.symbolicLink))) {
            try DurableFile.readPrivate(scratch.place("link"), limit: 10)
        }
        #expect(try DurableFile.read(scratch.place("link"), limit: 10) == [1])
    }

    @Test("A private file of another user is refused", .enabled(if: getuid() == 0, "needs root to give a file away"))
    func refusesForeign() throws {
        try scratch.put("key", [1])
        #expect(chown(scratch.place("key"), 65_534, 65_534) == 0)
        #expect(throws: FileError(.open, scratch.place("key"), .foreignOwner(65_534))) {
            try DurableFile.readPrivate(scratch.place("key"), limit: 10)
        }
    }
}
