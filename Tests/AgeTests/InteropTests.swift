import Age
import Foundation
import Testing

/// Runs only where the `age` program is installed; the suite is then reported as skipped, with this reason.
@Suite(
    "Interoperation with the age program",
    .enabled(if: AgeProgram.isInstalled, "the age program is not installed, so interoperation was not tested"))
struct InteropTests {
    private let program = AgeProgram()
    private let identity = X25519Identity()

    @Test("age opens what we seal for an X25519 recipient", arguments: [0, 1_000, 65_536, 300_001])
    func ageOpensOurs(size: Int) throws {
        let plaintext = [UInt8](repeating: 0x42, count: size)
        try program.write(keyFile(), to: "key")
        for form in [FileForm.binary, .armored] {
            try program.write(sealStream(plaintext, to: [identity.recipient], form: form), to: "ours.age")
            try program.write([], to: "plain")  // age leaves its output alone when there is nothing to write
            try program.run(["-d", "-i", "key", "-o", "plain", "ours.age"])
            #expect(try program.read("plain") == plaintext)
        }
    }

    @Test("we open what age seals for an X25519 recipient", arguments: [0, 1_000, 65_536, 300_001])
    func weOpenTheirs(size: Int) throws {
        let plaintext = [UInt8](repeating: 0x24, count: size)
        try program.write(plaintext, to: "plain")
        for options in [[], ["-a"]] {
            try program.run(options + ["-r", identity.recipient.description, "-o", "theirs.age", "plain"])
            let file = try program.read("theirs.age")
            #expect(try AgeFile.open(file, with: [identity]) == plaintext)
            #expect(openStream(file, with: [identity], threads: 2).plaintext == plaintext)
        }
    }

    @Test(
        "a passphrase works in both directions",
        .enabled(if: AgeProgram.hasTerminal, "python3 is not installed, so age could not be given a passphrase"))
    func passphrase() throws {
        let plaintext = [UInt8]("Kaesong".utf8)
        let recipient = try ScryptRecipient(passphrase: secret("three old ferries"), workFactor: 10)
        for form in [FileForm.binary, .armored] {
            try program.write(AgeFile.seal(plaintext, to: [recipient], form: form), to: "ours.age")
            try program.run(["-d", "-o", "plain", "ours.age"], passphrase: "three old ferries")
            #expect(try program.read("plain") == plaintext)
        }
        try program.run(["-p", "-a", "-o", "theirs.age", "plain"], passphrase: "three old ferries")
        let reader = ScryptIdentity(passphrase: secret("three old ferries"))
        #expect(try AgeFile.open(program.read("theirs.age"), with: [reader]) == plaintext)
    }

    @Test("we read key files of age-keygen, and age reads ours")
    func keyFiles() throws {
        try program.run(["-o", "theirs.key"], tool: "age-keygen")
        let theirs = try KeyFile.identities(SecretBytes(copying: program.read("theirs.key")))
        #expect(theirs.count == 1)
        try program.write(keyFile(), to: "key")
        try program.run(["-y", "-o", "recipient", "key"], tool: "age-keygen")
        #expect(try program.read("recipient") == Array("\(identity.recipient)\n".utf8))
    }

    private func keyFile() -> [UInt8] {
        identity.encoded().withUnsafeBytes { Array("# a test\n".utf8) + Array($0) + Array("\n".utf8) }
    }
}
