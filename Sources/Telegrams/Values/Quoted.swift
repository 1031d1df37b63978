/// A piece of somebody's text as an error message may show it: in quotation marks, cut short, and with what is
/// invisible written out, so that a hostile text can neither flood a terminal nor command it.
func quoted(_ text: some StringProtocol) -> String {
    let longest = 64
    var shown = "'"
    for (index, scalar) in text.unicodeScalars.enumerated() {
        guard index < longest else { return shown + "...'" }
        if CanonicalText.isVisible(scalar) {
            shown.unicodeScalars.append(scalar)
        } else {
            shown += "<\(CanonicalText.name(of: scalar))>"
        }
    }
    return shown + "'"
}
