/// Turns keys into text and back.
enum KeyText {
    static func decode(_ text: String, prefix: StaticString) throws(AgeError) -> SecretBytes {
        try decode(SecretBytes(copying: [UInt8](text.utf8)), prefix: prefix)
    }

    static func decode(_ text: borrowing SecretBytes, prefix: StaticString) throws(AgeError) -> SecretBytes {
        try text.withUnsafeBytes { bytes throws(AgeError) in try Bech32.decode(prefix: prefix, bytes) }
    }

    static func string(_ text: consuming SecretBytes) -> String {
        text.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}
