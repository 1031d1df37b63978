import Telegrams

/// The telegram of 30 June 1951 after which the service is modelled, in words of our own.
enum Sample {
    static let digest = String(repeating: "0123456789abcdef", count: 4)

    static let text = """
        CABLEGRAM 1
        number: 3917
        filing-reference: 335/III
        date-time: 1951-06-30T19:45:00Z
        precedence: immediate
        info-precedence: routine
        from: FILIPPOV@MOSCOW
        to: MAO ZEDONG@BEIJING
        info: KIM IL SUNG@PYONGYANG
        exempt: RAZUVAEV@PYONGYANG
        care-of: KRASOVSKY@BEIJING
        kind: advice
        matter: armistice
        subject: Answer to Ridgway
        reference: BEIJING 512 1951-06-29T10:00:00Z \(digest)
        reference: outside Statement of General Ridgway of 28 June
        reply-by: 1951-07-01T12:00:00Z
        action: send the answer by radio today
        handling: officers only
        enclosure: inline 512 \(digest) text/plain answer to ridgway.txt
        enclosure: separate 90000 \(digest) \(digest) image/png map.png
        drafter: POSKREBYSHEV
        releaser: FILIPPOV

        We have your telegrams about an armistice.

        Agree to a meeting at once, over the radio, and have both commands sign:
          the Korean People's Army
          the Chinese volunteer units

        You lead the talks; from here you get advice.

        """

    static var bytes: [UInt8] { Array(text.utf8) }

    static func telegram() throws -> Telegram { try Telegram(parsing: bytes) }

    static func content() throws -> Telegram.Content {
        Telegram.Content(
            precedence: .routine, to: [try Address("MAO ZEDONG@BEIJING")], kind: .report, matter: "armistice",
            subject: "Weather", paragraphs: ["Fine."])
    }

    /// The text with one line replaced, dropped (nil), or several in its place.
    static func bytes(replacing old: String, with new: String?) -> [UInt8] {
        bytes(of: text, replacing: old, with: new)
    }

    static func bytes(of text: String, replacing old: String, with new: String?) -> [UInt8] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return Array(lines.compactMap { $0 == old ? new : $0 }.joined(separator: "\n").utf8)
    }
}

/// The error that something throws, or nil.
func formatError<Value>(_ work: () throws(FormatError) -> Value) -> FormatError? {
    do {
        _ = try work()
        return nil
    } catch {
        return error
    }
}
