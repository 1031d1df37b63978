import Station
import Telegrams
import Terminal
import Testing
import Traffic

@testable import Commands

@Suite struct StatusViewTests {
    private func lines(_ status: StationStatus) -> [String] {
        StatusView(status, style: Styling(isEnabled: false)).lines
    }

    @Test func `of a quiet station nothing is shown but that it is quiet`() {
        #expect(
            lines(.idle) == [
                "BEIJING at 301945Z JUN 51, not served: links are used by 'cable exchange' only",
                "",
                "disk: 5.0 GiB free",
            ])
    }

    @Test func `where nothing serves the station, sessions of other processes use its links`() {
        var status = StationStatus.served
        status.service = nil
        #expect(
            lines(status).first
                == "BEIJING at 301945Z JUN 51, not served: links are used by 'cable exchange' and the sessions below only"
        )
    }

    @Test func `a served station tells since when, where it listens, and its links and sessions`() {
        #expect(
            lines(.served) == [
                "BEIJING at 301945Z JUN 51, served since 300600Z JUN 51 (13 h 45 min)",
                "process 4711, version 0.2.0",
                "listening on [::]:4556",
                "bundles 1204 taken, 1190 handed, 1 quarantined",
                "",
                "LINK   KIND       TO         STATE      NOTE",
                "wire   tcp        MOSCOW     open       -",
                "radio  broadcast  everybody  broadcast  -",
                "",
                "SESSION  WITH            FOR         PROTECTION  KEY AGREEMENT   TAKEN  HANDED  UNDER WAY",
                "wire     192.0.2.1:4556  1 h 45 min  TLSv1.3     X25519MLKEM768  7      12      2",
                "",
                "WAITING  COUNT  SIZE       OLDEST  OVERDUE",
                "routine  40     214.8 KiB  45 min  -",
                "",
                "disk: 5.0 GiB free",
            ])
    }

    @Test func `what needs a person comes first, with its remedy, and text of others is escaped`() {
        #expect(
            lines(.troubled) == [
                "BEIJING at 301945Z JUN 51, served since 300600Z JUN 51 (13 h 45 min)",
                "process 4711, version 0.2.0",
                "listening on [::]:4556",
                "bundles 1204 taken, 1190 handed, 1 quarantined",
                "minimize: what is less urgent than immediate waits on every link",
                "",
                "ALARM: the keys of PYONGYANG have changed: see 'cable card show PYONGYANG'",
                "overdue: 1 bundle, flash: see why below, or send them by another way",
                "missing: channel No. 17 from MOSCOW: 5 repeats asked for in vain, ask its clerk by another way",
                "quarantine: 3 items: see 'cable quarantine list'",
                "",
                "LINK   KIND       TO         STATE      NOTE",
                "wire   tcp        MOSCOW     waiting    tried again 301946Z JUN 51 (in 1 min 30 s); connection refused\\u{1B}[2J",
                "radio  broadcast  everybody  broadcast  -",
                "",
                "WAITING  COUNT  SIZE       OLDEST      OVERDUE",
                "flash    2      10.7 KiB   3 h 12 min  1 OVERDUE",
                "routine  40     214.8 KiB  45 min      -",
                "",
                "HELD                         TO      PRECEDENCE  FOR                 REASON",
                "1-ipn.3917.1-835142400000-7  MOSCOW  flash       3 h 12 min OVERDUE  no link to MOSCOW is open",
                "",
                "MISSING FROM  CHANNEL NO  FOR    REPEATS ASKED",
                "MOSCOW        17          1 d    5, given up",
                "MOSCOW        19          5 min  1",
                "",
                "disk: 5.0 GiB free, bundles of other stations 3.0 MiB of 1.0 GiB",
            ])
    }

    @Test func `alarms are red and what is overdue is yellow, by whole lines`() {
        let styled = StatusView(.troubled, style: Styling(isEnabled: true)).lines
        #expect(styled.contains { $0.hasPrefix("\u{1B}[31m") && $0.contains("ALARM") })
        #expect(styled.contains { $0.hasPrefix("\u{1B}[33mflash    2") && $0.hasSuffix("\u{1B}[39m") })
        #expect(styled.count == lines(.troubled).count)
    }

    @Test func `a link outside its windows says when it opens`() throws {
        var status = StationStatus.served
        status.links[0].state = .closed
        status.links[0].next = "1951-07-01T06:00:00Z"
        #expect(lines(status).contains { $0.hasSuffix("closed     opens 010600Z JUL 51 (in 10 h 15 min)") })
    }
}

