/// Seals and opens files of any size, front to back, in bounded memory.
///
/// Memory: about 2 MiB for each thread, and as much again that the allocator keeps; less than 64 MiB in any case.
public enum AgeStream {
    /// How many threads can share the work; the output is the same with any number.
    public static let threadCounts = 1...16

    /// Seals everything `source` delivers for `recipients` under a fresh file key.
    ///
    /// After an error the output is incomplete, and readers will refuse it.
    ///
    /// - Parameters:
    ///   - threads: clamped to ``threadCounts``.
    /// - Throws: ``AgeError`` of kind `recipients` or `inputOutput`, and what source and sink throw.
    public static func seal(
        from source: some ByteSource, into sink: inout some ByteSink, to recipients: [any Recipient],
        form: FileForm = .binary, threads: Int = 1
    ) throws {
        let fileKey = FileKey()
        let header = try Header(wrapping: fileKey, for: recipients)
        try seal(from: source, into: &sink, under: fileKey, header: header, form: form, threads: threads)
    }

    /// Seals everything `source` delivers under a given file key, which must be fresh: it may encrypt one payload only.
    ///
    /// - Throws: ``AgeError`` of kind `headerMAC` when the header was not made with that file key, and what source and
    ///   sink throw.
    public static func seal(
        from source: some ByteSource, into sink: inout some ByteSink, under fileKey: borrowing FileKey, header: Header,
        form: FileForm = .binary, threads: Int = 1
    ) throws {
        try header.verify(fileKey)
        let nonce = randomBytes(count: ChunkCipher.nonceByteCount)
        let cipher = SealingCipher(chunks: ChunkCipher(fileKey: fileKey, nonce: nonce))
        var output = try FormSink(sink, form: form)
        defer { sink = output.base }
        try output.write(header.bytes + nonce)
        try run(source, cipher, &output, threads)
        try output.finish()
    }

    /// Opens everything `source` delivers, binary or armored, with the first identity that can.
    ///
    /// Whatever is written is authentic, but only the whole of it is complete: after an error, `sink` holds every chunk
    /// before the failing one.
    ///
    /// - Throws: ``AgeError`` of kind `armor`, `header`, `noMatch` or `headerMAC` before anything is written, of kind
    ///   `payload`, `armor` or `inputOutput` after that, and what source and sink throw.
    public static func open(
        from source: some ByteSource, into sink: inout some ByteSink, with identities: [any Identity], threads: Int = 1
    ) throws {
        var reader = try AgeStreamReader(source)
        try reader.open(into: &sink, with: identities, threads: threads)
    }

    static func run<Sink: ByteSink>(
        _ source: any ByteSource, _ cipher: some BatchCipher, _ sink: inout Sink, _ threads: Int
    ) throws {
        let threads = min(max(threads, threadCounts.lowerBound), threadCounts.upperBound)
        let pipeline = ChunkPipeline(from: source, through: cipher, into: sink, threads: threads)
        pipeline.run()
        sink = pipeline.sink
        if let failure = pipeline.failure { throw failure }
    }
}
