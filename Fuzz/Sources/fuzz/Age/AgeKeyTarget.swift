@testable import Age

extension FuzzTarget {
    /// Bech32: the input once as a text, and once as the data of one, for no mutation finds a checksum.
    static let ageKey = FuzzTarget("age-key", longestInput: 128) { bytes in
        checkText(of: bytes)
        let text = try decodeAndEncode(bytes)
        promise("a text prints as it was read") { text == bytes }
    }

    private static func decodeAndEncode(_ bytes: [UInt8]) throws -> [UInt8] {
        let prefix: StaticString = bytes.first == UInt8(ascii: "A") ? X25519Identity.prefix : X25519Recipient.prefix
        return try SecretBytes(copying: bytes).withUnsafeBytes { text in
            try Bech32.decode(prefix: prefix, text).withUnsafeBytes { data in
                Bech32.encode(prefix: prefix, data).withUnsafeBytes { Array($0) }
            }
        }
    }

    private static func checkText(of data: [UInt8]) {
        let prefix = X25519Recipient.prefix
        var text = SecretBytes(copying: data).withUnsafeBytes { data in
            Bech32.encode(prefix: prefix, data).withUnsafeBytes { Array($0) }
        }
        promise("data come back") {
            try SecretBytes(copying: text).withUnsafeBytes { text in
                try Bech32.decode(prefix: prefix, text).withUnsafeBytes { $0.elementsEqual(data) }
            }
        }
        let place = 4 + Int(data.first ?? 0) % (text.count - 4)
        text[place] = text[place] == UInt8(ascii: "q") ? UInt8(ascii: "p") : UInt8(ascii: "q")
        promise("one wrong character is noticed") { (try? decodeAndEncode(text)) == nil }
    }
}
