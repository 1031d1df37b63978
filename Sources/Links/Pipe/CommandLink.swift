import Relay
import Telegrams

/// A one-way link over any command that takes a bundle on its standard input: mail, UUCP, a modem's queue.
///
/// The command is run once for each bundle; exit status 0 says that it has taken the bundle over for good. Nothing ever
/// arrives on such a link: what comes the other way is read by `cable receive`.
package struct CommandLink: Link {
    package let name: String
    let command: ShellCommand
    /// Seconds that the command may take for one bundle.
    let timeLimit: Int

    package init(name: String, command: ShellCommand, timeLimit: Int = 300) {
        self.name = name
        self.command = command
        self.timeLimit = timeLimit
    }

    /// Hands over one after the other; after the first failure the rest is not tried.
    package func hand(_ items: [LinkItem]) throws {
        var handed: [String] = []
        for item in items {
            do {
                try OneShot(command: command, timeLimit: timeLimit).run(input: item.bytes)
            } catch {
                throw HandOverError(handed: handed, refused: [], cause: error)
            }
            handed.append(item.name)
        }
    }

    package func arrivals() -> [Arrival] { [] }

    package func read(_ arrival: Arrival, limit: Int) -> [UInt8]? { nil }

    package func forget(_ arrivals: [Arrival]) {}

    package func setAside(_ arrivals: [Arrival], in folder: String) -> [String?] { arrivals.map { _ in nil } }

    package func tidy() -> [String] { [] }
}

/// A command that did not take over what it was given.
package struct CommandFailed: Error, Hashable, CustomStringConvertible {
    package let command: String
    package let reason: String
    /// What it wrote to its standard error last, in one line.
    package let errors: String

    package var description: String {
        "'\(command)' failed: \(reason)" + (errors.isEmpty ? "" : ": \(quoted(errors, limit: 500))")
    }
}
