import Age
import Crypto
import Foundation

/// The key under which an officer's papers rest in the register: file keys of what he opened, drafts, his book, his
/// sealing keys.
///
/// ChaCha20-Poly1305 (RFC 8439) with a random 96-bit nonce for each item; the item's purpose is the associated data, so
/// that nothing sealed for one purpose can be passed off as another.
package struct ArchiveKey: Sendable {
    private let key: SymmetricKey

    /// A new one.
    package init() {
        key = SymmetricKey(size: .bits256)
    }

    /// - Parameter bytes: 32 bytes.
    init(bytes: some ContiguousBytes) {
        key = SymmetricKey(data: bytes)
    }

    /// What an item is for, and which item it is.
    package enum Purpose: Sendable {
        case fileKey(number: Int64)
        case enclosureKey(digest: [UInt8])
        case draft
        case book
        case statement(digest: [UInt8])
        case sealingKey

        var associatedData: [UInt8] {
            switch self {
            case .fileKey(let number): Array("cablegram/archive/file-key/v1\n\(number)".utf8)
            case .enclosureKey(let digest): Array("cablegram/archive/enclosure-key/v1\n".utf8) + digest
            case .draft: Array("cablegram/archive/draft/v1\n".utf8)
            case .book: Array("cablegram/archive/book/v1\n".utf8)
            case .statement(let digest): Array("cablegram/archive/statement/v1\n".utf8) + digest
            case .sealingKey: Array("cablegram/archive/sealing-key/v1\n".utf8)
            }
        }
    }

    /// Seals bytes: 12 bytes of nonce, the ciphertext, 16 bytes of tag.
    package func seal(_ bytes: some DataProtocol, for purpose: Purpose) throws -> [UInt8] {
        Array(try ChaChaPoly.seal(bytes, using: key, authenticating: purpose.associatedData).combined)
    }

    /// - Throws: `SealingError.notOurs` where this key did not seal it for this purpose.
    package func open(_ sealed: [UInt8], for purpose: Purpose) throws -> [UInt8] {
        do {
            let box = try ChaChaPoly.SealedBox(combined: sealed)
            return Array(try ChaChaPoly.open(box, using: key, authenticating: purpose.associatedData))
        } catch {
            throw SealingError.notOurs
        }
    }

    /// What the register may keep in clear of something that only the officer may read, so that he finds it again without
    /// opening everything: HMAC-SHA256 (RFC 2104) under this key, the first 16 bytes.
    package func mark(of name: String, for purpose: Mark) -> [UInt8] {
        let text = Array("cablegram/archive/mark/\(purpose.rawValue)/v1\n\(name)".utf8)
        return Array(HMAC<SHA256>.authenticationCode(for: text, using: key).prefix(16))
    }

    /// What is marked.
    package enum Mark: String, Sendable {
        case statementNumber = "statement-number"
    }

    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try key.withUnsafeBytes(body)
    }
}
