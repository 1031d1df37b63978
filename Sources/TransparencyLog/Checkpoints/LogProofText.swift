extension LogProof {
    private static let header = Array("c2sp.org/tlog-proof@v1".utf8)
    private static let extraPrefix = Array("extra ".utf8)
    private static let indexPrefix = Array("index ".utf8)
    private static let maximumHashCount = 64

    /// The proof as it is stored and sent.
    public var bytes: [UInt8] {
        var lines = [Self.header]
        if let extra { lines.append(Self.extraPrefix + Base64.encode(extra)) }
        lines.append(Self.indexPrefix + Array(String(index).utf8))
        lines += path.map { Base64.encode($0.bytes) } + [[]]
        return lines.flatMap { $0 + [TextRules.lineFeed] } + checkpoint.bytes
    }

    /// Reads a proof; what ``bytes`` prints again is byte for byte what was read.
    public init(parsing bytes: [UInt8]) throws(LogFormatError) {
        guard bytes.count <= Self.maximumByteCount else { throw LogFormatError(.proof, .size) }
        try TextRules.check(bytes, in: .proof)
        var head = Head(bytes)
        try head.readHeader(Self.header)
        let extra = try head.readExtra(Self.extraPrefix)
        let index = try head.readIndex(Self.indexPrefix)
        let path = try head.readPath(limit: Self.maximumHashCount)
        let checkpoint: SignedCheckpoint
        do throws(LogFormatError) {
            checkpoint = try SignedCheckpoint(parsing: Array(head.rest))
        } catch {
            throw error.shifted(by: head.lineNumber)
        }
        try self.init(index: index, path: path, checkpoint: checkpoint, extra: extra)
    }

    /// The lines above the checkpoint, taken off the text one by one.
    private struct Head {
        /// What has not been read.
        private(set) var rest: ArraySlice<UInt8>
        /// The number of the line read last, from one.
        private(set) var lineNumber = 0

        init(_ bytes: [UInt8]) {
            self.rest = bytes[...]
        }

        mutating func readHeader(_ header: [UInt8]) throws(LogFormatError) {
            guard try readLine().elementsEqual(header) else { throw error(.proofHeader) }
        }

        mutating func readExtra(_ prefix: [UInt8]) throws(LogFormatError) -> [UInt8]? {
            guard rest.starts(with: prefix) else { return nil }
            let text = try readLine().dropFirst(prefix.count)
            guard let extra = Base64.decode(text) else { throw error(.base64) }
            guard (1...LogProof.maximumExtraByteCount).contains(extra.count) else { throw error(.extra) }
            return extra
        }

        mutating func readIndex(_ prefix: [UInt8]) throws(LogFormatError) -> UInt64 {
            let line = try readLine()
            guard line.starts(with: prefix) else { throw error(.indexLine) }
            guard let index = Decimal.parse(line.dropFirst(prefix.count)) else { throw error(.decimal) }
            return index
        }

        mutating func readPath(limit: Int) throws(LogFormatError) -> [MerkleHash] {
            var path: [MerkleHash] = []
            while case let line = try readLine(), !line.isEmpty {
                guard path.count < limit else { throw error(.lineCount) }
                path.append(try MerkleHash(base64: line, in: .proof, line: lineNumber))
            }
            return path
        }

        private mutating func readLine() throws(LogFormatError) -> ArraySlice<UInt8> {
            lineNumber += 1
            guard let end = rest.firstIndex(of: TextRules.lineFeed) else { throw error(.missingLine) }
            defer { rest = rest[(end + 1)...] }
            return rest[..<end]
        }

        private func error(_ rule: LogFormatError.Rule) -> LogFormatError {
            LogFormatError(.proof, line: lineNumber, rule)
        }
    }
}
