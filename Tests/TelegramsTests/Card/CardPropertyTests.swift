import Testing

@testable import Telegrams

@Suite struct CardPropertyTests {
    @Test func whateverIsReadIsPrintedByteForByte() throws {
        var numbers = SeededGenerator.printed()
        let samples = try HeaderedVector.all(of: "card").map(\.text).filter { $0.count < 8192 }
        for _ in 0..<500 {
            let bytes = numbers.mutated(samples.randomElement(using: &numbers) ?? [])
            if let card = try? Card(parsing: bytes) { #expect(card.bytes == bytes) }
        }
    }

    @Test func aCardWithOneOtherLetterIsRefusedOrPrintedByteForByte() throws {
        var numbers = SeededGenerator.printed()
        let card = try CardSample().card().bytes
        var accepted = 0
        for _ in 0..<300 {
            var bytes = card
            bytes[Int.random(in: bytes.indices, using: &numbers)] = UInt8.random(in: 0x41...0x5A, using: &numbers)
            guard let read = try? Card(parsing: bytes) else { continue }
            accepted += 1
            #expect(read.bytes == bytes)
        }
        #expect(accepted > 0)
    }

    @Test func everyTruncationIsRefused() throws {
        let bytes = try CardSample().card().bytes
        var numbers = SeededGenerator.printed()
        let counts = (0..<400).map { _ in Int.random(in: bytes.indices, using: &numbers) } + [0, bytes.count - 1]
        for count in counts {
            #expect(throws: FormatError.self) { try Card(parsing: Array(bytes[..<count])) }
        }
    }

    @Test func base64IsReadBackTheSame() throws {
        var numbers = SeededGenerator.printed()
        for count in 0..<200 {
            let bytes = numbers.bytes(count)
            #expect(try CanonicalBase64.decode(CanonicalBase64.encode(bytes)) == bytes)
            #expect(Base32.decode(Base32.encode(bytes).utf8) == bytes)
        }
    }

    @Test func whateverBase64IsReadIsPrintedTheSame() {
        var numbers = SeededGenerator.printed()
        let alphabet = Array("AQgwZz09+/=".utf8)
        for _ in 0..<20_000 {
            let digits = (0..<Int.random(in: 0...12, using: &numbers)).compactMap { _ in
                alphabet.randomElement(using: &numbers)
            }
            let text = String(decoding: digits, as: UTF8.self)
            guard let bytes = try? CanonicalBase64.decode(text) else { continue }
            #expect(CanonicalBase64.encode(bytes) == text)
        }
    }
}
