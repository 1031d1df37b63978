import DurableFiles
import FolderSupport
import Glibc
import Testing

@Suite("Durable files")
struct DurableFileTests {
    let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    @Test(
        "A file is written whole, with exactly the mode that was asked for, and nothing else is left",
        arguments: [
            0o600, 0o400, 0o644, 0o666,
        ])
    func writes(mode: UInt32) throws {
        try DurableFile.write([1, 2, 3], to: scratch.place("x"), mode: mode)
        #expect(scratch.content("x") == [1, 2, 3])
        #expect(scratch.mode("x") == mode)
        #expect(try scratch.names() == ["x"])
    }

    @Test("What is written is what is read, for any size")
    func sizes() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        for size in [0, 1, 4_095, 4_096, 65_537, Int(seed % 3_000_000)] {
            let bytes = Pattern.bytes(for: "\(seed)", count: size)
            try DurableFile.write(bytes, to: scratch.place("x"))
            #expect(try DurableFile.read(scratch.place("x"), limit: size) == bytes, "seed \(seed), size \(size)")
        }
    }

    @Test("A file is replaced together with its mode")
    func replaces() throws {
        try scratch.put("x", [9, 9, 9, 9, 9], mode: 0o644)
        try DurableFile.write([1], to: scratch.place("x"))
        #expect(scratch.content("x") == [1])
        #expect(scratch.mode("x") == 0o600)
    }

    @Test("A symbolic link as target is refused, and what it points to stays as it is")
    func refusesLinks() throws {
        try scratch.put("precious", [7])
        #expect(symlink(scratch.place("precious"), scratch.place("x")) == 0)
        let refusal = FileError(.write, scratch.place("x"), .notRegular(.symbolicLink))
        #expect(throws: refusal) { try DurableFile.write([1], to: scratch.place("x")) }
        #expect(throws: refusal) { try DurableFile.writePart([1], to: scratch.place("x"), at: 0) }
        #expect(throws: refusal) {
            try DurableFile.write([NewFile(name: "y", bytes: []), NewFile(name: "x", bytes: [1])], in: scratch.path)
        }
        #expect(throws: refusal) { try DurableFile.move(scratch.place("precious"), to: scratch.place("x")) }
        #expect(scratch.content("precious") == [7])
        #expect(try scratch.names() == ["precious", "x"])
    }

    @Test("A named pipe or a folder as target is refused without waiting")
    func refusesOthers() throws {
        #expect(mkfifo(scratch.place("pipe"), 0o600) == 0)
        _ = try scratch.makeFolder("folder")
        #expect(throws: FileError(.write, scratch.place("pipe"), .notRegular(.pipe))) {
            try DurableFile.write([1], to: scratch.place("pipe"))
        }
        #expect(throws: FileError(.write, scratch.place("folder"), .notRegular(.folder))) {
            try DurableFile.write([1], to: scratch.place("folder"))
        }
    }

    @Test("A new file is not written over anything, not even over a symbolic link that points nowhere")
    func writesNew() throws {
        try DurableFile.writeNew([1], to: scratch.place("x"))
        #expect(symlink("/nowhere", scratch.place("link")) == 0)
        for name in ["x", "link"] {
            #expect(throws: FileError(.create, scratch.place(name), code: EEXIST)) {
                try DurableFile.writeNew([2], to: scratch.place(name))
            }
        }
        #expect(scratch.content("x") == [1])
        #expect(try scratch.names() == ["link", "x"])
    }

    @Test("Removing tells whether the file was there")
    func removes() throws {
        try scratch.put("x", [1])
        #expect(try DurableFile.remove(scratch.place("x")))
        #expect(try !DurableFile.remove(scratch.place("x")))
    }

    @Test("A batch larger than one group writes every file and leaves nothing else")
    func batches() throws {
        let files = (0..<300).map { NewFile(name: "f\($0)", bytes: Pattern.bytes(for: "f\($0)", count: $0)) }
        try scratch.put("f7", [1, 2, 3], mode: 0o644)
        try DurableFile.write(files, in: scratch.path)
        #expect(try scratch.names().count == 300)
        for file in files { #expect(scratch.content(file.name) == file.bytes) }
        #expect(scratch.mode("f7") == 0o600)
    }

    @Test("A large file is put together from parts in any order, and repeated parts")
    func parts() throws {
        let whole = Pattern.bytes(for: "whole", count: 10_000)
        for index in [3, 0, 9, 1, 2, 3, 8, 7, 5, 6, 4] {
            let part = Array(whole[(index * 1_000)..<((index + 1) * 1_000)])
            try DurableFile.writePart(part, to: scratch.place("x.parts"), at: Int64(index) * 1_000)
        }
        try DurableFile.move(scratch.place("x.parts"), to: scratch.place("x"))
        #expect(scratch.content("x") == whole)
        #expect(scratch.mode("x") == 0o600)
        #expect(try scratch.names() == ["x"])
    }

    @Test("Where the folder is missing the error names it and what to check")
    func missingFolder() {
        let place = scratch.place("missing/x")
        #expect(throws: FileError(.open, scratch.place("missing"), code: ENOENT)) {
            try DurableFile.write([1], to: place)
        }
    }
}
