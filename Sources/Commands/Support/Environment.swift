import Foundation
import Serving

/// The only place that reads the environment.
enum Environment {
    static var station: String? { value("CABLEGRAM_STATION") }
    static var officer: String? { value("CABLEGRAM_OFFICER") }
    static var sshAgentSocket: String? { value("SSH_AUTH_SOCK") }
    static var runtimeDirectory: String? { value("XDG_RUNTIME_DIR") }
    static var isColourless: Bool { value("NO_COLOR") != nil }
    static var editor: String { value("VISUAL") ?? value("EDITOR") ?? "vi" }
    static var home: String? { value("HOME") }
    /// Where the service manager hears of the service, sd_notify(3).
    static var notifySocket: String? { value("NOTIFY_SOCKET") }
    /// How long the service manager waits for a sign of life, in microseconds, and from which process.
    static var watchdog: (microseconds: String?, process: String?) { (value("WATCHDOG_USEC"), value("WATCHDOG_PID")) }
    /// Whether the service manager takes standard error for the journal, systemd.exec(5).
    static var isJournalled: Bool { value("JOURNAL_STREAM") != nil }

    static var supervision: Supervision {
        Supervision(
            socket: value("NOTIFY_SOCKET"), watchdog: value("WATCHDOG_USEC"), watchedProcess: value("WATCHDOG_PID"))
    }

    private static func value(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A path as typed, made absolute from the folder in which the command runs.
    static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }
}
