/// Covers of version 1 that still wait in a register get what version 2 asks for.
package enum CoverUpgrade {
    private static let old = "CABLEGRAM COVER 1\n"

    package static func isNeeded(for text: [UInt8]) -> Bool { text.starts(with: old.utf8) }

    /// The text in version 2.
    ///
    /// - Parameter announces: the enclosures of a letter that travel by themselves.
    package static func text(
        of cover: [UInt8], fromKey: KeyFingerprint, toKey: KeyFingerprint, incarnation: Incarnation,
        announces: [Cover.Announcement] = []
    ) -> [UInt8] {
        var writer = TextWriter(firstLine: "CABLEGRAM COVER 2")
        for line in cover.dropFirst(old.utf8.count).split(separator: 0x0A) {
            let text = String(decoding: line, as: UTF8.self)
            if text.hasPrefix("digest: ") { writer.field("announces", each: announces) }
            writer.line(text)
            if text.hasPrefix("from: ") { writer.field("from-key", fromKey) }
            guard text.hasPrefix("to: ") else { continue }
            writer.field("to-key", toKey)
            writer.field("incarnation", incarnation)
        }
        return writer.bytes
    }
}
