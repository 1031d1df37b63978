@testable import BundleProtocol

/// Puts the checksums of a mutated bundle right, which mutation alone never does.
enum BundleMender {
    static func mend(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        var reader = CBORReader(bytes[...])
        guard (try? reader.openArray()) != nil else { return bytes }
        var isPrimary = true
        while !reader.isAtEnd, !reader.isAtBreak {
            let start = reader.position
            do throws(BundleParsingError) {
                try read(&reader, isPrimary)
            } catch {
                guard error.rule == .checksumMismatch else { return bytes }
                mend(&bytes, block: start..<reader.position, field: error.offset)
                reader = CBORReader(bytes[reader.position...])
            }
            isPrimary = false
        }
        return bytes
    }

    private static func read(_ reader: inout CBORReader, _ isPrimary: Bool) throws(BundleParsingError) {
        if isPrimary {
            _ = try PrimaryBlock(from: &reader, tolerating: [])
        } else {
            _ = try CanonicalBlock(from: &reader, limits: BundleLimits(), tolerating: [])
        }
    }

    private static func mend(_ bytes: inout [UInt8], block: Range<Int>, field: Int) {
        let checksum: Checksum = bytes[field] == 0x42 ? .crc16 : .crc32C
        let value = field + 1..<field + 1 + checksum.length
        bytes.replaceSubrange(value, with: repeatElement(0, count: value.count))
        bytes.replaceSubrange(value, with: checksum.bytes(over: [bytes[block]]))
    }
}
