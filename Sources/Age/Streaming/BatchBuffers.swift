/// The memory of one thread of a pipeline: a batch as it comes in, with one byte to look ahead, and as it goes out.
final class BatchBuffers {
    /// Chunks in a batch; in and out together they take 2 MiB, little enough to stay near the processor.
    static let chunks = 16

    let input: UnsafeMutableRawBufferPointer
    let output: UnsafeMutableRawBufferPointer

    init(chunkByteCounts: (input: Int, output: Int)) {
        input = .allocate(byteCount: Self.chunks * chunkByteCounts.input + 1, alignment: 4096)
        output = .allocate(byteCount: Self.chunks * chunkByteCounts.output, alignment: 4096)
    }

    deinit {
        input.deallocate()
        output.deallocate()
    }
}
