import Age
import Crypto
import Foundation

/// A source that delivers its bytes in pieces of an awkward size.
struct PiecemealSource: ByteSource {
    var base: MemorySource
    let pieceSize: Int

    init(_ bytes: [UInt8], pieceSize: Int) {
        self.base = MemorySource(bytes)
        self.pieceSize = pieceSize
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        base.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(pieceSize)))
    }
}

/// A small generator whose seed a failing test prints.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    // SplitMix64 (Steele, Lea and Flood, 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }
}

func secret(_ text: String) -> SecretBytes {
    SecretBytes(copying: [UInt8](text.utf8))
}

func text(_ secret: borrowing SecretBytes) -> String {
    secret.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
}

func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
}

func sha256(_ bytes: [UInt8]) -> String {
    hex(SHA256.hash(data: bytes))
}

/// The kind of the error that `body` throws, or nil when it throws none.
func failure(_ body: () throws -> Void) -> AgeError.Kind? {
    do {
        try body()
        return nil
    } catch {
        return (error as? AgeError)?.kind
    }
}

func sealStream(
    _ plaintext: [UInt8], to recipients: [any Recipient], form: FileForm = .binary, threads: Int = 1,
    pieceSize: Int = .max
) throws -> [UInt8] {
    var sink = MemorySink()
    try AgeStream.seal(
        from: PiecemealSource(plaintext, pieceSize: pieceSize), into: &sink, to: recipients, form: form,
        threads: threads)
    return sink.bytes
}

func openStream(
    _ file: [UInt8], with identities: [any Identity], threads: Int = 1, pieceSize: Int = .max
) -> (plaintext: [UInt8], error: (any Error)?) {
    var sink = MemorySink()
    do {
        try AgeStream.open(
            from: PiecemealSource(file, pieceSize: pieceSize), into: &sink, with: identities, threads: threads)
        return (sink.bytes, nil)
    } catch {
        return (sink.bytes, error)
    }
}
