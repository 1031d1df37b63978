/// What a starting agent tells its launcher through the ready descriptor: one word, and the lines of an error.
enum ReadyReport: Equatable {
    case ready
    case alreadyRunning
    case failed(KeyAgentError)

    /// Longer reports are cut off.
    static let largestSize = 2048

    var bytes: [UInt8] {
        switch self {
        case .ready: Array("ready\n".utf8)
        case .alreadyRunning: Array("running\n".utf8)
        case .failed(let error): Array("failed\n\(error.message)\n\(error.hint ?? "")\n".utf8.prefix(Self.largestSize))
        }
    }

    /// Nil where the bytes are not a report, for instance because the program died before it could make one.
    init?(_ bytes: [UInt8]) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        switch lines.first {
        case "ready": self = .ready
        case "running": self = .alreadyRunning
        case "failed" where lines.count >= 3:
            self = .failed(KeyAgentError(.startFailed, lines[1], hint: lines[2].isEmpty ? nil : lines[2]))
        default: return nil
        }
    }
}
