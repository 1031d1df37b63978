import Glibc
import Station
import Traffic

/// Asks the process that serves a station, if one does.
///
/// It blocks and uses plain sockets: a command that only asks starts nothing else.
package struct ControlClient: Sendable {
    private let folder: String
    private let timeLimit: Duration

    /// - Parameters:
    ///   - folder: the station's folder.
    ///   - timeLimit: how long each system call may wait.
    package init(folder: String, timeLimit: Duration = .seconds(15)) {
        self.folder = folder
        self.timeLimit = timeLimit
    }

    /// How the station stands; nil where nobody serves it.
    ///
    /// - Throws: `StationError` where the process does not answer, or is of another version of the program.
    package func status() throws -> StationStatus? {
        guard let reply = try ask("GET", "/status") else { return nil }
        do {
            return try StationStatus(json: reply.successful().body)
        } catch is DecodingError {
            throw StationError(
                .unavailable, "the process that serves the station is of another version of the program",
                hint: "restart it")
        }
    }

    /// Makes the serving process look at what waits; false where nobody serves the station.
    @discardableResult
    package func wake() throws -> Bool {
        guard let reply = try ask("POST", "/wake") else { return false }
        _ = try reply.successful()
        return true
    }

    /// The process that serves the station; nil where nobody does.
    package func process() throws -> Int32? {
        try connection()?.process
    }

    private func ask(_ method: String, _ path: String) throws -> ControlReplyReader? {
        guard let connection = try connection() else { return nil }
        return try ControlReplyReader(
            connection.ask("\(method) \(path) HTTP/1.1\r\nHost: station\r\nConnection: close\r\n\r\n"))
    }

    private func connection() throws -> ControlConnection? {
        // Where there is no station, nobody serves it.
        guard access(folder, F_OK) == 0 else { return nil }
        do {
            return try ControlConnection(SocketPlace(folder: folder), timeLimit: timeLimit)
        } catch is ControlConnection.Absent {
            return nil
        }
    }
}
