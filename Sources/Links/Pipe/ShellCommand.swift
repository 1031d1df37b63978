/// A command line that is handed to the shell, as it stands in the station's configuration.
package struct ShellCommand: Sendable, Hashable {
    /// What `/bin/sh -c` is given, for instance `ssh beijing cable link -`.
    package var line: String
    /// The environment in the form `NAME=value`.
    package var environment: [String]

    package init(line: String, environment: [String]) {
        self.line = line
        self.environment = environment
    }
}

/// How a command ended.
package enum CommandEnding: Sendable, Hashable, CustomStringConvertible {
    /// With this exit status; 0 is success.
    case exited(Int32)
    /// By this signal.
    case killed(Int32)

    package var description: String {
        switch self {
        case .exited(let status): "exit status \(status)"
        case .killed(let signal): "killed by signal \(signal)"
        }
    }
}

/// Why a command could not be started: the call that failed and what the system says.
package struct CommandNotStarted: Error, Hashable, CustomStringConvertible {
    package let reason: String
    package var description: String { "the command could not be started: \(reason)" }
}
