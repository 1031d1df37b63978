import Telegrams

extension Examples {
    static let digest = String(repeating: "0123456789abcdef", count: 4)

    static func telegram() throws -> Telegram {
        try draft().telegram(number: 3917, dateTime: Instant(rfc3339: "1951-06-30T19:45:00Z"))
    }

    static func draft() throws -> Draft {
        var content = Telegram.Content(
            filingReference: "335/III", precedence: .immediate, infoPrecedence: .routine,
            to: [try Address("MAO ZEDONG@BEIJING")], info: [try Address("KIM IL SUNG@PYONGYANG")], kind: .advice,
            matter: "armistice", subject: "Réponse à Ridgway")
        content.exempt = [try Address("RAZUVAEV@PYONGYANG")]
        content.careOf = [try Address("KRASOVSKY@BEIJING")]
        content.references = [
            try Reference("BEIJING 512 1951-06-29T10:00:00Z \(digest)"), try Reference("outside Radio of 28 June"),
        ]
        content.replyBy = try Instant(rfc3339: "1951-07-01T12:00:00Z")
        content.actions = ["send the answer today"]
        content.handling = ["officers only"]
        content.enclosures = [
            try Enclosure("inline 512 \(digest) text/plain answer.txt"),
            try Enclosure("separate 90000 \(digest) \(digest) image/png map.png"),
        ]
        content.drafter = try Codename("POSKREBYSHEV")
        content.releaser = try Codename("FILIPPOV")
        content.paragraphs = ["Agree at once,\n  over the radio.", "Ведите переговоры."]
        return try Draft(from: try Address("FILIPPOV@MOSCOW"), content: content)
    }

    static func receipt() throws -> Telegram {
        let content = try Telegram.Content(
            kind: .receipt, precedence: .routine, to: [try Address("MOSCOW")],
            notices: try notices.map { try Notice(line: $0) })
        return try Telegram(
            number: 1, dateTime: Instant(rfc3339: "1951-06-30T20:00:00Z"), from: try Address("BEIJING"),
            content: content)
    }

    static let incarnation = "00112233445566778899aabbccddeeff"
    static let nonce = "0123456789abcdef0123456789abcdef"

    static let notices = [
        "arrived 12 \(digest) 1951-06-30T20:00:00Z", "opened 12 \(digest) 1951-06-30T20:05:00Z MAO ZEDONG",
        "done 12 \(digest) - 1951-07-01T09:00:00Z MAO ZEDONG", "done 12 \(digest) 1 1951-07-01T09:00:00Z MAO ZEDONG",
        "declined 13 \(digest) - 1951-07-01T09:00:00Z 514 KIM IL SUNG",
        "declined 14 \(digest) 64 1951-07-01T09:00:00Z - KIM IL SUNG",
        "refused 15 \(digest) channel number 15 was used before", "unreadable 16 \(digest) KIM IL SUNG",
        "repeat \(incarnation) 17", "void \(incarnation) 18",
        "damaged 4f1c.bundle the outer seal does not open", "undeliverable 4f1d.bundle no route to SEOUL",
        "whereabouts 4f1e.bundle", "passed 4f1e.bundle 1951-06-30T20:00:00Z 1951-06-30T20:01:00Z BEIJING",
        "passed 4f1e.bundle 1951-06-30T20:00:00Z - -", "unseen 4f1e.bundle",
        "compare \(incarnation) 17 \(nonce) 3", "compared \(incarnation) 0 - 0",
        "challenge \(incarnation) \(nonce)", "response \(incarnation) \(nonce)",
    ]

    static func telegrams() throws -> [(FuzzTarget, [[UInt8]])] {
        let telegrams = [try telegram(), try receipt()]
        let draft = try draft()
        return [
            (.telegram, telegrams.map(\.text)),
            (
                .segments,
                telegrams.map { Array($0.segments.map { [$0.kind.rawValue] + $0.text }.joined(separator: [0])) }
            ),
            (.draft, [draft.text]),
            (.draftText, [draft.text, Array(DraftText.editable(draft).utf8), Array(typed.utf8)]),
            (.notice, notices.map { Array($0.utf8) }),
            (.instant, ["1951-06-30T19:45:00Z", "301945Z JUN 1951"].map { Array($0.utf8) }),
            (.headerValue, headerValues(draft.content)),
        ]
    }

    private static let typed = """
        # as an author types it
        to: mao zedong @ beijing,kim il sung@pyongyang
        kind: Advice
        precedence: ROUTINE
        matter: armistice
        subject: Weather
        reference: beijing 512
        reply-by: 011200z jul 1951
        drafter: poskrebyshev

        text:
        Fine.\u{20}
        """

    /// In the order in which the target chooses the kinds.
    private static func headerValues(_ content: Telegram.Content) -> [[UInt8]] {
        let kinds: [[any CustomStringConvertible]] = [
            content.to, content.references, content.enclosures, [digest], [fingerprint], [content.precedence],
            [content.kind], ["\(incarnation) 1951-06-30T18:00:00Z"], [incarnation],
        ]
        return kinds.enumerated().flatMap { index, values in
            values.map { [UInt8(index)] + Array($0.description.utf8) }
        }
    }

    static let fingerprint = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
}
