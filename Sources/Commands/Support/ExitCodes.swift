import ArgumentParser
import Station

/// What the program's exit code says (`docs/exit-codes.md`).
enum ExitCodes {
    static let notValid = ExitCode(1)
    static let cannotTell = ExitCode(2)
    static let failure = ExitCode(70)

    static func code(for error: StationError.Code) -> ExitCode {
        switch error {
        case .invalid: ExitCode(64)
        case .damaged: ExitCode(65)
        case .notFound: ExitCode(66)
        case .unavailable: ExitCode(69)
        case .refused: ExitCode(76)
        case .locked: ExitCode(77)
        case .alarm: ExitCode(78)
        }
    }
}
