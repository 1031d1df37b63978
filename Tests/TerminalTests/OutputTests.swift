import Glibc
import Testing

@testable import Terminal

/// What the body writes to the descriptor that it is lent.
private func written(_ body: (CInt) -> Void) -> String {
    var ends: [CInt] = [-1, -1]
    #expect(pipe(&ends) == 0)
    body(ends[1])
    close(ends[1])
    defer { close(ends[0]) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = max(0, read(ends[0], &bytes, bytes.count))
    return String(decoding: bytes.prefix(count), as: UTF8.self)
}

@Suite struct StyleTests {
    @Test func `styles are codes where they are wanted and nothing elsewhere`() {
        #expect(Styling(isEnabled: true)("3917", .bold) == "\u{1B}[1m3917\u{1B}[22m")
        #expect(Styling(isEnabled: false)("3917", .bold, .red) == "3917")
    }

    @Test func `an inner style does not end an outer one`() {
        let styling = Styling(isEnabled: true)
        #expect(
            styling("flash " + styling("now", .red), .bold) == "\u{1B}[1mflash \u{1B}[31mnow\u{1B}[39m\u{1B}[22m")
    }

    @Test func `styles need a terminal and a person who has not declined`() throws {
        var (screen, terminal): (CInt, CInt) = (-1, -1)
        var size = winsize(ws_row: 24, ws_col: 73, ws_xpixel: 0, ws_ypixel: 0)
        try #require(openpty(&screen, &terminal, nil, nil, &size) == 0)
        defer {
            close(screen)
            close(terminal)
        }
        #expect(Styling(for: terminal, noColor: nil).isEnabled)
        #expect(Styling(for: terminal, noColor: "").isEnabled)
        #expect(!Styling(for: terminal, noColor: "1").isEnabled)
        #expect(TerminalFacts.isTerminal(terminal))
        #expect(TerminalFacts.width(terminal) == 73)
        let null = open("/dev/null", O_RDWR)
        defer { close(null) }
        #expect(!Styling(for: null, noColor: nil).isEnabled)
        #expect(!TerminalFacts.isTerminal(null))
        #expect(TerminalFacts.width(null) == nil)
    }
}

@Suite struct VoiceTests {
    @Test func `an error is a line with the cause and a line with the remedy`() {
        let said = written { descriptor in
            let voice = Voice(descriptor: descriptor, styling: Styling(isEnabled: false))
            voice.note("2 keys are open")
            voice.warning("the card is unverified")
            voice.error("no key agent is running", hint: "start one with `cable unlock`")
        }
        #expect(
            said == """
                2 keys are open
                warning: the card is unverified
                error: no key agent is running
                hint: start one with `cable unlock`

                """)
    }

    @Test func `what is quoted cannot forge a line`() {
        let said = written { descriptor in
            Voice(descriptor: descriptor, styling: Styling(isEnabled: false)).error("no such file: a\nhint: run it")
        }
        #expect(said == "error: no such file: a\\nhint: run it\n")
    }
}

@Suite struct ProgressLineTests {
    private func drawn(_ pace: ProgressLine.Pace, isShown: Bool = true, updates: ClosedRange<Int>) -> [String] {
        let output = written { descriptor in
            let measure = ProgressMeasure("opening", unit: .count(of: "telegrams"), total: 10)
            var line = ProgressLine(measure, pace: pace, descriptor: descriptor, isShown: isShown)
            for done in updates { line.update(done: done) }
            line.finish()
        }
        return output.split(separator: "\r", omittingEmptySubsequences: true).map { String($0.dropLast(3)) }
    }

    @Test func `every fourth update is drawn, and the last, and then the line is erased`() {
        #expect(
            drawn(.updates(4), updates: 1...10) == [
                "opening: 1 of 10 telegrams (10 %)", "opening: 5 of 10 telegrams (50 %)",
                "opening: 9 of 10 telegrams (90 %)", "opening: 10 of 10 telegrams (100 %)", "",
            ])
    }

    @Test func `within the interval only the first and the last update are drawn`() {
        #expect(
            drawn(.interval(.seconds(3600)), updates: 1...10) == [
                "opening: 1 of 10 telegrams (10 %)", "opening: 10 of 10 telegrams (100 %)", "",
            ])
    }

    @Test func `nothing at all is written where there is no terminal, and nothing is erased that was never drawn`() {
        #expect(drawn(.updates(1), isShown: false, updates: 1...10) == [])
        let untouched = written { descriptor in
            _ = ProgressLine(
                ProgressMeasure("opening", unit: .bytes), pace: .updates(1), descriptor: descriptor, isShown: true)
        }
        #expect(untouched == "")
        let piped = written { descriptor in
            var line = ProgressLine(ProgressMeasure("opening", unit: .bytes), descriptor: descriptor)
            line.update(done: 1)
        }
        #expect(piped == "")
    }

    @Test func `bytes are shown in the largest unit that leaves one`() {
        let sizes = [0, 1023, 1024, 1536, 1_048_575, 1_048_576, 5_368_709_120, 1 << 50].map(ProgressMeasure.size)
        #expect(sizes == ["0 B", "1023 B", "1.0 KiB", "1.5 KiB", "1023.9 KiB", "1.0 MiB", "5.0 GiB", "1024.0 TiB"])
        #expect(ProgressMeasure("sending", unit: .bytes).text(done: 2048) == "sending: 2.0 KiB")
        #expect(
            ProgressMeasure("sending", unit: .bytes, total: 4096).text(done: 1024)
                == "sending: 1.0 KiB of 4.0 KiB (25 %)")
        #expect(ProgressMeasure("sending", unit: .bytes, total: 0).text(done: 0) == "sending: 0 B of 0 B")
    }
}
