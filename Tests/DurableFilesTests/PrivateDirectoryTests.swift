import DurableFiles
import FolderSupport
import Glibc
import Testing

@Suite("Private directories")
struct PrivateDirectoryTests {
    let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    @Test(
        "A private directory is created with everything on the way to it, and accepted again",
        arguments: ["", "/", "//"])
    func creates(end: String) throws {
        for _ in 1...2 { try PrivateDirectory.create(scratch.place("a/b/c") + end) }
        for name in ["a", "a/b", "a/b/c"] { #expect(scratch.mode(name) == 0o700) }
    }

    @Test("One that others can look into is refused with the remedy")
    func refusesWider() throws {
        let path = try scratch.makeFolder("wide", mode: 0o755)
        let error = #expect(throws: FileError.self) { try PrivateDirectory.create(path) }
        #expect(error?.cause == "mode 0755 is wider than 0700")
        #expect(error?.remedy == "chmod 700 \(path)")
    }

    @Test("Folders on the way that exist are left as they are")
    func leavesParents() throws {
        _ = try scratch.makeFolder("wide", mode: 0o755)
        try PrivateDirectory.create(scratch.place("wide/private"))
        #expect(scratch.mode("wide") == 0o755)
        #expect(scratch.mode("wide/private") == 0o700)
    }

    @Test("A file in its place is refused")
    func refusesFile() throws {
        try scratch.put("x", [])
        #expect(throws: FileError(.open, scratch.place("x"), code: ENOTDIR)) {
            try PrivateDirectory.create(scratch.place("x"))
        }
    }
}
