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
    var message: Wording
    var hint: Wording?
    var code: StationError.Code
    /// What failed below.
    var cause: (any Error)?

    init(_ error: any Error) {
        switch error {
        case let error as StationError: self.init(error.code, error.message, error.hint, cause: error.cause)
        case let error as FileError:
            self.init(error.code == ENOENT ? .notFound : .unavailable, said(error.message), said(error.remedy))
        case let error as LinkUnavailable: self.init(.unavailable, said("\(error)"), said(error.remedy))
        case let error as FormatError: self.init(.invalid, said("\(error)"))
        case let error as SealingError: self.init(.damaged, said("\(error)"))
        case let error as SSHFormatError: self.init(.invalid, said("\(error)"), said(error.hint))
        case let error as AgentError: self.init(.locked, said("\(error)"), said(error.hint))
        case let error as KeyAgentError: self.init(.unavailable, said(error.message), said(error.hint))
        case let error as TerminalError: self.init(.locked, said("\(error)"), said(error.hint))
        default: self.init(StationError(describing: error))
        }
    }

    private init(_ code: StationError.Code, _ message: Wording, _ hint: Wording? = nil, cause: (any Error)? = nil) {
        self.message = message
        self.hint = hint
        self.code = code
        self.cause = cause
    }

    var exitCode: ExitCode { ExitCodes.code(for: code) }
}

/// In the words of a library, which knows nothing of patterns.
private func said(_ text: String) -> Wording { Wording(verbatim: text) }

private func said(_ text: String?) -> Wording? { text.map(Wording.init(verbatim:)) }

extension Failure: Encodable {
    private enum CodingKeys: CodingKey {
        case code, exitCode, message, pattern, arguments, hint, hintPattern, hintArguments, cause
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(code.rawValue, forKey: .code)
        try container.encode(exitCode.rawValue, forKey: .exitCode)
        try container.encode(message.description, forKey: .message)
        try container.encode(message.pattern, forKey: .pattern)
        try container.encode(message.arguments, forKey: .arguments)
        try container.encodeIfPresent(hint?.description, forKey: .hint)
        try container.encodeIfPresent(hint?.pattern, forKey: .hintPattern)
        try container.encodeIfPresent(hint?.arguments, forKey: .hintArguments)
        try container.encodeIfPresent(cause.map { "\($0)" }, forKey: .cause)
    }
}
