import Telegrams
import Testing

@Suite struct CoverTests {
    private static let keyA = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    private static let keyB = "SHA256://////////////////////////////////////////8"
    private static let incarnation = "00112233445566778899aabbccddeeff 1951-06-30T18:00:00Z"

    private static let letter = """
        CABLEGRAM COVER 2
        from: MOSCOW
        from-key: \(keyA)
        to: BEIJING
        to-key: \(keyB)
        incarnation: \(incarnation)
        channel: 12
        replaces: 9
        precedence: immediate
        due: 1951-07-01T12:00:00Z
        content: letter
        for: MAO ZEDONG
        info-for: ZHOU ENLAI
        care-of: KRASOVSKY
        sealed-to: 0123456789abcdef MAO ZEDONG
        sealed-to: fedcba9876543210 ZHOU ENLAI
        announces: \(Sample.digest) 90000
        digest: \(Sample.digest)

        """

    private static let part = """
        CABLEGRAM COVER 2
        from: MOSCOW
        from-key: \(keyA)
        to: BEIJING
        to-key: \(keyB)
        incarnation: \(incarnation)
        channel: 13
        precedence: routine
        content: part
        digest: \(Sample.digest)
        enclosure: \(Sample.digest)
        size: 90000
        offset: 65536
        part: 2 of 2

        """

    /// A cover with nothing that need not be.
    private func cover(
        _ content: Cover.Content = .letter, channel: Int64 = 12, replaces: Int64? = nil, due: Instant? = nil,
        officers: [String] = ["MAO ZEDONG"], infoOfficers: [String] = [], careOf: [String] = [],
        sealedTo: [Cover.SealedTo] = [], announces: [Cover.Announcement] = []
    ) throws(FormatError) -> Cover {
        func codenames(_ names: [String]) throws(FormatError) -> [Codename] {
            var codenames: [Codename] = []
            for name in names { codenames.append(try Codename(name)) }
            return codenames
        }
        return try Cover(
            from: Designator("MOSCOW"), fromKey: KeyFingerprint(Self.keyA), to: Designator("BEIJING"),
            toKey: KeyFingerprint(Self.keyB), incarnation: Incarnation(Self.incarnation), channel: channel,
            replaces: replaces, precedence: .routine, due: due, content: content, officers: codenames(officers),
            infoOfficers: codenames(infoOfficers), careOf: codenames(careOf), sealedTo: sealedTo, announces: announces,
            digest: Digest256(hex: Sample.digest))
    }

    private func digest(_ byte: UInt8) throws -> Digest256 { try Digest256(Array(repeating: byte, count: 32)) }

