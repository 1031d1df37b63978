extension Designator {
    /// What a hasty eye sees of it: one letter for all that look alike, and no hyphens.
    ///
    /// Two stations with one skeleton (`MOSCOW` and `MOSC0W`, `KAESONG-1` and `KAESONGI`) must not be taken for each other.
    package var skeleton: String {
        var seen: [UInt8] = []
        for byte in description.utf8 where byte != UInt8(ascii: "-") {
            let letter = Self.twins[byte] ?? byte
            if letter == UInt8(ascii: "V"), seen.last == letter {
                seen[seen.count - 1] = UInt8(ascii: "W")
            } else {
                seen.append(letter)
            }
        }
        return String(decoding: seen, as: UTF8.self)
    }

    /// Whether it is another one that is taken for this.
    package func resembles(_ other: Designator) -> Bool { self != other && skeleton == other.skeleton }

    /// Digits and letters, each before the letter that it is taken for.
    private static let twins: [UInt8: UInt8] = {
        let pairs = Array("0OQO1I5S8B2Z6G".utf8)
        return Dictionary(
            stride(from: 0, to: pairs.count, by: 2).map { (pairs[$0], pairs[$0 + 1]) },
            uniquingKeysWith: { first, _ in first })
    }()
}
