import Telegrams
import Testing

@Suite struct TelegramTests {
    @Test func `the sample is read field by field`() throws {
        let telegram = try Sample.telegram()
        #expect(telegram.number == 3917)
        #expect(telegram.dateTime.description == "1951-06-30T19:45:00Z")
        #expect(telegram.from == (try Address("FILIPPOV@MOSCOW")))
        #expect(telegram.filingReference == "335/III")
        #expect(telegram.precedence == .immediate)
        #expect(telegram.infoPrecedence == .routine)
        #expect(telegram.to == [try Address("MAO ZEDONG@BEIJING")])
        #expect(telegram.info == [try Address("KIM IL SUNG@PYONGYANG")])
        #expect(telegram.exempt == [try Address("RAZUVAEV@PYONGYANG")])
        #expect(telegram.careOf == [try Address("KRASOVSKY@BEIJING")])
        #expect(telegram.kind == .advice)
        #expect(telegram.matter == "armistice")
        #expect(telegram.subject == "Answer to Ridgway")
        #expect(telegram.references.count == 2)
        #expect(telegram.references.last == .outside("Statement of General Ridgway of 28 June"))
        #expect(telegram.replyBy?.description == "1951-07-01T12:00:00Z")
        #expect(telegram.actions == ["send the answer by radio today"])
        #expect(telegram.handling == ["officers only"])
        #expect(telegram.enclosures.map(\.name) == ["answer to ridgway.txt", "map.png"])
        #expect(telegram.drafter?.description == "POSKREBYSHEV")
        #expect(telegram.releaser?.description == "FILIPPOV")
        #expect(telegram.paragraphs.count == 3)
        #expect(telegram.paragraphs[1].utf8.filter { $0 == 0x0A }.count == 2)
    }

    @Test func `the sample is printed as it was read`() throws {
        #expect(try Sample.telegram().text == Sample.bytes)
    }

    @Test func `random telegrams survive printing and reading`() throws {
        for seed in 1...400 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            let telegram = try random.telegram()
            let text = telegram.text
            #expect(try Telegram(parsing: text) == telegram, "seed \(seed)")
            #expect(try Telegram(parsing: text).text == text, "seed \(seed)")
        }
    }

    @Test
    func `a telegram cut off before its text is rejected, and one cut off between paragraphs is another telegram`()
        throws
    {
        let bytes = Sample.bytes
        for count in bytes.indices {
            let part = Array(bytes[..<count])
            guard let telegram = try? Telegram(parsing: part) else { continue }
            #expect(telegram.text == part)
            #expect(part.last == 0x0A)
            #expect(telegram.segments.count < 25)
        }
    }

    @Test func `whatever is changed, what is still accepted has one spelling`() {
        Hostile.expectOneSpelling(of: Sample.bytes, rounds: 6000, seed: 3917) { bytes throws(FormatError) in
            try Telegram(parsing: bytes).text
        }
    }

    @Test func `every single changed byte is rejected or read as something else`() throws {
        let original = try Sample.telegram()
        var bytes = Sample.bytes
        for index in bytes.indices {
            bytes[index] ^= 0x01
            if let telegram = try? Telegram(parsing: bytes) {
                #expect(telegram != original)
                #expect(telegram.text == bytes)
            }
            bytes[index] ^= 0x01
        }
    }

    @Test func `the vectors hold`() throws {
        try VectorFile.run("telegram") { bytes throws(FormatError) in try Telegram(parsing: bytes).text }
    }
}
