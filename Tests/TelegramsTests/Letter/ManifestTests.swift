import Telegrams
import Testing

@Suite struct ManifestTests {
    private static let key = "SHA256:" + String(repeating: "A", count: 43)
    private static let text = """
        CABLEGRAM MANIFEST 1
        telegram: MOSCOW 3917
        date-time: 1951-06-30T19:45:00Z
        sender: \(key) FILIPPOV@MOSCOW
        recipient: \(key) MAO ZEDONG@BEIJING
        info-recipient: \(key) KIM IL SUNG@PYONGYANG
        enclosure: \(Sample.digest)
        enclosure: \(Sample.digest)
        segments: 25
        root: \(Sample.digest)

        """

    private func parse(replacing old: String = "", with new: String? = "") throws(FormatError) -> Manifest {
        try Manifest(parsing: Sample.bytes(of: Self.text, replacing: old, with: new))
    }

    @Test func `a manifest is read field by field and printed as it was read`() throws {
        let manifest = try parse()
        #expect(manifest.station == (try Designator("MOSCOW")))
        #expect(manifest.number == 3917)
        #expect(manifest.sender.address == (try Address("FILIPPOV@MOSCOW")))
        #expect(manifest.recipients.map(\.address.description) == ["MAO ZEDONG@BEIJING"])
        #expect(manifest.infoRecipients.map(\.address.description) == ["KIM IL SUNG@PYONGYANG"])
        #expect(manifest.enclosures.count == 2)
        #expect(manifest.segmentCount == 25)
        #expect(manifest.text == Array(Self.text.utf8))
        #expect(
            try Manifest(
                station: manifest.station, number: manifest.number, dateTime: manifest.dateTime,
                sender: manifest.sender,
                recipients: manifest.recipients, infoRecipients: manifest.infoRecipients,
                enclosures: manifest.enclosures, segmentCount: manifest.segmentCount,
                root: manifest.root) == manifest)
    }

    @Test func `a manifest agrees with its telegram`() throws {
        #expect(try parse().disagreement(with: Sample.telegram()) == nil)
    }

    @Test(arguments: [
        ("telegram: MOSCOW 3917", "telegram: MOSCOW 3918", "number"),
        ("date-time: 1951-06-30T19:45:00Z", "date-time: 1951-06-30T19:45:01Z", "date-time"),
        ("sender: \(key) FILIPPOV@MOSCOW", "sender: \(key) MOLOTOV@MOSCOW", "sender"),
        ("recipient: \(key) MAO ZEDONG@BEIJING", "recipient: \(key) X@BEIJING", "recipients"),
        (
            "info-recipient: \(key) KIM IL SUNG@PYONGYANG", "info-recipient: \(key) X@PYONGYANG",
            "information addressees"
        ),
        ("info-recipient: \(key) KIM IL SUNG@PYONGYANG", "recipient: \(key) KIM IL SUNG@PYONGYANG", "recipients"),
        ("segments: 25", "segments: 24", "number of segments"),
    ])
    func `each thing in which a manifest differs from its telegram is named`(old: String, new: String, what: String)
        throws
    {
        #expect(
            try parse(replacing: old, with: new).disagreement(with: Sample.telegram())?.rule
                == "manifest and telegram differ in their \(what)")
    }

    @Test func `a recipient more or less, or in another order, is a difference`() throws {
        let recipient = "info-recipient: \(Self.key) KIM IL SUNG@PYONGYANG"
        let telegram = try Sample.telegram()
        #expect(try parse(replacing: recipient, with: nil).disagreement(with: telegram) != nil)
        #expect(
            try parse(replacing: recipient, with: recipient + "\ninfo-recipient: \(Self.key) X@Y").disagreement(
                with: telegram) != nil)
        #expect(try parse(replacing: "enclosure: \(Sample.digest)", with: nil).disagreement(with: telegram) != nil)
    }

    @Test func `a manifest with a fraction of a second or without recipients cannot be made`() throws {
        let manifest = try parse()
        func make(_ time: Instant, _ recipients: [Manifest.Party]) throws(FormatError) -> Manifest {
            try Manifest(
                station: manifest.station, number: 1, dateTime: time, sender: manifest.sender, recipients: recipients,
                enclosures: [], segmentCount: 1, root: manifest.root)
        }
        #expect(
            formatError { () throws(FormatError) in try make(Instant(milliseconds: 1), manifest.recipients) } != nil)
        #expect(formatError { () throws(FormatError) in try make(Instant(seconds: 1), []) } != nil)
    }

    @Test func `a manifest cut off anywhere is rejected`() {
        Hostile.expectRejectsEveryTruncation(of: Array(Self.text.utf8)) { bytes throws(FormatError) in
            try Manifest(parsing: bytes)
        }
    }

    @Test func `whatever is changed, what is still accepted has one spelling`() {
        Hostile.expectOneSpelling(of: Array(Self.text.utf8), rounds: 4000, seed: 25) { bytes throws(FormatError) in
            try Manifest(parsing: bytes).text
        }
    }

    @Test func `the vectors hold`() throws {
        try VectorFile.run("manifest") { bytes throws(FormatError) in try Manifest(parsing: bytes).text }
    }
}
