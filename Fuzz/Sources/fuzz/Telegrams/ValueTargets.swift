import Telegrams

extension FuzzTarget {
    /// RFC 3339, date-time groups, and every number of milliseconds.
    static let instant = FuzzTarget("instant", longestInput: 32) { bytes in
        var pieces = Pieces(bytes)
        let any = Instant(milliseconds: Int64(bitPattern: pieces.number()))
        promise("every instant has words") { !any.description.isEmpty && !DateTimeGroup.short(any).isEmpty }
        let text = try text(bytes)
        if let instant = try? DateTimeGroup.parse(long: text) {
            promise("a date-time group prints as it was read") { DateTimeGroup.long(instant).utf8.elementsEqual(bytes) }
            return
        }
        let instant = try Instant(rfc3339: text)
        promise("prints as it was read") { instant.description.utf8.elementsEqual(bytes) }
        promise("the calendar goes both ways") { CivilTime(instant).instant == instant }
    }

    /// The values of header lines; the first byte of the input chooses the kind, and each kind has one spelling.
    static let headerValue = FuzzTarget("header-value", longestInput: 512) { bytes in
        let readers: [(String) throws -> any CustomStringConvertible] = [
            { try Address($0) }, { try Reference($0) }, { try Enclosure($0) }, { try Digest256(hex: $0) },
            { try KeyFingerprint($0) }, { try Precedence(word: $0) }, { try Telegram.Kind(word: $0) },
            { try Incarnation($0) }, { try SixteenBytes(hex: $0) },
        ]
        let text = try text(Array(bytes.dropFirst()))
        let value = try readers[Int(bytes.first ?? 0) % readers.count](text)
        promise("prints as it was read") { value.description.utf8.elementsEqual(text.utf8) }
    }
}
