import Glibc
import Testing

@Suite struct PromptTests {
    private let prompt = "passphrase for FILIPPOV: "

    @Test func `a passphrase is read without being shown, and the prompt is erased`() throws {
        let terminal = try PseudoTerminal("ask")
        try terminal.waitFor(prompt)
        #expect(!terminal.isEchoing)
        terminal.type("Kim\n")
        #expect(try terminal.waitFor("\u{1B}[K") == "\r\u{1B}[K")
        #expect(try terminal.result() == "passphrase 4b696d")
        #expect(terminal.isEchoing)
        #expect(terminal.end() == 0)
    }

    @Test func `a passphrase is bytes, whatever they mean`() throws {
        let terminal = try PseudoTerminal("ask")
        try terminal.waitFor(prompt)
        terminal.type("\u{E9} e\u{301} \u{1F4EF}\n")
        #expect(try terminal.result() == "passphrase c3a92065cc8120f09f93af")
    }

    @Test func `a passphrase of 1024 bytes is taken and one of 1025 refused, rest and all`() throws {
        let fits = try PseudoTerminal("ask")
        try fits.waitFor(prompt)
        fits.type(String(repeating: "a", count: 1024) + "\n")
        #expect(try fits.result() == "passphrase " + String(repeating: "61", count: 1024))
        let exceeds = try PseudoTerminal("ask")
        try exceeds.waitFor(prompt)
        exceeds.type(String(repeating: "a", count: 1025) + "\n")
        #expect(try exceeds.result() == "error the passphrase is longer than 1024 bytes")
        #expect(exceeds.isEchoing)
    }

    @Test func `nothing typed is no passphrase, and the end of the input cancels`() throws {
        for (typed, result) in [("\n", "error the passphrase is empty"), ("\u{4}", "error cancelled")] {
            let terminal = try PseudoTerminal("ask")
            try terminal.waitFor(prompt)
            terminal.type(typed)
            #expect(try terminal.result() == result)
            #expect(terminal.isEchoing)
        }
    }

    @Test func `a new passphrase is asked for twice`() throws {
        let terminal = try PseudoTerminal("new")
        try terminal.waitFor("new passphrase for FILIPPOV: ")
        terminal.type("right\n")
        try terminal.waitFor("new passphrase for FILIPPOV, once more: ")
        #expect(!terminal.isEchoing)
        terminal.type("right\n")
        #expect(try terminal.result() == "passphrase 7269676874")
    }

    @Test func `a new passphrase given differently is asked for again, three times at most`() throws {
        let terminal = try PseudoTerminal("new")
        for _ in 0..<3 {
            try terminal.waitFor("FILIPPOV: ")
            terminal.type("right\n")
            try terminal.waitFor("once more: ")
            terminal.type("wrong\n")
            try terminal.waitFor("the two differ, try again")
        }
        #expect(try terminal.result() == "error the two passphrases differ")
    }

    @Test(arguments: [
        ("y\n", true), ("YES\n", true), ("n\n", false), ("No\n", false), ("\n", false), ("maybe\nyes\n", true),
    ])
    func `a question takes yes, no, or nothing for the default`(typed: String, answer: Bool) throws {
        let terminal = try PseudoTerminal("confirm")
        try terminal.waitFor("burn the pad? [y/N] ")
        #expect(terminal.isEchoing)
        terminal.type(typed)
        #expect(try terminal.result() == "answer \(answer)")
    }

    @Test func `a question is put three times and no more`() throws {
        let terminal = try PseudoTerminal("confirm")
        for _ in 0..<3 {
            try terminal.waitFor("burn the pad? [y/N] ")
            terminal.type("perhaps\n")
        }
        #expect(try terminal.result() == "error the answer was neither yes nor no")
    }
}

/// Signals while the echo is off.
@Suite struct PromptSignalTests {
    private let prompt = "passphrase for FILIPPOV: "

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
    func `a signal brings the echo back before it ends the program`(signal: CInt) throws {
        let terminal = try PseudoTerminal("ask")
        try terminal.waitFor(prompt)
        #expect(!terminal.isEchoing)
        kill(terminal.host, signal)
        #expect(terminal.end().map { $0 & 0x7f } == signal)
        #expect(terminal.isEchoing)
    }

    @Test(arguments: ["ask", "pool"])
    func `control and C is such a signal, whichever thread asks`(mode: String) throws {
        let terminal = try PseudoTerminal(mode)
        try terminal.waitFor(prompt)
        terminal.type("half\u{3}")
        #expect(terminal.end().map { $0 & 0x7f } == SIGINT)
        #expect(terminal.isEchoing)
    }

    @Test func `control and Z stops the program with the echo on, and the prompt is put again`() throws {
        let terminal = try PseudoTerminal("job")
        try terminal.waitFor(prompt)
        #expect(!terminal.isEchoing)
        terminal.type("half\u{1A}")
        // A job may be stopped once before, where it asks before it is in the foreground.
        var result = try terminal.result()
        #expect(result == "stopped echo true")
        try terminal.waitFor(prompt)
        #expect(!terminal.isEchoing)
        terminal.type("whole\n")
        repeat { result = try terminal.result() } while result == "stopped echo true"
        #expect(result == "passphrase 77686f6c65")
        #expect(try terminal.result() == "ended 0")
        #expect(terminal.isEchoing)
    }

    @Test func `a program that outlives the signal goes on without an answer`() throws {
        let terminal = try PseudoTerminal("survive")
        try terminal.waitFor(prompt)
        kill(terminal.host, SIGTERM)
        #expect(try terminal.result() == "handler of the program")
        #expect(try terminal.result() == "error cancelled")
        #expect(terminal.isEchoing)
        #expect(terminal.end() == 0)
    }
}
