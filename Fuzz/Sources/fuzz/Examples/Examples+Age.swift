@testable import Age

extension Examples {
    /// What the sealed examples say.
    static let agePlaintexts: Set<[UInt8]> = [[], Array("Agree to a meeting at once.\n".utf8)]

    static func age() throws -> [(FuzzTarget, [[UInt8]])] {
        let files = try recipients().flatMap { recipients in
            try agePlaintexts.sorted { $0.count < $1.count }.map { try AgeFile.seal($0, to: recipients) }
        }
        let armored = files.map(Armor.encode)
        let texts = try recipients().flatMap { $0 }.compactMap { $0 as? any CustomStringConvertible }.map { "\($0)" }
        return [
            (.ageFile, files + [armored[0], armored[2]]),
            (.ageHeader, try files.map { try AgeFile(parsing: $0).header.bytes }),
            (.ageArmor, [armored[0], Armor.encode([]), Armor.encode(Array(0..<48)), Armor.encode(Array(0..<50))]),
            (.ageKey, [Array(texts[0].utf8), encoded(try X25519Identity(rawRepresentation: AgeKeys.key(1)))]),
            (.ageKeyFile, [Array("# of the seeds\n\(texts.joined(separator: "\n"))\n".utf8), Array(texts[0].utf8)]),
        ]
    }

    private static func recipients() throws -> [[any Recipient]] {
        let classical = try X25519Identity(rawRepresentation: AgeKeys.key(1)).recipient
        return [
            [classical], [try HybridIdentity(seed: AgeKeys.key(2)).recipient],
            [try ScryptRecipient(passphrase: SecretBytes(copying: Array("stone".utf8)), workFactor: 1)],
            [try X25519Identity(rawRepresentation: AgeKeys.key(9)).recipient, classical],
        ]
    }

    private static func encoded(_ identity: X25519Identity) -> [UInt8] {
        identity.encoded().withUnsafeBytes(Array.init)
    }
}
