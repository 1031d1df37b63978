import Telegrams
import Testing

@Suite struct EnclosureTests {
    private func enclosure(
        name: String = "f", mediaType: String = "text/plain", size: Int64 = 1, carriage: Enclosure.Carriage = .inline
    ) throws(FormatError) -> Enclosure {
        try Enclosure(
            name: name, mediaType: mediaType, size: size, digest: Digest256(hex: Sample.digest), carriage: carriage)
    }

    @Test(arguments: [
        "a", "map.png", "order of battle.txt", "карта", "a..b", "a-b", String(repeating: "x", count: 255),
    ])
    func `a name that is safe is kept as it is`(name: String) throws {
        let made = try enclosure(name: name)
        #expect(made.name == name)
        #expect(try Enclosure(made.description) == made)
    }

    @Test(arguments: [
        "", ".", "..", ".profile", "-rf", " a", "a ", "a/b", "/etc/passwd", "a\\b", "a\nb", "a\0b", "a\u{202E}gpj.exe",
        "e\u{301}", String(repeating: "x", count: 256),
    ])
    func `a name that is not safe as a file name is refused`(name: String) {
        #expect(formatError { () throws(FormatError) in try enclosure(name: name) } != nil)
    }

    @Test(arguments: ["text/plain", "image/svg+xml", "application/vnd.cablegram.letter", "x/1", "a/b!#$&-^_.+"])
    func `media types without parameters are accepted`(type: String) {
        #expect(formatError { () throws(FormatError) in try enclosure(mediaType: type) } == nil)
    }

    @Test(arguments: [
        "", "text", "text/", "/plain", "Text/plain", "text/plain;charset=utf-8", "a/b/c", "text/.plain", "té/x",
    ])
    func `anything else is not a media type`(type: String) {
        #expect(formatError { () throws(FormatError) in try enclosure(mediaType: type) } != nil)
    }

    @Test func `an inline enclosure has at most 64 KiB and a separate one any size`() throws {
        #expect(formatError { () throws(FormatError) in try enclosure(size: 65_536) } == nil)
        #expect(formatError { () throws(FormatError) in try enclosure(size: 65_537) } != nil)
        #expect(formatError { () throws(FormatError) in try enclosure(size: -1) } != nil)
        let sealed = try Digest256(hex: Sample.digest)
        #expect(
            formatError { () throws(FormatError) in try enclosure(size: .max, carriage: .separate(sealed: sealed)) }
                == nil)
    }

    @Test(arguments: [
        "inline 1", "attached 1 D text/plain f", "inline 01 D text/plain f", "inline 1 D text/plain",
        "inline  1 D text/plain f",
        "inline 1 D text/plain  f", "separate 1 D text/plain f", "inline 1 D D text/plain f",
        "inline -1 D text/plain f",
        "inline 1 abc text/plain f", "inline 99999999999999999999 D text/plain f",
    ])
    func `a line that is not quite an enclosure is rejected`(line: String) {
        let text = line.split(separator: "D", omittingEmptySubsequences: false).joined(separator: Sample.digest)
        #expect(formatError { () throws(FormatError) in try Enclosure(text) } != nil)
    }
}

@Suite struct ReferenceTests {
    @Test(arguments: [
        "BEIJING 512 - -", "BEIJING 512 1951-06-29T10:00:00Z -", "outside x", "outside Statement of 28 June",
    ])
    func `a reference is printed as it was read`(text: String) throws {
        #expect(try Reference(text).description == text)
    }

    @Test(arguments: [
        "", "BEIJING", "BEIJING 512", "BEIJING 512 -", "BEIJING 0 - -", "BEIJING 512 - - -", "beijing 512 - -",
        "BEIJING 512  -",
        "outside", "outside ", "outside  x", "BEIJING 512 1951-06-29 -", "BEIJING 512 - ABC",
    ])
    func `a line that is not quite a reference is rejected`(text: String) {
        #expect(formatError { () throws(FormatError) in try Reference(text) } != nil)
    }
}
