import Glibc
import Testing

@Suite("Large enclosures")
struct LargeEnclosureTests {
    private static let size = 20_000_000

    @Test(
        "20 MB arrive in parts, before or after their telegram, over an exchange that breaks off",
        arguments: [false, true])
    func enclosureArrives(partsFirst: Bool) throws {
        let (alpha, bravo, network) = try Network.pair()
        try network.exchangeUntilQuiet()
        var generator = SeededGenerator(seed: 1951)
        let bytes = (0..<Self.size / 8).flatMap { _ in withUnsafeBytes(of: generator.next()) { Array($0) } }
        let file = try network.workspace.write(bytes, to: "map.pdf")
        try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "The map", more: ["--enclose", file])
        try alpha.exchange()

        let folder = network.workspace.path("line-1/BRAVO")
        let items = try Files.names(in: folder).sorted {
            try Self.size(of: "\(folder)/\($0)") < Self.size(of: "\(folder)/\($1)")
        }
        #expect(items.count >= 3)
        let late = partsFirst ? items.prefix(1) : items.suffix(items.count - 1)
        for item in late { try Self.move(item, from: folder, to: network.workspace.path) }
        try bravo.exchange()
        for item in late { try Self.move(item, from: network.workspace.path, to: folder) }
        if !partsFirst { try expectIncomplete(at: bravo) }

        // Broken off as soon as it has begun to take something in.
        let interrupted = try bravo.start(["exchange"])
        usleep(100_000)
        interrupted.kill(SIGKILL)
        _ = try interrupted.wait()

        try network.exchangeUntilQuiet()
        try bravo.act(as: "BEN", "open", "--all")
        let number = "\(try bravo.lastReceived(by: "BEN"))"
        #expect(
            try bravo.act(as: "BEN", "show", number).output.contains(
                "\"map.pdf\" (application/pdf, \(Self.size) bytes)"))
        let saved = network.workspace.path("saved.pdf")
        try bravo.act(as: "BEN", "save", number, "map.pdf", "--output", saved)
        #expect(try Files.read(saved) == bytes)
        try bravo.act(as: "BEN", "save", number, "map.pdf", "--output", saved, expecting: 76)
        try bravo.act(as: "BEN", "save", number, "plan.pdf", expecting: 66)
        #expect(try Files.tree(bravo.home + "/enclosures").count == 1)
        #expect(try network.leftOnLinks() == [])
    }

    private func expectIncomplete(at station: TestStation) throws {
        try station.act(as: "BEN", "open", "--all")
        let number = "\(try station.lastReceived(by: "BEN"))"
        let target = station.workspace.path("too-early.pdf")
        let run = try station.act(as: "BEN", "save", number, "map.pdf", "--output", target, expecting: 69)
        #expect(run.errors.contains("has not arrived in full"))
        #expect(run.errors.contains("hint: "))
        #expect(!Files.exists(target))
    }

    private static func move(_ name: String, from folder: String, to other: String) throws {
        guard rename("\(folder)/\(name)", "\(other)/\(name)") == 0 else {
            throw Unexpected("rename \(name): errno \(errno)")
        }
    }

    private static func size(of file: String) throws -> Int64 {
        var status = stat()
        guard stat(file, &status) == 0 else { throw Unexpected("\(file) is not there") }
        return Int64(status.st_size)
    }
}

extension TestStation {
    /// The number here of the newest telegram that came from another station.
    func lastReceived(by officer: String) throws -> Int {
        try #require(try register(as: officer).first { $0["direction"].text == "in" }?["number"].integer)
    }
}
