import Age
import Crypto
import SSHSignatures
import Telegrams

/// A letter ready to travel.
package struct SealedLetter: Sendable {
    /// What is put into the parcels and into the register.
    package var bytes: [UInt8]
    /// What opens it without any recipient's key; nil for a service letter, which has no seal of its own.
    package var fileKey: HeldFileKey?
    /// SHA-256 of the signed manifest: the telegram's identity.
    package var identity: Digest256
}

/// A file key that several owners hold; it is wiped when the last one lets go.
package final class HeldFileKey: Sendable {
    let key: FileKey

    init(_ key: consuming FileKey) {
        self.key = key
    }

    /// Takes over a key that rested in an archive.
    package init(bytes: [UInt8]) throws {
        key = try FileKey(SecretBytes(copying: bytes))
    }

    package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try key.withUnsafeBytes(body)
    }
}

/// Somebody to whom a letter is sealed.
package struct LetterRecipient: Sendable {
    package var address: Address
    /// His long-lived key, which the manifest lists.
    package var fingerprint: KeyFingerprint
    /// The sealing key of his newest card; nil for a station, whose seal is the parcel's.
    package let sealingKey: HybridRecipient?
    /// SHA-256 of that key's text, by whose beginning a cover names it.
    package let sealingKeyDigest: Digest256?

    package init(address: Address, fingerprint: KeyFingerprint, sealingKey: HybridRecipient?) {
        self.address = address
        self.fingerprint = fingerprint
        self.sealingKey = sealingKey
        sealingKeyDigest = sealingKey.map { Digest256(of: Array($0.description.utf8)) }
    }
}

extension SealedLetter {
    /// The namespace in which telegrams are signed.
    package static let namespace: Namespace = "telegram@cablegram"

    /// Signs a telegram for exactly these recipients and seals it to those who have a sealing key.
    ///
    /// The recipients stand in the signed manifest, so that none of them can pass the letter on as if it had been written
    /// to a third party (D. Davis, "Defective Sign & Encrypt", 2001).
    ///
    /// - Parameters:
    ///   - enclosures: the bytes of the inline enclosures, in the order of the telegram's lines.
    ///   - recipients: the telegram's action and information addressees, in order.
    package init(
        _ telegram: Telegram, enclosures: [[UInt8]], signedBy signer: any Signer, to recipients: [LetterRecipient]
    ) throws {
        let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        let segments = telegram.segments
        let parties = recipients.map { Manifest.Party(key: $0.fingerprint, address: $0.address) }
        let manifest = try Manifest(
            station: telegram.from.station, number: telegram.number, dateTime: telegram.dateTime,
            sender: .init(key: KeyFingerprint(signer.publicKey), address: telegram.from),
            recipients: parties.prefix(telegram.to.count).map(\.self),
            infoRecipients: parties.dropFirst(telegram.to.count).map(\.self),
            enclosures: telegram.content.enclosures.map(\.digest), segmentCount: segments.count,
            root: SegmentCommitments(seed: seed).root(of: segments))
        if let fault = manifest.disagreement(with: telegram) { throw SealingError.malformed(fault) }
        let text = manifest.text
        let signature = try signer.sign(text, namespace: Self.namespace).compact()
        let letter = try Letter(
            manifest: text[...], signature: signature.bytes[...], seed: seed[...], telegram: telegram.text[...],
            enclosures: enclosures.map { $0[...] })
        identity = Digest256(of: text)
        let plain = letter.bytes(padding: .wide)
        let keys = recipients.compactMap(\.sealingKey)
        if keys.isEmpty {
            bytes = plain
        } else {
            let held = HeldFileKey(FileKey())
            bytes = try AgeFile.seal(plain, under: held.key, header: Header(wrapping: held.key, for: keys))
            fileKey = held
        }
    }
}

/// A letter that has been opened, not yet believed.
package struct OpenedLetter: Sendable {
    package var telegram: Telegram
    package var manifest: Manifest
    /// The inline enclosures, in the order of the telegram's lines.
    package var enclosures: [ArraySlice<UInt8>]
    /// What opens the letter again when the receiving key is gone; nil for a service letter.
    package var fileKey: HeldFileKey?
    private let signature: CompactSignature
    private let manifestText: [UInt8]
    /// The opened letter as a whole: what is passed on when it is readdressed.
    package let plain: [UInt8]

    /// SHA-256 of the signed manifest: the telegram's identity.
    package var identity: Digest256 { Digest256(of: manifestText) }

    /// Opens a letter with an officer's sealing keys.
    package init(_ sealed: [UInt8], identities: [HybridIdentity]) throws {
        let file = try AgeFile(parsing: sealed, form: .binary)
        let held: HeldFileKey
        do {
            held = HeldFileKey(try file.header.unwrap(with: identities))
        } catch let error as AgeError where error.kind == .noMatch {
            throw SealingError.noKey
        }
        try self.init(file, fileKey: held)
    }

    /// Opens a letter from the archive.
    package init(_ sealed: [UInt8], fileKey: HeldFileKey) throws {
        let file = try AgeFile(parsing: sealed, form: .binary)
        try file.header.verify(fileKey.key)
        try self.init(file, fileKey: fileKey)
    }

    private init(_ file: AgeFile, fileKey: HeldFileKey) throws {
        try self.init(plain: try file.open(with: fileKey.key))
        self.fileKey = fileKey
    }

    /// Reads a letter that has no seal of its own, and checks everything that needs no key: that the telegram, its
    /// segments and every inline enclosure are those of the manifest.
    package init(plain: [UInt8]) throws {
        do {
            let letter = try Letter(parsing: plain)
            self.plain = plain
            manifestText = Array(letter.manifest)
            manifest = try Manifest(parsing: manifestText)
            telegram = try Telegram(parsing: Array(letter.telegram))
            enclosures = letter.enclosures
            signature = try CompactSignature(Array(letter.signature))
            if let fault = manifest.disagreement(with: telegram) { throw fault }
            guard SegmentCommitments(seed: letter.seed).root(of: telegram.segments) == manifest.root else {
                throw SealingError.contradiction("the text is not the one that was signed")
            }
        } catch let error as FormatError {
            throw SealingError.malformed(error)
        }
        try checkEnclosures()
    }

    private func checkEnclosures() throws {
        let inline = telegram.content.enclosures.filter { $0.carriage == .inline }
        guard inline.count == enclosures.count else {
            throw SealingError.contradiction("\(inline.count) enclosures are listed, \(enclosures.count) are there")
        }
        for (line, bytes) in zip(inline, enclosures)
        where Int64(bytes.count) != line.size || Digest256(of: bytes) != line.digest {
            throw SealingError.contradiction("the enclosure \(quoted(line.name)) is not the one that was signed")
        }
    }

    /// Checks that the holder of a key signed this letter.
    package func verify(signedBy key: PublicKey) throws {
        let found = KeyFingerprint(key)
        guard found == manifest.sender.key else {
            throw SealingError.wrongSigner(expected: found, found: manifest.sender.key)
        }
        do {
            try signature.expanded(publicKey: key, namespace: SealedLetter.namespace)
                .verify(manifestText, namespace: SealedLetter.namespace)
        } catch {
            throw SealingError.badSignature("\(error)")
        }
    }

    /// Checks that the letter was written to the holder of a key.
    package func requireAddressee(_ reader: KeyFingerprint) throws {
        let all = manifest.recipients + manifest.infoRecipients
        guard all.contains(where: { $0.key == reader }) else { throw SealingError.notAddressed(reader) }
    }
}

extension KeyFingerprint {
    package init(_ key: PublicKey) {
        self.init(Digest256(of: key.blob))
    }
}
