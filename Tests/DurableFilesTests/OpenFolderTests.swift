import FolderSupport
import Glibc
import Testing

@testable import DurableFiles

@Suite("Folders held open")
struct OpenFolderTests {
    let scratch: ScratchFolder
    let folder: OpenFolder

    init() throws {
        scratch = try ScratchFolder()
        folder = try OpenFolder(scratch.path)
    }

    @Test("No way of renaming overwrites a file, with or without help of the file system", arguments: 0..<3)
    func renamesWithoutOverwriting(way: Int) throws {
        func rename(_ name: String, _ target: String) throws -> Bool {
            switch way {
            case 0: try folder.rename(FileName(name), new: FileName(target))
            case 1: try folder.renameByLinking(FileName(name), to: FileName(target))
            default: try folder.renameAfterLooking(FileName(name), to: FileName(target))
            }
        }
        try scratch.put("a", [1])
        try scratch.put("b", [2])
        #expect(try !rename("a", "b"))
        #expect(scratch.content("a") == [1])
        #expect(scratch.content("b") == [2])
        #expect(try rename("a", "c"))
        #expect(try scratch.names() == ["b", "c"])
        #expect(scratch.content("c") == [1])
    }

    @Test("Where hard links do not serve, looking first does")
    func renamesFolders() throws {
        _ = try scratch.makeFolder("a")
        #expect(try folder.renameByLinking(FileName("a"), to: FileName("b")))
        #expect(try scratch.names() == ["b"])
    }

    @Test("Names that are not UTF-8 are listed, examined, read and removed as they are")
    func strangeNames() throws {
        let name = FileName(bytes: [0x66, 0xFF, 0xFE, 0x0A])
        let file = try folder.openEntry(name, O_WRONLY | O_CREAT, mode: 0o600)
        try file.write([1, 2].span)
        #expect(try folder.names() == [name])
        #expect(try folder.facts(of: name)?.size == 2)
        #expect(try folder.read(name, limit: 2) == [1, 2])
        #expect(try folder.remove(name))
        #expect(try folder.names().isEmpty)
    }

    @Test("A composed and a decomposed letter are two names")
    func normalisation() {
        #expect(FileName("\u{E9}") != FileName("e\u{301}"))
        #expect(FileName("B") < FileName("a"))
    }

    @Test("A subfolder is not entered through a symbolic link, nor where a file stands")
    func refusesLinkedSubfolder() throws {
        _ = try scratch.makeFolder("elsewhere")
        #expect(symlink("elsewhere", scratch.place("link")) == 0)
        try scratch.put("file", [])
        #expect(throws: FileError(.open, scratch.place("link"), .notRegular(.symbolicLink))) {
            try folder.subfolder(FileName("link"))
        }
        #expect(throws: FileError(.open, scratch.place("file"), code: ENOTDIR)) {
            try folder.subfolder(FileName("file"))
        }
    }

    @Test("Whether a file holds given bytes is told apart from its absence")
    func holds() throws {
        try scratch.put("x", [1, 2])
        #expect(symlink("x", scratch.place("link")) == 0)
        #expect(try folder.holds([1, 2], under: FileName("x")) == true)
        #expect(try folder.holds([1, 3], under: FileName("x")) == false)
        #expect(try folder.holds([1], under: FileName("x")) == false)
        #expect(try folder.holds([1, 2], under: FileName("link")) == false)
        #expect(try folder.holds([1, 2], under: FileName("y")) == nil)
        #expect(try folder.destination(of: FileName("link")) == "x")
        #expect(try folder.destination(of: FileName("x")) == nil)
    }

    @Test("One file that cannot be synced among many is reported, wherever it stands", arguments: [0, 1, 19, 39])
    func parallelSync(position: Int) throws {
        var files = try (0..<40).map { try folder.openEntry(FileName("f\($0)"), O_WRONLY | O_CREAT, mode: 0o600) }
        try ParallelSync.sync(files)
        try ParallelSync.sync([])
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { close(ends[1]) }
        files[position] = Descriptor(owning: ends[0], path: "a pipe")
        #expect(throws: FileError(.sync, "a pipe", code: EINVAL)) { try ParallelSync.sync(files) }
    }

    @Test("A temporary folder that is not published disappears with its files")
    func temporaryFolder() throws {
        do {
            let temporary = try TemporaryFolder(in: folder, owner: "BEIJING", mode: 0o700)
            try DurableFile.write([NewFile(name: "x", bytes: [1])], in: temporary.content, mode: 0o600)
            #expect(try scratch.names().count == 1)
            #expect(try folder.removeOrphans(of: "BEIJING", others: true, rest: 0).isEmpty)
        }
        #expect(try scratch.names().isEmpty)
    }
}