@Suite struct StatusConcernTests {
    @Test func `a station on which all goes well needs nobody`() {
        #expect(StatusConcern.all(of: .idle) == [])
        #expect(StatusConcern.all(of: .served) == [])
    }

    @Test func `a gap whose repeat is still asked for needs nobody yet`() {
        var status = StationStatus.served
        status.missing = [StationStatus.troubled.missing[1]]
        #expect(StatusConcern.all(of: status) == [])
    }

    @Test func `a station that can be taken for another is told with its remedy`() {
        var status = StationStatus.idle
        status.lookAlikes = [StationStatus.LookAlike(station: "MOSC0W", others: ["MOSCOW"])]
        #expect(
            StatusConcern.all(of: status).map(\.line) == [
                "MOSC0W looks like MOSCOW: compare its words by voice, 'cable card show MOSC0W', or 'cable card remove MOSC0W'"
            ])
    }

    @Test func `the gravest comes first`() {
        let kinds = StatusConcern.all(of: .troubled).map(\.kind)
        #expect(kinds == [.keysChanged, .overdue, .missing, .quarantine])
    }
}

@Suite struct KeyConcernTests {
    private func line(_ trouble: KeyTrouble) throws -> String {
        var status = StationStatus.idle
        status.keys = [trouble]
        return try #require(StatusConcern.all(of: status).first).line
    }

    @Test func `a clock that is not believed is told with its effect, its remedy and its end`() throws {
        var status = StationStatus.idle
        status.clock = StationStatus.Clock(
            says: "1951-08-29T19:45:00Z", expected: "1951-06-30T19:45:00Z", isAhead: true,
            believed: "1951-08-30T19:45:00Z")
        #expect(
            StatusConcern.all(of: status).map(\.line) == [
                "the clock says 291945Z AUG 51, and 301945Z JUN 51 was expected: no key is made or destroyed: set it "
                    + "right, or confirm it with 'cable station clock --confirm'; it is believed by itself at 301945Z AUG 51"
            ])
        var later = status
        later.clock?.says = "1951-08-29T19:46:00Z"
        #expect(later.isSame(as: status))
        later.clock?.believed = "1951-08-31T19:45:00Z"
        #expect(!later.isSame(as: status))
        status.clock?.isAhead = false
        #expect(StatusConcern.all(of: status).map(\.line).first?.contains("no key is made") == false)
    }

    @Test func `what is wrong with a receiving key is told with its remedy`() throws {
        let mao: Codename = "MAO ZEDONG"
        let time = try Instant(rfc3339: "1951-07-14T19:45:00Z")
        #expect(
            try line(KeyTrouble(.none, of: mao, time: time))
                == "MAO ZEDONG has no receiving key before 141945Z JUL 51: nobody can write to him: "
                + "'cable unlock --as \"MAO ZEDONG\"' makes a new one; then 'cable exchange'")
        #expect(
            try line(KeyTrouble(.ended, of: nil, time: time))
                == "the receiving key of the station ended 141945Z JUL 51: nobody can write to it: "
                + "the next exchange makes a new one, when the clock is believed")
        #expect(
            try line(KeyTrouble(.unopenable, of: mao, telegrams: [4, 7]))
                == "No. 4, No. 7 cannot be opened any more: the keys of MAO ZEDONG from then are destroyed: "
                + "ask their senders to send it again")
        #expect(
            try line(KeyTrouble(.nobody, of: mao, telegrams: [4]))
                == "No. 4 waits for MAO ZEDONG, who is no officer here: hand it on unopened with 'cable pass-on 4', "
                + "or put him back with 'cable officer restore'")
    }
}

@Suite struct SpanTests {
    @Test(arguments: [
        (0, "0 s"), (59, "59 s"), (60, "1 min"), (61, "1 min 1 s"), (3600, "1 h"), (3660, "1 h 1 min"),
        (11_520, "3 h 12 min"), (86_399, "23 h 59 min"), (86_400, "1 d"), (90_000, "1 d 1 h"), (-5, "0 s"),
    ])
    func `a span is told in its two largest units`(seconds: Int64, text: String) {
        #expect(Span.text(seconds: seconds) == text)
    }

    @Test func `a clock that was set back is no negative span`() {
        #expect(Span.text(from: "1951-06-30T19:45:00Z", to: "1951-06-30T19:44:00Z") == "0 s")
    }
}

@Suite struct ChangeTests {
    @Test func `the time alone is no change`() {
        var later = StationStatus.served
        later.at = "1951-06-30T19:46:00Z"
        #expect(later.isSame(as: .served))
        later.quarantined = 1
        #expect(!later.isSame(as: .served))
        #expect(!later.isSame(as: nil))
    }
}
