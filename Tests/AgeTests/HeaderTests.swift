import Age
import Testing

@Suite("Headers")
struct HeaderTests {
    private let old = X25519Identity()
    private let new = X25519Identity()
    private let enclosure = [UInt8](repeating: 7, count: 200_000)

    @Test("a new header opens the old payload for new recipients, in memory and streamed")
    func replacement() throws {
        let file = try AgeFile.seal(enclosure, to: [old.recipient])
        let parsed = try AgeFile(parsing: file)
        let fileKey = try parsed.header.unwrap(with: [old])
        let header = try Header(wrapping: fileKey, for: [new.recipient])

        let refiled = parsed.replacingHeader(with: header)
        #expect(try AgeFile.open(refiled, with: [new]) == enclosure)
        #expect(failure { _ = try AgeFile.open(refiled, with: [old]) } == .noMatch)

        for form in [FileForm.binary, .armored] {
            var reader = try AgeStreamReader(PiecemealSource(file, pieceSize: 8_191))
            var sink = MemorySink()
            try reader.replaceHeader(with: header, into: &sink, form: form)
            #expect(sink.bytes == (form == .armored ? Armor.encode(refiled) : refiled))
        }
    }

    @Test("a file key that was stored elsewhere opens the payload")
    func storedFileKey() throws {
        let file = try AgeFile.seal(enclosure, to: [old.recipient])
        let stored = try AgeFile(parsing: file).header.unwrap(with: [old]).copyBytes()
        let fileKey = try FileKey(stored)
        #expect(try AgeFile(parsing: file).open(with: fileKey) == enclosure)
        var reader = try AgeStreamReader(MemorySource(file))
        var sink = MemorySink()
        try reader.open(into: &sink, with: fileKey)
        #expect(sink.bytes == enclosure)
    }

    @Test("a payload is sealed under a given file key only with a header that wraps it")
    func givenFileKey() throws {
        let fileKey = FileKey()
        let header = try Header(wrapping: fileKey, for: [old.recipient])
        let file = try AgeFile.seal(enclosure, under: fileKey, header: header)
        #expect(try AgeFile.open(file, with: [old]) == enclosure)
        let other = FileKey()
        #expect(failure { _ = try AgeFile.seal(enclosure, under: other, header: header) } == .headerMAC)
    }

    @Test("a file key has sixteen bytes")
    func fileKeyLength() {
        #expect(failure { _ = try FileKey(SecretBytes.random(count: 15)) } == .key)
        #expect(failure { _ = try FileKey(SecretBytes.random(count: 17)) } == .key)
    }

    @Test("hybrid and X25519 stanzas in one header are accepted when opening")
    func mixedStanzas() throws {
        let hybrid = try HybridIdentity()
        let fileKey = FileKey()
        let stanzas = try hybrid.recipient.wrap(fileKey) + old.recipient.wrap(fileKey)
        let header = try Header(stanzas: stanzas, authenticatedWith: fileKey)
        let file = try AgeFile.seal(enclosure, under: fileKey, header: header)
        #expect(try AgeFile.open(file, with: [hybrid]) == enclosure)
        #expect(try AgeFile.open(file, with: [old]) == enclosure)
    }

    @Test("bodies of every length around the line length survive")
    func bodyLengths() throws {
        let fileKey = FileKey()
        for length in [0, 1, 2, 3, 46, 47, 48, 49, 95, 96, 97, 16_384] {
            let body = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
            let stanza = try Stanza(type: Array("x".utf8), arguments: [], body: body)
            let header = try Header(stanzas: [stanza], authenticatedWith: fileKey)
            #expect(try Header(parsing: header.bytes).stanzas == [stanza])
        }
    }

    @Test("stanzas that could not be read back are not made")
    func impossibleStanzas() {
        let x = Array("x".utf8)
        for argument in ["", "a b", "a\n", "\u{e9}", String(repeating: "a", count: 17_000)] {
            #expect(failure { _ = try Stanza(type: x, arguments: [Array(argument.utf8)], body: []) } == .header)
        }
        #expect(failure { _ = try Stanza(type: [], arguments: [], body: []) } == .header)
        #expect(failure { _ = try Stanza(type: x, arguments: .init(repeating: x, count: 64), body: []) } == .header)
        #expect(failure { _ = try Stanza(type: x, arguments: [], body: .init(repeating: 0, count: 16_385)) } == .header)
    }

    @Test(
        "headers beyond the limits are refused, and the line is named",
        arguments: [
            ("-> x " + String(repeating: "a", count: HeaderLimits.lineBytes) + "\n\n", 2),
            ("-> x" + String(repeating: " a", count: HeaderLimits.arguments) + "\n\n", 2),
            (String(repeating: "-> x\n\n", count: HeaderLimits.stanzas + 1), 2 * HeaderLimits.stanzas + 2),
            ("-> x\n" + String(repeating: String(repeating: "A", count: 64) + "\n", count: 400) + "\n", 344),
        ])
    func limits(stanzas: String, line: Int) throws {
        let file = Array(("age-encryption.org/v1\n" + stanzas).utf8)
        let inMemory = #expect(throws: AgeError.self) { try AgeFile(parsing: file) }
        #expect(inMemory?.kind == .header && inMemory?.line == line)
        let streamed = #expect(throws: AgeError.self) { try AgeStreamReader(PiecemealSource(file, pieceSize: 777)) }
        #expect(streamed == inMemory)
    }

    @Test("an endless header is given up")
    func endlessHeader() {
        struct Endless: ByteSource {
            mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
                buffer.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: "a"))
                return buffer.count
            }
        }
        #expect(failure { _ = try AgeStreamReader(Endless()) } == .header)
    }
}
