import Age

extension FuzzTarget {
    static let ageHeader = FuzzTarget("age-header", longestInput: 2048) { bytes in
        let header = try Header(parsing: bytes)
        promise("prints as it was read") { header.bytes == bytes }
        promise("a header made of the same stanzas is the same but for its code") {
            let key = try FileKey(SecretBytes(copying: [UInt8](repeating: 3, count: 16)))
            let made = try Header(stanzas: header.stanzas, authenticatedWith: key)
            let codeLength = 43 + 1
            return made.bytes.dropLast(codeLength) == header.bytes.dropLast(codeLength)
        }
    }
}
