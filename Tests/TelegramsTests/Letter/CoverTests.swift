import Telegrams
import Testing

@Suite struct CoverTests {
    private static let letter = """
        CABLEGRAM COVER 1
        from: MOSCOW
        to: BEIJING
        channel: 12
        precedence: immediate
        content: letter
        for: MAO ZEDONG
        info-for: ZHOU ENLAI
        care-of: KRASOVSKY
        digest: \(Sample.digest)

        """

    private static let part = """
        CABLEGRAM COVER 1
        from: MOSCOW
        to: BEIJING
        channel: 13
        precedence: routine
        content: part
        digest: \(Sample.digest)
        enclosure: \(Sample.digest)
        size: 90000
        offset: 65536
        part: 2 of 2

        """

    @Test func `the cover of a letter is read and printed`() throws {
        let cover = try Cover(parsing: Array(Self.letter.utf8))
        #expect(cover.content == .letter)
        #expect(cover.officers.map(\.description) == ["MAO ZEDONG"])
        #expect(cover.infoOfficers.map(\.description) == ["ZHOU ENLAI"])
        #expect(cover.careOf.map(\.description) == ["KRASOVSKY"])
        #expect(cover.text == Array(Self.letter.utf8))
        #expect(
            try Cover(
                from: cover.from, to: cover.to, channel: 12, precedence: .immediate, content: .letter,
                officers: cover.officers,
                infoOfficers: cover.infoOfficers, careOf: cover.careOf, digest: cover.digest) == cover)
    }

    @Test func `the cover of a part is read and printed`() throws {
        let cover = try Cover(parsing: Array(Self.part.utf8))
        #expect(
            cover.content == .part(Cover.Part(enclosure: cover.digest, size: 90000, offset: 65536, index: 2, count: 2)))
        #expect(cover.text == Array(Self.part.utf8))
    }

    @Test func `the cover of a service letter needs no officer and that of a letter does`() throws {
        func cover(_ content: Cover.Content) throws(FormatError) -> Cover {
            try Cover(
                from: Designator("A"), to: Designator("B"), channel: 1, precedence: .routine, content: content,
                digest: Digest256(hex: Sample.digest))
        }
        #expect(try cover(.service).officers.isEmpty)
        #expect(
            formatError { () throws(FormatError) in try cover(.letter) }?.description
                == "line 7: 'for' is missing before 'digest'")
    }

    @Test func `only the last part ends with the file`() throws {
        var part = Cover.Part(enclosure: try Digest256(hex: Sample.digest), size: 100, offset: 60, index: 2, count: 2)
        #expect(formatError { () throws(FormatError) in try part.check(contentSize: 40) } == nil)
        #expect(formatError { () throws(FormatError) in try part.check(contentSize: 39) } != nil)
        #expect(formatError { () throws(FormatError) in try part.check(contentSize: 41) } != nil)
        part.count = 3
        #expect(formatError { () throws(FormatError) in try part.check(contentSize: 39) } == nil)
        #expect(formatError { () throws(FormatError) in try part.check(contentSize: 40) } != nil)
    }

    @Test(arguments: [letter, part])
    func `a cover cut off anywhere is rejected`(text: String) {
        Hostile.expectRejectsEveryTruncation(of: Array(text.utf8)) { bytes throws(FormatError) in
            try Cover(parsing: bytes)
        }
    }

    @Test(arguments: [letter, part])
    func `whatever is changed, what is still accepted has one spelling`(text: String) {
        Hostile.expectOneSpelling(of: Array(text.utf8), rounds: 3000, seed: 12) { bytes throws(FormatError) in
            try Cover(parsing: bytes).text
        }
    }

    @Test func `the vectors hold`() throws {
        try VectorFile.run("cover") { bytes throws(FormatError) in try Cover(parsing: bytes).text }
    }
}
