import Glibc
import Logging
import Telegrams
import Testing

@testable import Serving

/// What is logged in the body, line by line.
private func logged(_ form: LogForm, level: Logger.Level = .info, _ body: (inout Logger) -> Void) -> [String] {
    var ends: [CInt] = [-1, -1]
    #expect(pipe(&ends) == 0)
    defer { close(ends[0]) }
    var logger = Logger(label: "test") { [ends] _ in
        LineLogHandler(form, level: level, descriptor: ends[1], now: { Instant(milliseconds: -583_992_900_000) })
    }
    body(&logger)
    close(ends[1])
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = max(0, read(ends[0], &bytes, bytes.count))
    let text = String(decoding: bytes.prefix(count), as: UTF8.self)
    #expect(text.isEmpty || text.hasSuffix("\n"))
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
}

@Suite struct LogTests {
    @Test func `a record is one line: time, level, message, fields by name`() {
        let lines = logged(.text) { logger in
            logger[metadataKey: "station"] = "BEIJING"
            logger.info("bundle taken", metadata: ["size": "5499", "link": "stick"])
        }
        #expect(lines == ["1951-06-30T19:45:00Z info bundle taken link=stick size=5499 station=BEIJING"])
    }

    @Test func `for journald the priority stands in front and the time is left out`() {
        let lines = logged(.journal, level: .trace) { logger in
            logger.debug("a")
            logger.info("b")
            logger.notice("c")
            logger.warning("d")
            logger.error("e")
            logger.critical("f")
        }
        #expect(
            lines == ["<7>debug a", "<6>info b", "<5>notice c", "<4>warning d", "<3>error e", "<2>critical f"])
    }

    @Test func `what others chose forges no line, no field and no colour`() {
        let lines = logged(.journal) { logger in
            logger.info(
                "connected\n<0>emerg all is lost",
                metadata: [
                    "remote": "x\n<0>emerg forged", "name": "a link=other", "quote": "say \"no\" \\ yes", "empty": "",
                    "escape": "\u{1B}[31mred", "bidi": "abc\u{202E}def", "k e=y\n": "1",
                    // A mark upon a sign makes one letter of both to Swift, and to nobody who splits the line at it.
                    "marked": "x\"\u{301} level=\u{301}error",
                ])
        }
        #expect(
            lines == [
                #"<6>info "connected\n<0>emerg all is lost" bidi="abc\u{202E}def" empty="" escape="\u{1B}[31mred" "#
                    + "k_e_y_=1 marked=\"x\\\"\u{301} level=\u{301}error\" "
                    + #"name="a link=other" quote="say \"no\" \\ yes" remote="x\n<0>emerg forged""#
            ])
    }

    @Test func `a message that cites others is quoted where it could be taken for fields`() {
        let lines = logged(.journal) { logger in
            logger.warning("link stick refused 5-x: full")
            logger.warning("x level=error session=7", metadata: ["link": "stick"])
        }
        #expect(
            lines == [
                "<4>warning link stick refused 5-x: full", #"<4>warning "x level=error session=7" link=stick"#,
            ])
    }

    @Test func `as JSON it is an object in ASCII, whose own names nobody takes`() {
        let lines = logged(.json) { logger in
            logger.warning("no \"way\"\n", metadata: ["level": "forged", "to": "Привет\u{1B}😀"])
        }
        #expect(
            lines == [
                #"{"at":"1951-06-30T19:45:00Z","level":"warning","message":"no \"way\"\u000a","level_":"forged","#
                    + #""to":"\u041f\u0440\u0438\u0432\u0435\u0442\u001b\ud83d\ude00"}"#
            ])
    }

    @Test func `what is below the level is not written, and the nearest value of a field wins`() {
        let lines = logged(.journal) { logger in
            logger.debug("nothing")
            logger[metadataKey: "link"] = "far"
            logger.info("near", metadata: ["link": "near"])
        }
        #expect(lines == ["<6>info near link=near"])
    }
}
