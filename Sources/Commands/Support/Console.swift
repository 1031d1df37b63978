import Foundation
import Terminal

/// Where the program speaks: results on standard output, everything else on standard error.
enum Console {
    static let voice = Voice(noColor: Environment.isColourless ? "1" : nil)
    static let style = Styling(noColor: Environment.isColourless ? "1" : nil)

    static func note(_ line: String) {
        voice.note(line)
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

    /// Text of others as one line that may be shown: nothing in it moves the cursor or hides things.
    static func visible(_ text: some StringProtocol) -> String {
        DisplayText.line(text)
    }
}
