import Glibc
import Testing

@testable import Terminal

/// Lends the reading end of a pipe that holds the bytes and nothing after them.
private func withInput<Result>(_ bytes: [UInt8], _ body: (CInt) throws -> Result) throws -> Result {
    var ends: [CInt] = [-1, -1]
    #expect(pipe(&ends) == 0)
    #expect(write(ends[1], bytes, bytes.count) == bytes.count)
    close(ends[1])
    defer { close(ends[0]) }
    return try body(ends[0])
}

private func passphrase(_ text: String) throws -> [UInt8] {
    try withInput(Array(text.utf8)) { input in
        let passphrase = try Passphrase.readLine(from: input)
        return passphrase.withUnsafeBytes { Array($0) }
    }
}

@Suite struct PassphraseTests {
    @Test(arguments: ["Kim", "Kim\n", "Kim\nIl\n"]) func `the first line is the passphrase`(input: String) throws {
        #expect(try passphrase(input) == Array("Kim".utf8))
    }

    @Test func `only one line feed is taken off`() throws {
        #expect(try passphrase(" Kim \r\n") == Array(" Kim \r".utf8))
    }

    @Test func `what follows the line stays unread and the descriptor open`() throws {
        try withInput(Array("Kim\nCIPHERED TELEGRAM".utf8)) { input in
            _ = try Passphrase.readLine(from: input)
            var rest = [UInt8](repeating: 0, count: 64)
            let count = read(input, &rest, rest.count)
            #expect(rest.prefix(count) == Array("CIPHERED TELEGRAM".utf8)[...])
        }
    }

    @Test(arguments: ["", "\n", "\nKim\n"]) func `an empty first line is refused`(input: String) {
        #expect(throws: TerminalError.emptyPassphrase) { try passphrase(input) }
    }

    @Test func `a line of 1024 bytes is taken and one of 1025 refused`() throws {
        let longest = String(repeating: "a", count: 1024)
        #expect(try passphrase(longest + "\n") == Array(longest.utf8))
        #expect(throws: TerminalError.passphraseTooLong) { try passphrase(longest + "a\n") }
    }

    @Test func `a descriptor that cannot be read is named with its cause`() {
        #expect(throws: TerminalError.system(EBADF)) { _ = try Passphrase.readLine(from: 9999) }
        #expect(TerminalError.system(EBADF).description == "cannot use the terminal: Bad file descriptor")
    }

    @Test func `two passphrases match only byte for byte`() throws {
        for (left, right, isSame) in [("Kim", "Kim", true), ("Kim", "kim", false), ("Kim", "Kimm", false)] {
            try withInput(Array("\(left)\n\(right)\n".utf8)) { input in
                let first = try Passphrase.readLine(from: input)
                let second = try Passphrase.readLine(from: input)
                let matches = first.matches(second)
                #expect(matches == isSame)
            }
        }
    }
}
