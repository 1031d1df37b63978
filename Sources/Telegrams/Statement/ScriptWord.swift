/// A run of letters and marks in a line, with the scripts of its letters.
struct ScriptWord {
    struct Letter {
        let scalar: Unicode.Scalar
        let column: Int
        let script: WritingScript
    }

    /// Only letters of the scripts that are told apart.
    private(set) var letters: [Letter] = []

    var scripts: Set<WritingScript> { Set(letters.map(\.script)) }

    /// Whether every letter of a word in another script could be a Latin one.
    var looksLatin: Bool {
        !letters.isEmpty && letters.allSatisfy { $0.script != .latin && LookAlike.twin(of: $0.scalar) != nil }
    }

    /// The first letter that is not of the word's own script, which is that of most letters; Latin when in doubt.
    ///
    /// A styled letter is always an intruder.
    var intruder: (Letter, WritingScript)? {
        let counts = Dictionary(grouping: letters.filter { $0.script != .styled }, by: \.script).mapValues(\.count)
        let most = counts.values.max() ?? 0
        let own = WritingScript.allCases.first { counts[$0] == most } ?? .latin
        guard let letter = letters.first(where: { $0.script != own || $0.script == .styled }) else { return nil }
        return (letter, own)
    }

    static func words(of line: String) -> [ScriptWord] {
        var words: [ScriptWord] = []
        var word = ScriptWord()
        for (index, scalar) in line.unicodeScalars.enumerated() {
            if let script = WritingScript(scalar) {
                word.letters.append(Letter(scalar: scalar, column: index + 1, script: script))
            } else if !scalar.properties.isAlphabetic, !isMark(scalar) {
                if !word.letters.isEmpty { words.append(word) }
                word = ScriptWord()
            }
        }
        return word.letters.isEmpty ? words : words + [word]
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber: true
        default: false
        }
    }
}
