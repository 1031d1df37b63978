/// Reads integers and bytes off the front of what has come; nil stands for "not here yet".
struct TCPCLReader {
    private let input: ArraySlice<UInt8>
    private(set) var position: Int

    init(_ input: ArraySlice<UInt8>) {
        self.input = input
        position = input.startIndex
    }

    /// What has not been read.
    var rest: ArraySlice<UInt8> { input[position...] }

    /// Reads an unsigned integer, the most significant byte first (RFC 9174 section 2).
    mutating func integer<Integer: FixedWidthInteger & UnsignedInteger>(_ type: Integer.Type) -> Integer? {
        guard let bytes = bytes(Integer.bitWidth / 8) else { return nil }
        return Integer(truncatingIfNeeded: bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= input.endIndex - position else { return nil }
        defer { position += count }
        return input[position..<(position + count)]
    }
}

extension [UInt8] {
    /// Appends an unsigned integer, the most significant byte first (RFC 9174 section 2).
    mutating func append(bigEndian value: some FixedWidthInteger & UnsignedInteger) {
        for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}
