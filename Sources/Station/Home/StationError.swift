import Register

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
    package var message: String
    /// One line: what to do about it.
    package var hint: String?

    package init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    package var description: String { message }
}

extension StationError {
    /// An error of the layers below, in the words of the station.
    package init(describing error: any Error) {
        switch error {
        case let error as StationError: self = error
        case RegisterError.diskFull:
            self.init(
                .unavailable, "the disk is full", hint: "free space and run the command again; nothing was lost")
        case RegisterError.busy:
            self.init(.unavailable, "another command has been writing to the register for a minute", hint: "try again")
        case RegisterError.newerSchema(let version):
            self.init(
                .refused, "the register was written by a newer version of the program (schema \(version))",
                hint: "install the newer version")
        case RegisterError.noEntry(let number): self.init(.notFound, "there is no No. \(number) in the register")
        case RegisterError.damaged(let text):
            self.init(.damaged, "the register is damaged: \(text)", hint: "restore it from a backup and exchange again")
        case RegisterError.storage(let text):
            self.init(
                .unavailable, "the register cannot be used: \(text)",
                hint: "check the disk and who owns the station's folder; nothing that was confirmed is lost")
        default: self.init(.unavailable, "\(error)")
        }
    }
}
