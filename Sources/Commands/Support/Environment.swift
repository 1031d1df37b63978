import Foundation
import Serving
import Station

/// The only place that reads the environment.
enum Environment {
    static var station: String? { value("CABLEGRAM_STATION") }
    static var officer: String? { value("CABLEGRAM_OFFICER") }
    static var sshAgentSocket: String? { value("SSH_AUTH_SOCK") }
    static var runtimeDirectory: String? { value("XDG_RUNTIME_DIR") }
    static var isColourless: Bool { value("NO_COLOR") != nil }
    /// Whether the terminal shows more than ASCII, as its locale says (locale(7)); without one it shows ASCII.
    static var isUnicode: Bool {
        let locale = value("LC_ALL") ?? value("LC_CTYPE") ?? value("LANG") ?? "C"
        return locale.uppercased().split(separator: "-").joined().contains("UTF8")
    }
    static var editor: String { value("VISUAL") ?? value("EDITOR") ?? "vi" }
    static var home: String? { value("HOME") }

    /// Where the incarnations of stations are kept, outside their folders.
    static var incarnations: String? {
        let named = value("CABLEGRAM_STATE") ?? value("XDG_STATE_HOME").map { $0 + "/cablegram" }
        // The register keeps it, and the next command may run elsewhere.
        return (named ?? home.map { $0 + "/.local/state/cablegram" }).map(absolute)
    }

    static var supervision: Supervision {
        Supervision(
            socket: value("NOTIFY_SOCKET"), watchdog: value("WATCHDOG_USEC"), watchedProcess: value("WATCHDOG_PID"))
    }

    /// Everything, for the commands that links run.
    static var all: [String] { ProcessInfo.processInfo.environment.map { "\($0)=\($1)" } }

    private static func value(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The folder of a link, as typed.
    ///
    /// - Throws: `StationError` where nothing was: it would be the folder in which the command runs.
    static func folder(_ path: String) throws -> String {
        guard !path.isEmpty else { throw StationError(.invalid, "no folder is given") }
        return absolute(path)
    }

    /// A path as typed, made absolute from the folder in which the command runs.
    static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }
}
