import Telegrams
import Testing

@Suite struct CoverUpgradeTests {
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

    @Test(arguments: [letter, part])
    func `a cover of version 1 gets keys and incarnation and keeps the rest`(text: String) throws {
        let fromKey = try KeyFingerprint("SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
        let toKey = try KeyFingerprint("SHA256://////////////////////////////////////////8")
        let incarnation = try Incarnation("00112233445566778899aabbccddeeff 1951-06-30T18:00:00Z")
        #expect(CoverUpgrade.isNeeded(for: Array(text.utf8)))
        let cover = try Cover(
            parsing: CoverUpgrade.text(of: Array(text.utf8), fromKey: fromKey, toKey: toKey, incarnation: incarnation))
        #expect(cover.fromKey == fromKey)
        #expect(cover.toKey == toKey)
        #expect(cover.incarnation == incarnation)
        let new = ["from-key: ", "to-key: ", "incarnation: "]
        let kept = String(decoding: cover.text, as: UTF8.self).split(separator: "\n").filter { line in
            !new.contains { line.hasPrefix($0) }
        }
        #expect(kept.dropFirst() == text.split(separator: "\n").dropFirst())
        #expect(!CoverUpgrade.isNeeded(for: cover.text))
    }

    @Test func `a letter announces what leaves with it`() throws {
        let announcement = Cover.Announcement(digest: try Digest256(hex: Sample.digest), size: 90_000)
        let text = CoverUpgrade.text(
            of: Array(Self.letter.utf8),
            fromKey: try KeyFingerprint("SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
            toKey: try KeyFingerprint("SHA256://////////////////////////////////////////8"),
            incarnation: try Incarnation("00112233445566778899aabbccddeeff 1951-06-30T18:00:00Z"),
            announces: [announcement])
        #expect(try Cover(parsing: text).announces == [announcement])
    }
}
