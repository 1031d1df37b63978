/// A letter that stands where a reader takes it for another one: a Cyrillic А in a Latin word.
package struct LookAlike: Hashable, Sendable, CustomStringConvertible {
    /// Line of the whole statement, counted from 1.
    package let line: Int
    /// Column, counted from 1 in Unicode scalars.
    package let column: Int
    package let letter: Unicode.Scalar
    package let script: WritingScript
    /// What surrounds it: the script of the word, or of the line where the whole word looks alike.
    package let surroundings: WritingScript

    package var description: String {
        let letter = "the \(script.rawValue) letter \(letter) (\(CanonicalText.name(of: letter)))"
        return "line \(line), column \(column): \(letter) stands among \(surroundings.rawValue) letters"
    }

    /// The first look-alike of every word of `text`, which stands in line `line` after `columnsBefore` columns.
    package static func find(in text: String, line: Int, columnsBefore: Int = 0) -> [LookAlike] {
        let words = ScriptWord.words(of: text)
        let hasLatinWord = words.contains { $0.scripts == [.latin] }
        let settled = Set(words.filter { !$0.looksLatin }.flatMap(\.scripts))
        return words.compactMap { word in
            let intruder =
                word.intruder
                ?? (hasLatinWord && word.looksLatin && settled.isDisjoint(with: word.scripts)
                    ? word.letters.first.map { ($0, WritingScript.latin) } : nil)
            guard let (letter, surroundings) = intruder else { return nil }
            return LookAlike(
                line: line, column: columnsBefore + letter.column, letter: letter.scalar, script: letter.script,
                surroundings: surroundings)
        }
    }

    /// What a hasty eye sees: letters that look Latin as the Latin letter, A to Z in lower case.
    ///
    /// Two names with one skeleton must not stand beside each other.
    package static func skeleton(of text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.map { scalar in
            let seen = twins[scalar] ?? scalar
            return ("A"..."Z").contains(seen) ? Unicode.Scalar(UInt8(seen.value) | 0x20) : seen
        }
    }

    /// The Latin letter that `scalar` is taken for; nil for a letter that nobody takes for a Latin one.
    static func twin(of scalar: Unicode.Scalar) -> Unicode.Scalar? { twins[scalar] }

    /// Cyrillic, Greek and Armenian letters that look Latin, each before the Latin letter that they look like
    /// (Unicode Technical Standard 39, `confusables.txt`, single letters only).
    private static let pairs =
        "АAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХXҮYҺHԌGԚQԜWӀIаaеeіiјjоoрpсcуyхxѕsһhԁdԛqԝwүyӏl"
        + "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoνvαaρpιiυuϲcϳjՍUՏSՕOԼLհhոnսuօoցgզq"

    private static let twins: [Unicode.Scalar: Unicode.Scalar] = {
        let scalars = Array(pairs.unicodeScalars)
        let each = stride(from: 0, to: scalars.count, by: 2).map { (scalars[$0], scalars[$0 + 1]) }
        return Dictionary(each) { first, _ in first }
    }()
}
