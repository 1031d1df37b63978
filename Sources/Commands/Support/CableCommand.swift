import ArgumentParser

/// A command of the program: what it does is in `perform`; errors and exit codes are the same for all.
protocol CableCommand: ParsableCommand {
    mutating func perform() throws
}

extension CableCommand {
    mutating func run() throws {
        do { try perform() } catch { throw Failure.told(error, asJSON: false) }
    }
}

/// A command that shows something, to a person or as JSON; its errors too.
protocol ShowingCommand: CableCommand {
    var output: OutputOptions { get }
}

extension ShowingCommand {
    mutating func run() throws {
        do { try perform() } catch { throw Failure.told(error, asJSON: output.isJSON) }
    }
}

/// A command that goes on until it is told to stop.
protocol LastingCommand: AsyncParsableCommand {
    mutating func perform() async throws
}

extension LastingCommand {
    mutating func run() async throws {
        do { try await perform() } catch { throw Failure.told(error, asJSON: false) }
    }
}

extension Failure {
    /// Tells what went wrong.
    ///
    /// - Returns: what is left to be thrown, for the exit code.
    fileprivate static func told(_ error: any Error, asJSON isJSON: Bool) -> any Error {
        if error is ExitCode || error is ValidationError { return error }
        let failure = Failure(error)
        Console.tell(failure, asJSON: isJSON)
        return failure.exitCode
    }
}