    @Test func `the cover of a letter is read and printed`() throws {
        let cover = try Cover(parsing: Array(Self.letter.utf8))
        #expect(cover.from.description == "MOSCOW")
        #expect(cover.fromKey.description == Self.keyA)
        #expect(cover.to.description == "BEIJING")
        #expect(cover.toKey.description == Self.keyB)
        #expect(cover.incarnation.description == Self.incarnation)
        #expect(cover.channel == 12)
        #expect(cover.replaces == 9)
        #expect(try cover.due == Instant(rfc3339: "1951-07-01T12:00:00Z"))
        #expect(cover.content == .letter)
        #expect(cover.officers.map(\.description) == ["MAO ZEDONG"])
        #expect(cover.infoOfficers.map(\.description) == ["ZHOU ENLAI"])
        #expect(cover.careOf.map(\.description) == ["KRASOVSKY"])
        #expect(cover.sealedTo.map(\.officer.description) == ["MAO ZEDONG", "ZHOU ENLAI"])
        #expect(
            cover.sealedTo.map(\.key) == [
                Array(cover.digest.bytes.prefix(8)), [0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10],
            ])
        #expect(cover.announces == [Cover.Announcement(digest: cover.digest, size: 90_000)])
        #expect(cover.text == Array(Self.letter.utf8))
        #expect(try remade(cover) == cover)
    }

    /// Put together again from what was read.
    private func remade(_ cover: Cover) throws -> Cover {
        try Cover(
            from: cover.from, fromKey: cover.fromKey, to: cover.to, toKey: cover.toKey,
            incarnation: cover.incarnation, channel: cover.channel, replaces: cover.replaces,
            precedence: cover.precedence, due: cover.due, content: cover.content, officers: cover.officers,
            infoOfficers: cover.infoOfficers, careOf: cover.careOf, sealedTo: cover.sealedTo,
            announces: cover.announces, digest: cover.digest)
    }

    @Test func `the cover of a part is read and printed`() throws {
        let cover = try Cover(parsing: Array(Self.part.utf8))
        #expect(
            cover.content == .part(Cover.Part(enclosure: cover.digest, size: 90000, offset: 65536, index: 2, count: 2)))
        #expect(cover.replaces == nil)
        #expect(cover.due == nil)
        #expect(cover.text == Array(Self.part.utf8))
    }

    @Test func `the cover of a service letter needs no officer and that of a letter does`() throws {
        #expect(try cover(.service, officers: []).officers.isEmpty)
        #expect(
            formatError { () throws(FormatError) in try cover(officers: []) }?.description
                == "line 10: 'for' is missing before 'digest'")
    }

    @Test func `a parcel replaces an earlier one, never itself or a later one`() throws {
        #expect(try cover(channel: 12, replaces: 11).replaces == 11)
        for (channel, replaces) in [(12, 12), (12, 13), (12, 0), (12, -1), (1, 1), (1, 0)] as [(Int64, Int64)] {
            #expect(
                formatError { () throws(FormatError) in try cover(channel: channel, replaces: replaces) }?.line == 8,
                "\(channel) replaces \(replaces)")
        }
    }

    @Test func `a channel number is from 1 to 2^53 - 1`() throws {
        for channel in [1, ChannelNumber.greatest] { #expect(try cover(channel: channel).channel == channel) }
        for channel in [0, -1, ChannelNumber.greatest + 1, .max] {
            #expect(formatError { () throws(FormatError) in try cover(channel: channel) }?.line == 7, "\(channel)")
        }
    }

    @Test func `a due time has no fraction of a second`() throws {
        #expect(
            formatError { () throws(FormatError) in try cover(due: Instant(milliseconds: 1)) }
                == FormatError("due: not a whole second"))
    }

    @Test func `only a letter is sealed to officers and announces enclosures`() throws {
        let sealedTo = [Cover.SealedTo(try Codename("MAO ZEDONG"), key: try digest(1))]
        let announces = [Cover.Announcement(digest: try digest(2), size: 1)]
        let part = Cover.Content.part(Cover.Part(enclosure: try digest(2), size: 1, offset: 0, index: 1, count: 1))
        #expect(try cover(sealedTo: sealedTo, announces: announces).announces == announces)
        for content in [.service, part] {
            #expect(formatError { () throws(FormatError) in try cover(content) } == nil)
            #expect(formatError { () throws(FormatError) in try cover(content, sealedTo: sealedTo) } != nil)
            #expect(formatError { () throws(FormatError) in try cover(content, announces: announces) } != nil)
        }
    }

    @Test func `an officer's key is known by eight bytes`() throws {
        var sealedTo = Cover.SealedTo(try Codename("MAO ZEDONG"), key: try digest(0xAB))
        #expect(sealedTo.description == "abababababababab MAO ZEDONG")
        for count in [7, 9] {
            sealedTo.key = Array(repeating: 1, count: count)
            #expect(formatError { () throws(FormatError) in try cover(sealedTo: [sealedTo]) } != nil)
        }
    }

    @Test func `an announced enclosure has a size from 1 byte to 64 GiB`() throws {
        for size in [1, 64 << 30] as [Int64] {
            let announcement = Cover.Announcement(digest: try digest(1), size: size)
            #expect(try cover(announces: [announcement]).announces == [announcement])
        }
        for size in [0, -1, 64 << 30 + 1, .max] as [Int64] {
            let announcement = Cover.Announcement(digest: try digest(1), size: size)
            #expect(formatError { () throws(FormatError) in try cover(announces: [announcement]) } != nil, "\(size)")
        }
    }

    /// With everything as often and as long as the rules allow, a cover is not yet too long.
    @Test func `the fullest cover fits, and one line more does not`() throws {
        func names(_ count: Int, _ initial: String) -> [String] {
            (100..<100 + count).map { initial + String(repeating: "Q", count: 44) + String($0) }
        }
        func sealedTo(_ count: Int) throws -> [Cover.SealedTo] {
            try names(count, "S").map { Cover.SealedTo(try Codename($0), key: try digest(1)) }
        }
        func announces(_ count: Int) throws -> [Cover.Announcement] {
            try (0..<count).map { Cover.Announcement(digest: try digest(UInt8($0)), size: Cover.Part.sizeLimit) }
        }
        let due = Instant(seconds: 0)
        func fullest(_ officers: Int = 64, _ keys: Int = 128, _ enclosures: Int = 64) throws -> Cover {
            try cover(
                channel: ChannelNumber.greatest, replaces: ChannelNumber.greatest - 1, due: due,
                officers: names(officers, "A"), infoOfficers: names(64, "B"), careOf: names(64, "C"),
                sealedTo: sealedTo(keys), announces: announces(enclosures))
        }
        #expect(try fullest().text.count <= Cover.sizeLimit)
        #expect(throws: FormatError(line: 76, "more than 64 'for' lines")) { try fullest(65) }
        #expect(throws: FormatError(line: 332, "more than 128 'sealed-to' lines")) { try fullest(64, 129) }
        #expect(throws: FormatError(line: 396, "more than 64 'announces' lines")) { try fullest(64, 128, 65) }
    }

    private func length(
        of size: Int64, at offset: Int64, _ index: Int, of count: Int, content: Int
    ) throws(FormatError) -> Int64 {
        let digest = try Digest256(hex: Sample.digest)
        return try Cover.Part(enclosure: digest, size: size, offset: offset, index: index, count: count)
            .length(contentSize: content)
    }

    @Test func `every part tells how long the parts are`() throws {
        let (length, size) = (100_000, Int64(250_000))
        #expect(try self.length(of: size, at: 0, 1, of: 3, content: length) == 100_000)
        #expect(try self.length(of: size, at: 100_000, 2, of: 3, content: length) == 100_000)
        #expect(try self.length(of: size, at: 200_000, 3, of: 3, content: 50_000) == 100_000)
        #expect(try self.length(of: 7, at: 0, 1, of: 1, content: 7) == 7)
        #expect(try self.length(of: 200_000, at: 100_000, 2, of: 2, content: length) == 100_000)
        let most = Cover.Part.sizeLimit
        #expect(try self.length(of: most, at: most - 65_536, 1 << 20, of: 1 << 20, content: 65_536) == 65_536)
    }

    /// Length, place and number belong together, or a part could be put anywhere.
    @Test(arguments: [
        (250_000, 200_000, 3, 3, 49_999), (250_000, 200_000, 3, 3, 50_001), (250_000, 100_000, 2, 3, 150_000),
        (250_000, 1, 2, 3, 100_000), (250_000, 1, 2, 1_000_000, 100), (250_000, 100_001, 2, 3, 100_000),
        (250_000, 100_000, 2, 4, 100_000), (250_000, 100_000, 3, 4, 100_000), (250_000, 199_999, 3, 3, 50_001),
        (250_000, 0, 1, 4, 62_500), (250_000, 0, 1, 2, 100_000), (7, 0, 1, 1, 6), (200_000, 100_000, 2, 3, 99_999),
        (130_000, 65_000, 2, 2, 65_000), (300_000, 100_000, 2, 2, 200_000),
        (Int(Cover.Part.sizeLimit), 1 << 62, 2, 1_000_000, 1 << 20),
    ])
    func `a part that does not fit its place is refused`(size: Int, offset: Int, index: Int, count: Int, content: Int) {
        let error = formatError { () throws(FormatError) in
            _ = try length(of: Int64(size), at: Int64(offset), index, of: count, content: content)
        }
        #expect(error != nil)
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

    @Test func `random covers survive printing and reading, whole and altered`() throws {
        var random = SeededGenerator.printed()
        for _ in 0..<500 {
            let cover = try random.cover()
            #expect(try Cover(parsing: cover.text) == cover)
            #expect(try remade(cover) == cover)
            let altered = random.mutated(cover.text)
            if let read = try? Cover(parsing: altered) { #expect(read.text == altered) }
        }
    }

    @Test func `the vectors hold`() throws {
        try VectorFile.run("cover") { bytes throws(FormatError) in try Cover(parsing: bytes).text }
    }
}
