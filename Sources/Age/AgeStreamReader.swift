/// Reads an age file of any size: the header at once, then the payload in one of three ways.
///
/// The payload can be opened with identities, opened with a file key, or passed on unopened under another header; it
/// is consumed by whichever is used first.
public struct AgeStreamReader: Sendable {
    /// The header.
    public let header: Header

    private var rest: any ByteSource

    /// Reads the header, and from `source` a little more than that.
    ///
    /// - Parameters:
    ///   - source: the file, from its first byte.
    ///   - form: the form it must have, or nil to recognise the armor by itself.
    /// - Throws: ``AgeError`` of kind `armor` or `header`, and what the source throws.
    public init(_ source: some ByteSource, form: FileForm? = nil) throws {
        var buffered = BufferedSource(source)
        let isArmored = try form.map { $0 == .armored } ?? Armor.isArmored(buffered.peek(Armor.mostWhitespace + 16))
        if isArmored { buffered = BufferedSource(ArmorSource(buffered)) }
        self.header = try Self.readHeader(&buffered)
        self.rest = buffered
    }

    private static func readHeader(_ source: inout BufferedSource) throws -> Header {
        var parser = HeaderParser()
        while let (line, hasLineFeed) = try source.readLine(limit: HeaderLimits.lineBytes) {
            guard hasLineFeed else { throw parser.missingLineFeed(isTooLong: line.count == HeaderLimits.lineBytes) }
            if let header = try parser.consume(line) { return header }
        }
        throw parser.missingLineFeed(isTooLong: false)
    }

    /// Opens the payload with the first identity that can.
    ///
    /// Whatever is written is authentic, but only the whole of it is complete: after an error, `sink` holds every chunk
    /// before the failing one.
    ///
    /// - Throws: ``AgeError`` of kind `header`, `noMatch` or `headerMAC` before anything is written, of kind `payload`,
    ///   `armor` or `inputOutput` after that, and what source and sink throw.
    public mutating func open(
        into sink: inout some ByteSink, with identities: [any Identity], threads: Int = 1
    ) throws {
        try open(into: &sink, with: header.unwrap(with: identities), threads: threads)
    }

    /// Opens the payload with its file key; the header plays no part in it.
    ///
    /// Whatever is written is authentic, but only the whole of it is complete: after an error, `sink` holds every chunk
    /// before the failing one.
    ///
    /// - Throws: ``AgeError`` of kind `header` when even the nonce is missing, `payload`, `armor`, and what source and
    ///   sink throw.
    public mutating func open(
        into sink: inout some ByteSink, with fileKey: borrowing FileKey, threads: Int = 1
    ) throws {
        let cipher = OpeningCipher(chunks: ChunkCipher(fileKey: fileKey, nonce: try readNonce()))
        try AgeStream.run(rest, cipher, &sink, threads)
    }

    /// Writes the file with another header, which must wrap the same file key; the payload is copied unopened.
    ///
    /// Whoever could open the file before still can, if he kept the file key or the old header. A damaged payload
    /// is not noticed here.
    ///
    /// - Throws: ``AgeError`` of kind `armor`, and what source and sink throw.
    public mutating func replaceHeader(
        with header: Header, into sink: inout some ByteSink, form: FileForm = .binary
    ) throws {
        var output = try FormSink(sink, form: form)
        defer { sink = output.base }
        try output.write(header.bytes)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { buffer.deallocate() }
        while case let count = try rest.read(into: buffer), count > 0 {
            try output.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        try output.finish()
    }

    private mutating func readNonce() throws -> [UInt8] {
        var nonce = [UInt8](repeating: 0, count: ChunkCipher.nonceByteCount)
        let (count, failure) = nonce.withUnsafeMutableBytes { rest.fill($0) }
        if let failure { throw failure }
        guard count == nonce.count else { throw Payload.missingNonce }
        return nonce
    }
}
