import Register
import Telegrams

/// What went wrong, for the person at the keyboard: the cause, the remedy, and a code for programs.
package struct StationError: Error, CustomStringConvertible, Sendable {
    /// Each has an exit code of its own (`docs/exit-codes.md`).
    package enum Code: String, Sendable, CaseIterable {
        /// The request makes no sense as it stands.
        case invalid
        /// Something named in the request does not exist here.
        case notFound = "not-found"
        /// A key is needed that is not at hand or does not open this.
        case locked
        /// The rules of the service forbid it: no route, an incomplete statement, an open blank.
        case refused
        /// Something that was received or kept is not what it should be.
        case damaged
        /// A correspondent's key changed, or something else that a person must resolve first.
        case alarm
        /// The disk, a link or another program failed.
        case unavailable
    }

    package var code: Code
    /// One line: the cause.
    package var message: Wording
    /// One line: what to do about it.
    package var hint: Wording?
    /// What failed below, where that is known.
    package var cause: (any Error)?

    package init(_ code: Code, _ message: Wording, hint: Wording? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause
    }

    package var description: String { message.description }
}

extension StationError {
    /// An error of the layers below, in the words of the station.
    package init(describing error: any Error) {
        self = error as? StationError ?? Self.described(error)
        if !(error is StationError) { cause = error }
    }

    private static func described(_ error: any Error) -> StationError {
        switch error {
        case RegisterError.diskFull:
            StationError(
                .unavailable, "the disk is full", hint: "free space and run the command again; nothing was lost")
        case RegisterError.busy:
            StationError(
                .unavailable, "another command has been writing to the register for a minute", hint: "try again")
        case RegisterError.newerSchema(let version):
            StationError(
                .refused, "the register was written by a newer version of the program (schema \(version))",
                hint: "install the newer version")
        case RegisterError.noEntry(let number): StationError(.notFound, "there is no No. \(number) in the register")
        case RegisterError.damaged(let text):
            StationError(
                .damaged, "the register is damaged: \(text)", hint: "restore it from a backup and exchange again")
        case RegisterError.storage(let text):
            StationError(
                .unavailable, "the register cannot be used: \(text)",
                hint: "check the disk and who owns the station's folder; nothing that was confirmed is lost")
        default: StationError(.unavailable, Wording(verbatim: "\(error)"))
        }
    }
}
