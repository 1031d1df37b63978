import Testing

/// A statement of two signatories, released; and what an outsider makes of copies that somebody has altered.
@Suite("cable verify, against everything that is tried")
struct StatementAttackTests {
    struct Attack: Sendable, CustomTestStringConvertible {
        var name: String
        var code: Int32
        var reason: String
        var alter: @Sendable (Exhibit) throws -> Void

        init(_ name: String, _ code: Int32, _ reason: String, _ alter: @escaping @Sendable (Exhibit) throws -> Void) {
            (self.name, self.code, self.reason, self.alter) = (name, code, reason, alter)
        }

        var testDescription: String { name }
    }

    static let attacks = [
        Attack("one signature removed", 1, "missing") { try Files.remove($0.signature(2)) },
        Attack("one signature twice instead of two", 1, "missing") {
            try Files.write(Files.read($0.signature(1)), to: $0.signature(2))
        },
        Attack("keys swapped in the text", 1, "words-altered") { try $0.swapKeys() },
        Attack("one letter changed", 1, "words-altered") { try $0.replace("KAESONG", "KAESONK") },
        Attack("carriage returns", 1, "malformed.carriage-return") { try $0.replace("\n", "\r\n") },
        Attack("a blank at the end of a line", 1, "malformed.trailing-blank") {
            try $0.replace("SIGNED BY US.", "SIGNED BY US. ")
        },
        Attack("a letter that only looks right", 1, "words-altered.look-alike") {
            try $0.replace("KAESONG", "КAESONG")
        },
        Attack("two signatures required, edited to one", 1, "malformed.") {
            try $0.replace("ALL 2 SIGNATURES", "ALL 1 SIGNATURE")
        },
        Attack("one signatory struck out altogether", 1, "malformed.requirement") { try $0.requireOneSignature() },
        Attack("a signature for another purpose", 1, "wrong-namespace") { try $0.signForAnotherPurpose() },
        Attack("a signature by a stranger", 1, "wrong-key") { try $0.signByStranger(2) },
        Attack("a signature file that is none", 1, "malformed-signature") {
            try Files.write(Array("no signature\n".utf8), to: $0.signature(1))
        },
        Attack("other keys in the outsider's book", 1, "wrong-key.book") { try $0.confuseBook() },
        Attack("no key book", 2, "no-key-book") { try Files.remove($0.keys) },
        Attack("a key book without one of the signatories", 2, "unknown-signatory") { try $0.shortenBook() },
        Attack("a signature too many", 0, "repeated") { try Files.copy($0.signature(1), to: $0.signature(3)) },
    ]

    @Test("an untouched statement is VALID", arguments: ["radio", "utf-8"])
    func untouched(profile: String) throws {
        let exhibit = try Exhibit(profile: profile)
        let run = try exhibit.verify()
        #expect(run.code == 0, "\(run)")
        #expect(run.lines.last == "VALID")
        #expect(try exhibit.verify("--json").json()["verdict"].text == "VALID")
    }

    @Test("the verdict, its reason and the exit code", arguments: attacks)
    func verdict(attack: Attack) throws {
        let exhibit = try Exhibit(profile: attack.reason.hasSuffix("look-alike") ? "utf-8" : "radio")
        try attack.alter(exhibit)
        let run = try exhibit.verify()
        #expect(run.code == attack.code, "\(run)")
        #expect(run.lines.last == ["VALID", "NOT VALID", "CANNOT TELL"][Int(attack.code)], "\(run)")
        let json = try exhibit.verify("--json")
        #expect(json.code == attack.code)
        let codes = try json.json()["reasons"].items.compactMap { $0["code"].text }
        #expect(codes.contains { $0.hasPrefix(attack.reason) }, "\(codes)")
        if attack.code != 0 { #expect(run.output.contains("hint: "), "\(run)") }
    }

    @Test("the reference names the altered line")
    func referenceNamesTheLine() throws {
        let exhibit = try Exhibit()
        let reference = try exhibit.workspace.write(Files.read(exhibit.text), to: "reference.txt")
        try exhibit.replace("KAESONG", "KAESONK")
        let run = try exhibit.verify("--reference", reference)
        #expect(run.code == 1)
        #expect(run.output.contains("KAESONK"))
        #expect(run.output.contains("line "))
    }

    @Test("stock ssh-keygen accepts every signature, and refuses it over any other text")
    func sshKeygenAgrees() throws {
        let exhibit = try Exhibit()
        let commands = try Files.text(exhibit.folder + "/README.txt").split(separator: "\n")
            .map { $0.drop { $0 == " " } }.filter { $0.hasPrefix("ssh-keygen -Y verify") }
        #expect(commands.count == 2)
        func run(_ command: Substring) throws -> Run {
            try exhibit.workspace.run(["sh", "-c", "cd \(exhibit.folder) && \(command)"])
        }
        for command in commands { #expect(try run(command).code == 0, "\(command)") }
        try exhibit.replace("KAESONG", "KAESONK")
        for command in commands { #expect(try run(command).code != 0) }
    }

    @Test("what is not there is named")
    func absentFiles() throws {
        let workspace = try Workspace()
        let run = try workspace.run([Workspace.cable, "verify", "nowhere"])
        #expect(run.code == 66, "\(run)")
        #expect(run.errors.contains("nowhere"))
    }
}
