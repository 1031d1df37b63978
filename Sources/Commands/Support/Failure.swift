import ArgumentParser
import DurableFiles
import Glibc
import KeyAgent
import Relay
import SSHSignatures
import Sealing
import Station
import Telegrams
import Terminal

/// Any error as the person at the keyboard sees it: one line with the cause, one with the remedy, and an exit code.
struct Failure {
    var message: String
    var hint: String?
    var code: ExitCode

    init(_ error: any Error) {
        switch error {
        case let error as StationError:
            self.init(error.message, hint: error.hint, ExitCodes.code(for: error.code))
        case let error as FileError:
            self.init(
                error.message, hint: error.remedy, ExitCodes.code(for: error.code == ENOENT ? .notFound : .unavailable))
        case let error as LinkUnavailable:
            self.init("\(error)", hint: error.remedy, ExitCodes.code(for: .unavailable))
        case let error as FormatError: self.init("\(error)", hint: nil, ExitCodes.code(for: .invalid))
        case let error as SealingError: self.init("\(error)", hint: nil, ExitCodes.code(for: .damaged))
        case let error as SSHFormatError: self.init("\(error)", hint: error.hint, ExitCodes.code(for: .invalid))
        case let error as AgentError: self.init("\(error)", hint: error.hint, ExitCodes.code(for: .locked))
        case let error as KeyAgentError: self.init(error.message, hint: error.hint, ExitCodes.code(for: .unavailable))
        case let error as TerminalError: self.init("\(error)", hint: error.hint, ExitCodes.code(for: .locked))
        default:
            let described = StationError(describing: error)
            self.init(described.message, hint: described.hint, ExitCodes.code(for: described.code))
        }
    }

    private init(_ message: String, hint: String?, _ code: ExitCode) {
        self.message = message
        self.hint = hint
        self.code = code
    }
}
