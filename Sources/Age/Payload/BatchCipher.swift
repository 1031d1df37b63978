/// A run of successive chunks, all of the full size except that the payload's last chunk may be shorter.
struct Batch {
    /// The chunks' bytes, end to end.
    let bytes: UnsafeRawBufferPointer
    /// The number of the first chunk.
    let firstChunk: UInt64
    /// Whether the payload ends with this batch.
    let isLast: Bool
}

/// What became of a batch: how many bytes are fit to be passed on, and what was wrong after them.
struct BatchResult {
    var byteCount = 0
    var failure: AgeError?
}

/// Turns batches of chunks into their sealed or opened form; independent batches may be turned at the same time.
protocol BatchCipher: Sendable {
    /// The length of a full chunk that comes in, and of what it becomes, in bytes.
    static var chunkByteCounts: (input: Int, output: Int) { get }

    func process(_ batch: Batch, into output: UnsafeMutableRawBufferPointer) -> BatchResult
}

/// Seals batches.
struct SealingCipher: BatchCipher {
    static let chunkByteCounts = (input: ChunkCipher.plainByteCount, output: ChunkCipher.sealedByteCount)

    let chunks: ChunkCipher

    func process(_ batch: Batch, into output: UnsafeMutableRawBufferPointer) -> BatchResult {
        var result = BatchResult()
        var number = batch.firstChunk
        var start = 0
        repeat {
            let end = min(start + ChunkCipher.plainByteCount, batch.bytes.count)
            let isFinal = batch.isLast && end == batch.bytes.count
            chunks.seal(
                UnsafeRawBufferPointer(rebasing: batch.bytes[start..<end]), number: number, isFinal: isFinal,
                into: UnsafeMutableRawBufferPointer(rebasing: output[result.byteCount...]))
            result.byteCount += end - start + ChunkCipher.tagByteCount
            number += 1
            start = end
        } while start < batch.bytes.count
        return result
    }
}

/// Opens batches.
struct OpeningCipher: BatchCipher {
    static let chunkByteCounts = (input: ChunkCipher.sealedByteCount, output: ChunkCipher.plainByteCount)

    let chunks: ChunkCipher

    func process(_ batch: Batch, into output: UnsafeMutableRawBufferPointer) -> BatchResult {
        var result = BatchResult()
        var number = batch.firstChunk
        var start = 0
        repeat {
            let end = min(start + ChunkCipher.sealedByteCount, batch.bytes.count)
            let chunk = UnsafeRawBufferPointer(rebasing: batch.bytes[start..<end])
            let rest = UnsafeMutableRawBufferPointer(rebasing: output[result.byteCount...])
            let endsPayload = batch.isLast && end == batch.bytes.count
            switch open(chunk, number: number, endsPayload: endsPayload, into: rest) {
            case .success(let isFinal):
                result.byteCount += chunk.count - ChunkCipher.tagByteCount
                result.failure = Self.misplaced(isFinal: isFinal, endsPayload: endsPayload, chunk: chunk, number)
            case .failure(let failure):
                result.failure = failure
            }
            number += 1
            start = end
        } while start < batch.bytes.count && result.failure == nil
        return result
    }

    /// Tries the chunk as what its place makes it, then as the opposite, and tells which it is.
    ///
    /// A genuine chunk in the wrong place is delivered before the error: it is authentic, only its neighbours are not.
    private func open(
        _ chunk: UnsafeRawBufferPointer, number: UInt64, endsPayload: Bool, into output: UnsafeMutableRawBufferPointer
    ) -> Result<Bool, AgeError> {
        guard chunk.count >= ChunkCipher.tagByteCount else {
            return .failure(AgeError(.payload, "the file is cut off", hint: Self.truncationHint, chunk: number))
        }
        if chunk.count == ChunkCipher.tagByteCount, number > 0 {
            return .failure(
                AgeError(.payload, "the final chunk is empty, which only an empty file's may be", chunk: number))
        }
        if chunks.open(chunk, number: number, isFinal: endsPayload, into: output) { return .success(endsPayload) }
        if chunk.count == ChunkCipher.sealedByteCount,
            chunks.open(chunk, number: number, isFinal: !endsPayload, into: output)
        {
            return .success(!endsPayload)
        }
        return .failure(
            AgeError(.payload, "the file was altered or is cut off here", hint: Self.truncationHint, chunk: number))
    }

    private static let truncationHint = "ask the sender for the file again"

    private static func misplaced(
        isFinal: Bool, endsPayload: Bool, chunk: UnsafeRawBufferPointer, _ number: UInt64
    ) -> AgeError? {
        switch (isFinal, endsPayload) {
        case (true, true), (false, false): nil
        case (true, false): AgeError(.payload, "there is something after the end of the payload", chunk: number + 1)
        case (false, true): AgeError(.payload, "the file is cut off", hint: truncationHint, chunk: number + 1)
        }
    }
}
