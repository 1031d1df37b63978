/// Why something could not be asked or read: the cause, and what to do about it.
package enum TerminalError: Error, Equatable, CustomStringConvertible {
    /// There is no terminal to ask at.
    case noTerminal
    /// The person ended the input without an answer, or a signal ended the question.
    case cancelled
    case emptyPassphrase
    /// More than 1,024 bytes.
    case passphraseTooLong
    /// A new passphrase was given twice, and differently each time.
    case passphrasesDiffer
    /// Neither yes nor no, several times.
    case noAnswer
    /// The system reports a failure with this `errno`.
    case system(CInt)

    /// The cause in one line.
    package var description: String {
        switch self {
        case .noTerminal: "there is no terminal to ask at"
        case .cancelled: "cancelled"
        case .emptyPassphrase: "the passphrase is empty"
        case .passphraseTooLong: "the passphrase is longer than \(Passphrase.largestSize) bytes"
        case .passphrasesDiffer: "the two passphrases differ"
        case .noAnswer: "the answer was neither yes nor no"
        case .system(let number): "cannot use the terminal: \(systemMessage(number))"
        }
    }

    /// The remedy in one line, where one is known.
    package var hint: String? {
        switch self {
        case .noTerminal: "run it from a terminal, or give the passphrase through a file descriptor"
        case .emptyPassphrase: "a key without a passphrase is open to whoever copies the disk"
        case .noAnswer: "type yes or no"
        case .cancelled, .passphraseTooLong, .passphrasesDiffer, .system: nil
        }
    }
}
