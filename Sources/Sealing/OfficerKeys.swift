import Age
import Foundation
import SSHSignatures
import Telegrams

/// What an officer's passphrase protects: his archive key, and his signing key unless that lives in ssh-agent.
///
/// The text within the age file (`docs/formats/keys.md`):
///
///     CABLEGRAM OFFICER KEYS 1
///     officer: MAO ZEDONG@BEIJING
///     signing-seed: BASE64            or   signing-agent: ssh-ed25519 AAAA...
///     archive-key: BASE64
package struct OfficerKeys: Sendable {
    /// Where the officer's signing key is.
    package enum SigningKey: Sendable {
        case held(PrivateKey)
        /// In ssh-agent or on a hardware key: only the public half is known here.
        case agent(PublicKey)
    }

    package var officer: Address
    package var signingKey: SigningKey
    package var archiveKey: ArchiveKey

    package init(officer: Address, signingKey: SigningKey, archiveKey: ArchiveKey = ArchiveKey()) {
        self.officer = officer
        self.signingKey = signingKey
        self.archiveKey = archiveKey
    }

    package var publicKey: PublicKey {
        switch signingKey {
        case .held(let key): key.publicKey
        case .agent(let key): key
        }
    }

    private static let magic = "CABLEGRAM OFFICER KEYS 1"

    /// Reads the opened text.
    package init(parsing text: UnsafeRawBufferPointer) throws {
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 5, lines[0] == Self.magic, lines[4].isEmpty else {
            throw SealingError.badKeyFile("it is not a '\(Self.magic)' text")
        }
        func value(_ line: Int, _ name: String) -> Substring? {
            lines[line].hasPrefix(name + ": ") ? lines[line].dropFirst(name.count + 2) : nil
        }
        guard let officer = value(1, "officer"), let archive = value(3, "archive-key"),
            let archiveBytes = Data(base64Encoded: String(archive)), archiveBytes.count == 32
        else { throw SealingError.badKeyFile("the officer or the archive key is missing") }
        if let seed = value(2, "signing-seed"), let bytes = Data(base64Encoded: String(seed)), bytes.count == 32 {
            signingKey = .held(try PrivateKey(seed: bytes))
        } else if let line = value(2, "signing-agent") {
            signingKey = .agent(try PublicKey(KeyLine(line)))
        } else {
            throw SealingError.badKeyFile("the signing key is missing")
        }
        self.officer = try Address(officer)
        archiveKey = ArchiveKey(bytes: archiveBytes)
    }

    /// Calls a closure with the text to be protected and wipes it afterwards.
    package func withText<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
        var text = "\(Self.magic)\nofficer: \(officer)\n"
        switch signingKey {
        case .held(let key): text += "signing-seed: \(key.withSeed { Data($0).base64EncodedString() })\n"
        case .agent(let key): text += "signing-agent: \(try KeyLine(key))\n"
        }
        text += "archive-key: \(archiveKey.withUnsafeBytes { Data($0).base64EncodedString() })\n"
        return try SecretBytes(copying: Array(text.utf8)).withUnsafeBytes(body)
    }

    /// The key file: the text sealed under a passphrase, armored.
    ///
    /// - Parameter workFactor: log2 of scrypt's N; 18 takes about a second.
    package func sealed(passphrase: borrowing SecretBytes, workFactor: Int) throws -> [UInt8] {
        let recipient = try ScryptRecipient(passphrase: passphrase.copy(), workFactor: workFactor)
        return try withText { try AgeFile.seal(Array($0), to: [recipient], form: .armored) }
    }

    /// Opens a key file.
    ///
    /// - Throws: `SealingError.noKey` where the passphrase is wrong.
    package init(sealed: [UInt8], passphrase: borrowing SecretBytes) throws {
        let identity = ScryptIdentity(passphrase: passphrase.copy(), largestWorkFactor: 22)
        do {
            let text = SecretBytes(copying: try AgeFile.open(sealed, with: [identity]))
            self = try text.withUnsafeBytes { try OfficerKeys(parsing: $0) }
        } catch let error as AgeError where error.kind == .noMatch {
            throw SealingError.noKey
        }
    }
}
