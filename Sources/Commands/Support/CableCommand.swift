import ArgumentParser

/// A command of the program: what it does is in `perform`; errors and exit codes are the same for all.
protocol CableCommand: ParsableCommand {
    mutating func perform() throws
}

extension CableCommand {
    mutating func run() throws {
        do {
            try perform()
        } catch let error as ExitCode {
            throw error
        } catch let error as ValidationError {
            throw error
        } catch {
            let failure = Failure(error)
            Console.voice.error(Console.visible(failure.message), hint: failure.hint.map { Console.visible($0) })
            throw failure.code
        }
    }
}
