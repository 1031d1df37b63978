import Age

extension FuzzTarget {
    static let ageKeyFile = FuzzTarget("age-key-file", longestInput: 4096) { bytes in
        _ = try? KeyFile.identities(SecretBytes(copying: bytes))
        let recipients = try KeyFile.recipients(bytes)
        promise("recipients print as they were read") {
            let lines = bytes.split(separator: 0x0A).map { $0.last == 0x0D ? $0.dropLast() : $0 }
                .filter { !$0.isEmpty && $0.first != UInt8(ascii: "#") }
            return lines.elementsEqual(recipients.map { "\($0)" }) { $0.elementsEqual($1.utf8) }
        }
    }
}
