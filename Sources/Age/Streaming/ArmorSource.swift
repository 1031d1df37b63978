/// Takes the armor off while reading.
struct ArmorSource: ByteSource {
    private enum Expectation { case header, lines, footer, nothing }

    private static let blockByteCount = 48 << 10

    private var base: BufferedSource
    private var expectation = Expectation.header
    private var line = 0
    private var block: ArraySlice<UInt8> = []

    init(_ base: BufferedSource) {
        self.base = base
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if block.isEmpty {
            guard let next = try nextBlock() else { return 0 }
            block = next[...]
        }
        let taken = block.prefix(buffer.count)
        buffer.copyBytes(from: taken)
        block = block.dropFirst(taken.count)
        return taken.count
    }

    /// The next stretch of the file, never empty, or nil after the last line of a faultless armor.
    mutating func nextBlock() throws -> [UInt8]? {
        if expectation == .header { try readHeader() }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.blockByteCount)
        while expectation == .lines, bytes.count < Self.blockByteCount {
            try readDataLine(into: &bytes)
        }
        if expectation == .footer {
            guard try nextLine().elementsEqual(Armor.footer) else {
                throw failure("after a short line only \"-----END AGE ENCRYPTED FILE-----\" may follow")
            }
            try readEnd()
        }
        return bytes.isEmpty ? nil : bytes
    }

    private mutating func readDataLine(into bytes: inout [UInt8]) throws {
        let text = try nextLine()
        if text.elementsEqual(Armor.footer) { return try readEnd() }
        guard !text.isEmpty, text.count <= Armor.columns else {
            throw failure("a line of the armor must have 1 to \(Armor.columns) columns")
        }
        guard Base64.append(decoding: text, to: &bytes, padding: .required) else {
            throw failure("the line is not canonical base64")
        }
        let isFull = text.count == Armor.columns && text.last != UInt8(ascii: "=")
        if !isFull { expectation = .footer }
    }

    private mutating func readHeader() throws {
        var skipped = 0
        while true {
            let text = try nextLine()
            guard text.allSatisfy(Armor.isWhitespace) else {
                guard text.elementsEqual(Armor.header) else {
                    throw failure("the armor must start with \"-----BEGIN AGE ENCRYPTED FILE-----\"")
                }
                expectation = .lines
                return
            }
            skipped += text.count + 1
            guard skipped <= Armor.mostWhitespace else {
                throw failure("there is too much white space before the armor")
            }
        }
    }

    private mutating func readEnd() throws {
        expectation = .nothing
        let rest = try base.peek(Armor.mostWhitespace + 1)
        line += 1
        guard rest.allSatisfy(Armor.isWhitespace) else { throw failure("there is something after the armor") }
        guard rest.count <= Armor.mostWhitespace else { throw failure("there is too much white space after the armor") }
        base.skip(rest.count)
    }

    private mutating func nextLine() throws -> ArraySlice<UInt8> {
        line += 1
        guard let (text, hasLineFeed) = try base.readLine(limit: Armor.mostWhitespace) else {
            throw failure("the armor has no last line \"-----END AGE ENCRYPTED FILE-----\"")
        }
        return hasLineFeed && text.last == UInt8(ascii: "\r") ? text.dropLast() : text
    }

    private func failure(_ message: String) -> AgeError {
        AgeError(.armor, message, line: line)
    }
}
