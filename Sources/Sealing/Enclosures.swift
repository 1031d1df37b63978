import Age
import Crypto
import Synchronization
import Telegrams

/// A large enclosure, sealed in a file of its own.
package struct SealedEnclosure: Sendable {
    /// SHA-256 and size, in bytes, of what was sealed.
    package var plainDigest: Digest256
    package var plainSize: Int64
    /// SHA-256 and size, in bytes, of the sealed file.
    package var digest: Digest256
    package var size: Int64
    /// SHA-256 of each part of the sealed file, in order.
    package var parts: [Digest256]
    package let fileKey: HeldFileKey

    /// Bytes of the sealed file that travel in one parcel; the last part is shorter.
    package static let partSize = 4 << 20

    /// Seals everything that a descriptor delivers, in one pass and in bounded memory.
    ///
    /// - Parameter progress: called with the count of bytes read so far.
    package init(
        from input: Int32, into output: Int32, to recipients: [HybridRecipient], threads: Int = 2,
        progress: @escaping @Sendable (Int64) -> Void
    ) throws {
        let source = HashingSource(DescriptorSource(input), progress: progress)
        var sink = HashingSink(DescriptorSink(output))
        let held = HeldFileKey(FileKey())
        let header = try Header(wrapping: held.key, for: recipients)
        try AgeStream.seal(from: source, into: &sink, under: held.key, header: header, threads: threads)
        (plainDigest, plainSize) = source.state.finish()
        (digest, size) = sink.whole.finish()
        parts = sink.finishedParts()
        fileKey = held
    }

    /// What opens a sealed enclosure, found with an officer's sealing keys.
    package static func fileKey(of input: Int32, identities: [HybridIdentity]) throws -> HeldFileKey {
        do {
            return HeldFileKey(try AgeStreamReader(DescriptorSource(input)).header.unwrap(with: identities))
        } catch let error as AgeError where error.kind == .noMatch {
            throw SealingError.noKey
        }
    }

    /// Opens a sealed enclosure.
    ///
    /// - Returns: SHA-256 and size of what was opened, to be compared with what was signed.
    package static func open(
        from input: Int32, into output: Int32, fileKey: HeldFileKey, threads: Int = 2,
        progress: @escaping @Sendable (Int64) -> Void
    ) throws -> (digest: Digest256, size: Int64) {
        var reader = try AgeStreamReader(DescriptorSource(input))
        try reader.header.verify(fileKey.key)
        var sink = HashingSink(DescriptorSink(output), progress: progress)
        try reader.open(into: &sink, with: fileKey.key, threads: threads)
        return sink.whole.finish()
    }
}

/// A running SHA-256 and count of bytes.
private struct Tally: Sendable {
    private var hash = SHA256()
    private(set) var size: Int64 = 0

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        hash.update(bufferPointer: bytes)
        size += Int64(bytes.count)
    }

    func finish() -> (Digest256, Int64) { (Digest256(hash.finalize()), size) }
}

/// Hashes what passes through.
///
/// A class, because the stream reads from its own copy of the source.
private final class SharedTally: Sendable {
    private let tally = Mutex(Tally())

    func update(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        tally.withLock {
            $0.update(bytes)
            return $0.size
        }
    }

    func finish() -> (Digest256, Int64) { tally.withLock { $0.finish() } }
}

private struct HashingSource<Base: ByteSource>: ByteSource {
    private var base: Base
    let state = SharedTally()
    private let progress: @Sendable (Int64) -> Void

    init(_ base: Base, progress: @escaping @Sendable (Int64) -> Void) {
        self.base = base
        self.progress = progress
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try base.read(into: buffer)
        progress(state.update(UnsafeRawBufferPointer(rebasing: buffer[..<count])))
        return count
    }
}

private struct HashingSink<Base: ByteSink>: ByteSink {
    private var base: Base
    private(set) var whole = Tally()
    private var part = Tally()
    private var parts: [Digest256] = []
    private let progress: @Sendable (Int64) -> Void

    init(_ base: Base, progress: @escaping @Sendable (Int64) -> Void = { _ in }) {
        self.base = base
        self.progress = progress
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
        try base.write(bytes)
        whole.update(bytes)
        var rest = bytes
        while !rest.isEmpty {
            let room = SealedEnclosure.partSize - Int(part.size)
            part.update(UnsafeRawBufferPointer(rebasing: rest.prefix(room)))
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(room))
            if part.size == SealedEnclosure.partSize { closePart() }
        }
        progress(whole.size)
    }

    private mutating func closePart() {
        parts.append(part.finish().0)
        part = Tally()
    }

    mutating func finishedParts() -> [Digest256] {
        if part.size > 0 { closePart() }
        return parts
    }
}
