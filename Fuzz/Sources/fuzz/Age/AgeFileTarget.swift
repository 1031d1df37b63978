import Age

extension FuzzTarget {
    /// Files for three known identities: only what was sealed opens, and memory and stream read the same header.
    static let ageFile = FuzzTarget("age-file", longestInput: 4096) { bytes in
        let header = Result { try AgeFile(parsing: bytes).header }
        promise("memory and stream agree") {
            let streamed = Result { try AgeStreamReader(MemorySource(bytes)).header }
            switch (header, streamed) {
            case (.success(let header), .success(let streamed)): return header == streamed
            // An armor that breaks later on is no concern of a header that has been read.
            case (.failure(let error), .success): return (error as? AgeError)?.kind == .armor
            case (_, .failure): return (try? header.get()) == nil
            }
        }
        let file = try AgeFile(parsing: bytes)
        promise("errors are of the library's own kind") {
            do {
                let plaintext = try file.open(with: AgeKeys.identities)
                promise("only what was sealed opens") { Examples.agePlaintexts.contains(plaintext) }
            } catch is AgeError {}
            return true
        }
        promise("a binary file prints as it was read") {
            try Armor.decodeIfArmored(bytes) == file.header.bytes + file.payload
        }
    }
}

/// Keys without a secret, for files that are committed as seeds.
enum AgeKeys {
    static let identities: [any Identity] = {
        do {
            return [
                try X25519Identity(rawRepresentation: key(1)), try HybridIdentity(seed: key(2)),
                ScryptIdentity(passphrase: SecretBytes(copying: Array("stone".utf8)), largestWorkFactor: 2),
            ]
        } catch {
            fatalError("the keys of the target age-file: \(error)")
        }
    }()

    static func key(_ byte: UInt8) -> SecretBytes { SecretBytes(copying: [UInt8](repeating: byte, count: 32)) }
}

extension Armor {
    fileprivate static func decodeIfArmored(_ bytes: [UInt8]) throws -> [UInt8] {
        bytes.starts(with: "age-encryption.org/".utf8) ? bytes : try decode(bytes)
    }
}
