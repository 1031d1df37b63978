/// The head of every message: version (1 byte), kind (1), size of the body (4, big-endian).
struct AgentFrame: Equatable {
    static let version: UInt8 = 1
    static let headSize = 6

    let kind: UInt8
    let bodySize: Int

    init(kind: UInt8, bodySize: Int) {
        self.kind = kind
        self.bodySize = bodySize
    }

    /// Reads a head of exactly six bytes.
    init(head: [UInt8]) throws(Refusal) {
        guard head.count == Self.headSize else { throw .malformed }
        guard head[0] == Self.version else { throw .unknownVersion }
        self.init(kind: head[1], bodySize: Int(UInt32(bigEndianBytes: head[2...])))
    }

    var head: [UInt8] {
        [Self.version, kind] + UInt32(bodySize).bigEndianBytes
    }
}

extension FixedWidthInteger {
    /// The number that the bytes stand for, the most significant first.
    init(bigEndianBytes bytes: some Sequence<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | Self($1) }
    }

    /// The number's bytes, the most significant first.
    var bigEndianBytes: [UInt8] {
        withUnsafeBytes(of: bigEndian) { Array($0) }
    }
}
