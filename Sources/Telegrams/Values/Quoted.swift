/// A piece of somebody's text as an error message may show it: in quotation marks that nothing in it can close, cut
/// short, and with what is invisible written out, so that a hostile text can neither flood a terminal, nor command it,
/// nor be taken for the program's own words.
///
/// - Parameter limit: the most characters of it (Unicode scalars).
package func quoted(_ text: some StringProtocol, limit: Int = 64) -> String {
    var shown = "\""
    for (index, scalar) in text.unicodeScalars.enumerated() {
        guard index < limit else { return shown + "...\"" }
        if scalar == "\"" || scalar == "\\" {
            shown += "\\\(scalar)"
        } else if CanonicalText.isVisible(scalar) {
            shown.unicodeScalars.append(scalar)
        } else {
            shown += "<\(CanonicalText.name(of: scalar))>"
        }
    }
    return shown + "\""
}
