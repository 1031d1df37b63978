/// To what sizes containers are filled up, so that a listener learns little from the size.
package enum PaddingStep: Int, CaseIterable, Sendable {
    /// Not at all.
    case none = 1
    /// To multiples of 32 bytes, for radio.
    case narrow = 32
    /// To multiples of 256 bytes, for everything else.
    case wide = 256
}

/// How many zeros fill a container up.
enum Padding {
    static let name = "padding"
    /// The most that are ever needed.
    static let limit = 355

    /// The smallest number of zeros with which the padding part makes the whole a multiple of the step; nil where it
    /// is one without a padding part.
    static func count(after size: Int, step: PaddingStep) -> Int? {
        guard size % step.rawValue != 0 else { return nil }
        return (0...limit).first { (size + partSize($0)) % step.rawValue == 0 }
    }

    static func isRight(_ count: Int, after size: Int) -> Bool {
        PaddingStep.allCases.contains { Self.count(after: size, step: $0) == count }
    }

    /// The name, a blank, the length in digits, a line feed, the zeros and a line feed.
    ///
    /// Counted without making the text: every reader and writer asks for hundreds of sizes.
    private static func partSize(_ count: Int) -> Int {
        let digits = count < 10 ? 1 : count < 100 ? 2 : 3
        return name.utf8.count + 1 + digits + 1 + count + 1
    }
}
