/// What one station hands to another, before it is sealed to the station: a cover for its clerk, and the content, which
/// the clerk cannot read where it is a letter.
package struct Parcel: Equatable, Sendable {
    /// The text of a `Cover`.
    package let cover: ArraySlice<UInt8>
    /// The sending station's signature of the cover, in the compact form.
    package let signature: ArraySlice<UInt8>
    /// A sealed letter, a service letter, or a part of a sealed enclosure, as the cover says.
    package let content: ArraySlice<UInt8>

    /// - Throws: `FormatError` where a part has a size that it cannot have.
    package init(
        cover: ArraySlice<UInt8>, signature: ArraySlice<UInt8>, content: ArraySlice<UInt8>
    ) throws(FormatError) {
        try SignatureSize.check(signature)
        guard Self.coverSizes.contains(cover.count), Self.contentSizes.contains(content.count) else {
            throw FormatError("a part of the parcel is empty or too long")
        }
        self.cover = cover
        self.signature = signature
        self.content = content
    }

    /// Reads a parcel, whose parts share the storage of `bytes`.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        var reader = try FrameReader(bytes, firstLine: Self.firstLine, limit: Self.limit)
        let cover = try reader.required("cover", sizes: Self.coverSizes)
        let signature = try reader.required("signature", sizes: SignatureSize.range)
        let content = try reader.required("content", sizes: Self.contentSizes)
        try reader.finish()
        try self.init(cover: cover, signature: signature, content: content)
    }

    package func bytes(padding: PaddingStep) -> [UInt8] {
        var writer = FrameWriter(firstLine: Self.firstLine, capacity: cover.count + content.count + 1024)
        writer.append("cover", cover)
        writer.append("signature", signature)
        writer.append("content", content)
        return writer.finish(padding: padding)
    }

    /// The greatest size of the content, in bytes.
    package static let contentLimit = 8 * 1024 * 1024
    /// The greatest size of a parcel, in bytes.
    package static let limit = contentLimit + 2 * Cover.sizeLimit

    private static let firstLine = FirstLine(format: "CABLEGRAM PARCEL")
    private static let coverSizes = 1...Cover.sizeLimit
    private static let contentSizes = 1...contentLimit
}
