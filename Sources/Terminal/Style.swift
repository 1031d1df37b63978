import Glibc

/// How a piece of text looks on a terminal: "select graphic rendition" of ECMA-48, section 8.3.117.
package enum Style: Sendable, CaseIterable {
    case bold
    case dim
    case underlined
    case red
    case green
    case yellow
    case blue

    private var codes: (on: Int, off: Int) {
        switch self {
        case .bold: (1, 22)
        case .dim: (2, 22)
        case .underlined: (4, 24)
        case .red: (31, 39)
        case .green: (32, 39)
        case .yellow: (33, 39)
        case .blue: (34, 39)
        }
    }

    /// Ends with the style's own code rather than a reset, so that styles can be nested.
    fileprivate func apply(to text: String) -> String {
        "\u{1B}[\(codes.on)m\(text)\u{1B}[\(codes.off)m"
    }
}

/// Applies styles where a person can see them, and leaves text alone elsewhere.
package struct Styling: Sendable {
    /// Whether styles are applied.
    package let isEnabled: Bool

    package init(isEnabled: Bool) {
        self.isEnabled = isEnabled
    }

    /// Styles for a descriptor: only where it is a terminal and the person has not declined.
    ///
    /// - Parameter noColor: the value of `NO_COLOR`, nil where it is not set; an empty one counts as not set
    ///   (no-color.org).
    package init(for descriptor: CInt = STDOUT_FILENO, noColor: String?) {
        self.init(isEnabled: (noColor ?? "").isEmpty && TerminalFacts.isTerminal(descriptor))
    }

    /// The text in these styles.
    package func callAsFunction(_ text: String, _ styles: Style...) -> String {
        isEnabled ? styles.reduce(text) { $1.apply(to: $0) } : text
    }
}
