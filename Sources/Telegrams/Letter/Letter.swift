/// A signed telegram with all that its reader needs to check it, before it is sealed.
///
/// The parts are kept as the bytes they were signed as. Signature and hashes are checked elsewhere.
package struct Letter: Equatable, Sendable {
    /// The text of a `Manifest`.
    package let manifest: ArraySlice<UInt8>
    /// The sender's signature of the manifest in the compact form: 72 bytes, or 77 from a hardware key.
    package let signature: ArraySlice<UInt8>
    /// From which the salts of the segments come; secret, 32 bytes.
    package let seed: ArraySlice<UInt8>
    /// The text of a `Telegram`.
    package let telegram: ArraySlice<UInt8>
    /// The telegram's inline enclosures, in its order.
    package let enclosures: [ArraySlice<UInt8>]

    /// - Throws: `FormatError` where a part has a size that it cannot have.
    package init(
        manifest: ArraySlice<UInt8>, signature: ArraySlice<UInt8>, seed: ArraySlice<UInt8>,
        telegram: ArraySlice<UInt8>, enclosures: [ArraySlice<UInt8>]
    ) throws(FormatError) {
        try SignatureSize.check(signature)
        guard seed.count == 32 else { throw FormatError("part 'seed' has \(seed.count) bytes, must have 32") }
        guard Self.manifestSizes.contains(manifest.count), Self.telegramSizes.contains(telegram.count),
            enclosures.count <= Telegram.Limits.enclosures,
            enclosures.allSatisfy({ Self.enclosureSizes.contains($0.count) })
        else { throw FormatError("a part of the letter is empty or too long") }
        self.manifest = manifest
        self.signature = signature
        self.seed = seed
        self.telegram = telegram
        self.enclosures = enclosures
    }

    /// Reads a letter, whose parts share the storage of `bytes`.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        var reader = try FrameReader(bytes, firstLine: Self.firstLine, limit: Self.limit)
        let manifest = try reader.required("manifest", sizes: Self.manifestSizes)
        let signature = try reader.required("signature", sizes: SignatureSize.range)
        let seed = try reader.required("seed", sizes: 32...32)
        let telegram = try reader.required("telegram", sizes: Self.telegramSizes)
        let enclosures = try reader.list(
            "enclosure", sizes: Self.enclosureSizes, limit: Telegram.Limits.enclosures)
        try reader.finish()
        try self.init(
            manifest: manifest, signature: signature, seed: seed, telegram: telegram, enclosures: enclosures)
    }

    package func bytes(padding: PaddingStep) -> [UInt8] {
        let size = manifest.count + telegram.count + enclosures.reduce(0) { $0 + $1.count + 20 }
        var writer = FrameWriter(firstLine: Self.firstLine, capacity: size + 1024)
        writer.append("manifest", manifest)
        writer.append("signature", signature)
        writer.append("seed", seed)
        writer.append("telegram", telegram)
        for enclosure in enclosures { writer.append("enclosure", enclosure) }
        return writer.finish(padding: padding)
    }

    /// The greatest size of a letter, in bytes.
    package static let limit = 5 * 1024 * 1024

    private static let firstLine = FirstLine(format: "CABLEGRAM LETTER")
    private static let manifestSizes = 1...Manifest.sizeLimit
    private static let telegramSizes = 1...Telegram.Limits.text
    private static let enclosureSizes = 0...Int(Telegram.Limits.inlineEnclosure)
}

/// The compact form of a signature: 72 bytes, or 77 from a hardware key.
enum SignatureSize {
    static let range = 72...77

    static func check(_ signature: ArraySlice<UInt8>) throws(FormatError) {
        guard signature.count == 72 || signature.count == 77 else {
            throw FormatError("part 'signature' has \(signature.count) bytes, must have 72 or 77")
        }
    }
}
