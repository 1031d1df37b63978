import Age
import Testing

@Suite("Payloads")
struct StreamTests {
    static let chunk = 65_536
    static let sizes = [0, 1, 15, 16, 17, 1_000, chunk - 1, chunk, chunk + 1, 2 * chunk, 2 * chunk + 17]
    // A batch has 16 chunks.
    static let batchSizes = [16 * chunk - 1, 16 * chunk, 16 * chunk + 1, 65 * chunk + 5]

    private let identity = X25519Identity()

    @Test("what is sealed in memory opens in memory and streamed", arguments: sizes)
    func memoryRoundTrip(size: Int) throws {
        var generator = SeededGenerator(seed: UInt64(size))
        let plaintext = generator.bytes(size)
        for form in [FileForm.binary, .armored] {
            let file = try AgeFile.seal(plaintext, to: [identity.recipient], form: form)
            #expect(try AgeFile.open(file, with: [identity]) == plaintext)
            #expect(openStream(file, with: [identity], pieceSize: 1_009).plaintext == plaintext)
        }
    }

    @Test("what is streamed on any number of threads opens on any other", arguments: sizes + batchSizes, [1, 2, 5])
    func streamRoundTrip(size: Int, threads: Int) throws {
        let plaintext = pattern(size)
        let file = try sealStream(plaintext, to: [identity.recipient], threads: threads)
        for readers in [1, 2, 3] {
            let (opened, error) = openStream(file, with: [identity], threads: readers)
            #expect(error == nil && opened == plaintext)
        }
        #expect(try AgeFile.open(file, with: [identity]) == plaintext)
    }

    @Test("armor is put on and taken off while streaming", arguments: [0, 1, 31, 32, 48, 70_000, 300_000])
    func armoredStream(size: Int) throws {
        let plaintext = pattern(size)
        let file = try sealStream(plaintext, to: [identity.recipient], form: .armored, threads: 2, pieceSize: 997)
        #expect(Armor.encode(try Armor.decode(file)) == file)
        #expect(openStream(file, with: [identity], pieceSize: 61).plaintext == plaintext)
    }

    @Test("no truncation of a small file ever opens")
    func truncation() throws {
        let file = try AgeFile.seal(pattern(100), to: [identity.recipient])
        for length in 0..<file.count {
            let part = Array(file[..<length])
            let memory = failure { _ = try AgeFile.open(part, with: [identity]) }
            #expect(memory == .header || memory == .payload, "\(length) bytes")
            let (opened, error) = openStream(part, with: [identity])
            #expect(error != nil && opened.isEmpty, "\(length) bytes")
        }
    }

    @Test("no truncation of an armored file ever opens, except for its last line feed")
    func armoredTruncation() throws {
        let file = try AgeFile.seal(pattern(100), to: [identity.recipient], form: .armored)
        for length in 0..<(file.count - 1) {
            #expect(throws: AgeError.self) { try AgeFile.open(Array(file[..<length]), with: [identity]) }
        }
    }

    @Test("a truncated large file yields its authentic chunks, then the error", arguments: [1, 2, 4])
    func largeTruncation(threads: Int) throws {
        let plaintext = pattern(40 * Self.chunk + 9)
        let file = try AgeFile.seal(plaintext, to: [identity.recipient])
        let payloadStart = file.count - plaintext.count - 41 * 16
        for chunks in [0, 1, 15, 16, 17, 31, 32, 39, 40] {
            for extra in [0, 1, 16, 17, 1_000] where chunks < 40 || extra < 25 {
                let length = payloadStart + chunks * (Self.chunk + 16) + extra
                let (opened, error) = openStream(Array(file[..<length]), with: [identity], threads: threads)
                #expect(opened == Array(plaintext[..<(chunks * Self.chunk)]), "\(chunks) chunks and \(extra) bytes")
                let failure = error as? AgeError
                #expect(failure?.kind == .payload && failure?.chunk == UInt64(chunks), "\(chunks) and \(extra)")
            }
        }
    }

    @Test("no single flipped bit goes unnoticed")
    func bitFlips() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let file = try AgeFile.seal(pattern(500), to: [identity.recipient])
        for _ in 0..<2_000 {
            var altered = file
            let position = Int.random(in: 0..<file.count, using: &generator)
            altered[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            let memory = failure { _ = try AgeFile.open(altered, with: [identity]) }
            #expect(memory != nil, "byte \(position), seed \(seed)")
            #expect(openStream(altered, with: [identity]).plaintext.isEmpty, "byte \(position), seed \(seed)")
        }
    }

    @Test("an altered chunk in the middle stops the stream right before it", arguments: [1, 3])
    func alteredChunk(threads: Int) throws {
        let plaintext = pattern(50 * Self.chunk)
        let file = try AgeFile.seal(plaintext, to: [identity.recipient])
        let payloadStart = file.count - plaintext.count - 50 * 16
        for chunk in [0, 15, 16, 33, 49] {
            var altered = file
            altered[payloadStart + chunk * (Self.chunk + 16) + 5] ^= 0x20
            let (opened, error) = openStream(altered, with: [identity], threads: threads)
            #expect(opened == Array(plaintext[..<(chunk * Self.chunk)]))
            #expect((error as? AgeError)?.chunk == UInt64(chunk))
        }
    }

    @Test("an error of the source or the sink comes through unchanged", arguments: [1, 2])
    func foreignErrors(threads: Int) throws {
        let plaintext = pattern(100 * Self.chunk)
        let file = try AgeFile.seal(plaintext, to: [identity.recipient])
        var sink = MemorySink()
        #expect(throws: Broken.self) {
            let source = BreakingSource(rest: MemorySource(file), allowance: 70 * Self.chunk)
            try AgeStream.open(from: source, into: &sink, with: [identity], threads: threads)
        }
        #expect(sink.bytes == Array(plaintext[..<sink.bytes.count]) && sink.bytes.count >= 68 * Self.chunk)
        var broken = BreakingSink(allowance: 1 << 20)
        #expect(throws: Broken.self) {
            try AgeStream.open(from: MemorySource(file), into: &broken, with: [identity], threads: threads)
        }
    }

    private struct Broken: Error {}

    private struct BreakingSource: ByteSource {
        var rest: MemorySource
        var allowance: Int

        mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
            guard allowance > 0 else { throw Broken() }
            let count = rest.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(min(allowance, 10_000))))
            allowance -= count
            return count
        }
    }

    private struct BreakingSink: ByteSink {
        var allowance: Int

        mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
            allowance -= bytes.count
            guard allowance >= 0 else { throw Broken() }
        }
    }

    private func pattern(_ count: Int) -> [UInt8] {
        // A period that is no multiple of a chunk, so that no two chunks are alike.
        let period = (0..<10_007).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + period.count)
        while bytes.count < count { bytes += period }
        return Array(bytes[..<count])
    }
}
