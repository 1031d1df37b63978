import Glibc
import Testing

@testable import Terminal

@Suite struct LiveScreenTests {
    @Test func `a page is one write: from the top, each line and the rest of the screen erased`() {
        #expect(
            LiveScreen.frame(["a", "b"], rows: 24) == "\u{1B}[?2026h\u{1B}[Ha\u{1B}[K\r\nb\u{1B}[K\u{1B}[J\u{1B}[?2026l"
        )
    }

    @Test func `what does not fit is counted`() {
        let frame = LiveScreen.frame(["a", "b", "c", "d"], rows: 3)
        #expect(frame.contains("a\u{1B}[K\r\nb\u{1B}[K\r\n… 2 more lines\u{1B}[K"))
        #expect(!frame.contains("d\u{1B}[K"))
        #expect(LiveScreen.frame(["a", "b", "c"], rows: 3).contains("c\u{1B}[K\u{1B}[J"))
    }

    @Test func `keys arrive one by one and unseen, and the terminal is as before at the end`() throws {
        let terminal = try PseudoTerminal("live")
        #expect(try terminal.waitFor("page 1").contains("\u{1B}[?1049h"))
        #expect(!terminal.isEchoing)
        terminal.type("x")
        #expect(try terminal.result() == "key(120)")
        try terminal.waitFor("page 2")
        terminal.type("q")
        #expect(try terminal.result() == "key(113)")
        try terminal.waitFor("\u{1B}[?1049l")
        #expect(terminal.end() == 0)
        #expect(terminal.isEchoing)
    }

    @Test func `a signal to end ends the page and puts the terminal right`() throws {
        let terminal = try PseudoTerminal("live")
        try terminal.waitFor("page 1")
        kill(terminal.host, SIGTERM)
        #expect(try terminal.result() == "end")
        try terminal.waitFor("\u{1B}[?1049l")
        #expect(terminal.end() == 0)
        #expect(terminal.isEchoing)
    }

    @Test func `a window of another size is drawn again`() throws {
        let terminal = try PseudoTerminal("live")
        try terminal.waitFor("page 1")
        kill(terminal.host, SIGWINCH)
        #expect(try terminal.result() == "due")
        try terminal.waitFor("page 2")
    }

    @Test func `without a terminal there is no page`() {
        let null = open("/dev/null", O_RDWR)
        defer { close(null) }
        do {
            _ = try LiveScreen(input: null, output: null)
            Issue.record("a page on the null device")
        } catch {
            #expect(error == .noTerminal)
        }
    }
}
