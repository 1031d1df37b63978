/// The scheme-specific part of a dtn URI: `"//" node-name "/" demux` (RFC 9171 section 4.2.5.1.1).
enum DTNSyntax {
    static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
        let slash = UInt8(ascii: "/")
        guard bytes.starts(with: [slash, slash]) else { return false }
        let rest = bytes.dropFirst(2)
        guard let delimiter = rest.firstIndex(of: slash) else { return false }
        return isRegisteredName(rest[..<delimiter]) && rest[(delimiter + 1)...].allSatisfy(isVisible)
    }

    /// VCHAR of RFC 5234.
    private static func isVisible(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }

    /// reg-name of RFC 3986 section 3.2.2: unreserved, sub-delims and percent-encoded characters.
    private static func isRegisteredName(_ name: ArraySlice<UInt8>) -> Bool {
        var rest = name
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                guard rest.count >= 2, rest.prefix(2).allSatisfy(isHexDigit) else { return false }
                rest = rest.dropFirst(2)
            } else if !isPlain(byte) {
                return false
            }
        }
        return true
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        Character(Unicode.Scalar(byte)).isHexDigit
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        guard byte < 0x80 else { return false }
        let character = Character(Unicode.Scalar(byte))
        return character.isLetter || character.isNumber || "-._~!$&'()*+,;=".contains(character)
    }
}
