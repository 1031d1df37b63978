import Foundation
import Terminal

/// Where the program speaks: results on standard output, everything else on standard error.
enum Console {
    static let voice = Voice(
        noColor: Environment.isColourless ? "1" : nil, isUnicode: Environment.isUnicode)
    static let style = Styling(noColor: Environment.isColourless ? "1" : nil)
    /// How results are set out.
    static let page = Page(for: STDOUT_FILENO, isUnicode: Environment.isUnicode)

    static func note(_ line: String) {
        voice.note(line)
    }

    /// Why something did not work: a line and a hint for a person, or one line of JSON on standard error.
    ///
    /// - Parameter item: what it is about, where there are several.
    static func tell(_ failure: Failure, of item: String? = nil, asJSON isJSON: Bool = false) {
        if isJSON, let line = try? Renderer.line(["error": failure]) { return voice.note(line) }
        voice.error(
            (item.map { "\($0): " } ?? "") + visible(failure.message.description),
            hint: failure.hint.map { visible($0.description) })
    }

    /// The parser's own words (`Error: …`, `Usage: …`, `See '…' for more information.`) in the program's voice.
    static func wrongUse(_ message: String) {
        for line in message.split(separator: "\n") {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("See '"), let command = text.split(separator: "'").dropFirst().first {
                note("hint: see '\(command)'")
            } else if text.hasPrefix("Error: ") {
                let cause = text.dropFirst("Error: ".count)
                voice.error(cause.prefix(1).lowercased() + cause.dropFirst())
            } else {
                note(line.prefix(1).lowercased() + line.dropFirst())
            }
        }
    }

    static func result(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    /// A line of the program's own as it may be shown: nothing in it moves the cursor or hides things.
    ///
    /// What others wrote is ``quoted(_:)`` in it.
    static func visible(_ text: some StringProtocol) -> String {
        DisplayText.line(text)
    }

    /// Words of others within a line of the program's own; a whole text of theirs goes behind the ``page``'s margin.
    static func quoted(_ text: some StringProtocol) -> String {
        DisplayText.quoted(text)
    }

    /// Lines of a result.
    static func result(lines: [String]) {
        result(page.text(lines))
    }
}
