/// The words of a line, which single blanks separate; two blanks in a row make an empty word, which no rule accepts.
///
/// - Parameter limit: the most words; the last one then has the rest of the line, blanks and all.
func words(of text: some StringProtocol, limit: Int = .max) -> [Substring] {
    let bytes = Substring(text).utf8
    return bytes.split(separator: 0x20, maxSplits: limit - 1, omittingEmptySubsequences: false).map(Substring.init)
}
