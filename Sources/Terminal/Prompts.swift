/// What the program asks a person. Prompts are sanitised, so they may quote what came from elsewhere.
extension ControllingTerminal {
    /// How often a question is put before the program gives up.
    private static var attempts: Int { 3 }

    /// Asks for a passphrase that exists: `passphrase for FILIPPOV: `.
    ///
    /// - Throws: `.emptyPassphrase`, `.passphraseTooLong`, `.cancelled`.
    package func askPassphrase(_ prompt: String) throws(TerminalError) -> Passphrase {
        let passphrase = try askLine("\(DisplayText.line(prompt)): ", echo: false)
        guard !passphrase.isEmpty else { throw .emptyPassphrase }
        return passphrase
    }

    /// Asks for a new passphrase, and once more to be sure; up to three times where the two differ.
    ///
    /// - Throws: `.passphrasesDiffer`, and what `askPassphrase` throws.
    package func askNewPassphrase(_ prompt: String) throws(TerminalError) -> Passphrase {
        for _ in 0..<Self.attempts {
            let first = try askPassphrase(prompt)
            let second = try askPassphrase("\(prompt), once more")
            if first.matches(second) { return first }
            show("the two differ, try again\n")
        }
        throw .passphrasesDiffer
    }

    /// Asks a yes-or-no question, such as `burn the pad? [y/N] `.
    ///
    /// The answer is `y`, `yes`, `n` or `no` in any case; nothing typed means
    /// the default, which stands in capitals.
    ///
    /// - Throws: `.noAnswer` after three other answers, `.cancelled`.
    package func confirm(_ question: String, default assumed: Bool? = nil) throws(TerminalError) -> Bool {
        let choices =
            switch assumed {
            case true: "[Y/n]"
            case false: "[y/N]"
            case nil: "[y/n]"
            }
        for _ in 0..<Self.attempts {
            let line = try askLine("\(DisplayText.line(question)) \(choices) ", echo: true)
            if let answer = Self.answer(line) ?? (line.isEmpty ? assumed : nil) { return answer }
        }
        throw .noAnswer
    }

    private static func answer(_ line: borrowing Passphrase) -> Bool? {
        switch line.withUnsafeBytes({ String(decoding: $0, as: UTF8.self).lowercased() }) {
        case "y", "yes": true
        case "n", "no": false
        default: nil
        }
    }
}
