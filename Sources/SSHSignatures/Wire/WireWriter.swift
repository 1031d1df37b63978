/// Appends the data types of RFC 4251, section 5.
extension [UInt8] {
    mutating func appendUInt32(_ value: UInt32) {
        append(UInt8(truncatingIfNeeded: value >> 24))
        append(UInt8(truncatingIfNeeded: value >> 16))
        append(UInt8(truncatingIfNeeded: value >> 8))
        append(UInt8(truncatingIfNeeded: value))
    }

    mutating func appendString(_ bytes: some Collection<UInt8>) {
        appendUInt32(UInt32(bytes.count))
        append(contentsOf: bytes)
    }
}
