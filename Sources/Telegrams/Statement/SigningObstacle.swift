/// Why a statement that can be read and circulated must not be signed yet.
package enum SigningObstacle: Hashable, Sendable, CustomStringConvertible {
    /// The line has a place still to be filled in.
    case openBlank(line: Int)
    case lookAlike(LookAlike)

    package var description: String {
        switch self {
        case .openBlank(let line): "line \(line): open blank"
        case .lookAlike(let lookAlike): lookAlike.description
        }
    }

    package var hint: Wording {
        switch self {
        case .openBlank: "agree on what stands there, and circulate the statement again with the words filled in"
        case .lookAlike: "type the word again in one script"
        }
    }
}

extension Statement {
    /// Lines with an open blank: four or more underscores in a row, or `(BLANK)`.
    package var openBlanks: [Int] {
        lines.enumerated().filter { Self.hasOpenBlank($0.element) }.map { $0.offset + 1 }
    }

    /// Letters that a reader takes for others, in the order of the text.
    ///
    /// Of the header only the names are looked at, without the English words around them.
    package var lookAlikes: [LookAlike] {
        guard profile == .utf8 else { return [] }
        let firstSignatory = 5
        let names = signatories.enumerated().flatMap { index, signatory in
            let columns = "SIGNATORY \(index + 1) ".utf8.count
            return LookAlike.find(in: signatory.name, line: firstSignatory + index, columnsBefore: columns)
        }
        let firstOfText = firstSignatory + signatories.count + 1
        return names + text.enumerated().flatMap { LookAlike.find(in: $0.element, line: firstOfText + $0.offset) }
    }

    /// What must be put right before anybody signs; empty for a statement that may be signed.
    package var signingObstacles: [SigningObstacle] {
        openBlanks.map(SigningObstacle.openBlank) + lookAlikes.map(SigningObstacle.lookAlike)
    }

    private static func hasOpenBlank(_ line: String) -> Bool {
        let marks = StatementProfile.allCases.map { Array($0.blank.utf8) }
        let bytes = Array(line.utf8)
        return bytes.indices.contains { start in marks.contains { bytes[start...].starts(with: $0) } }
    }
}
