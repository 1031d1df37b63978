import Foundation
import Terminal

/// Where the program speaks: results on standard output, everything else on standard error.
enum Console {
    static let voice = Voice(noColor: Environment.isColourless ? "1" : nil)
    static let style = Styling(noColor: Environment.isColourless ? "1" : nil)

    static func note(_ line: String) {
        voice.note(line)
    }

    static func result(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    /// Text of others as one line that may be shown: nothing in it moves the cursor or hides things.
    static func visible(_ text: some StringProtocol) -> String {
        DisplayText.line(text)
    }
}
