import Glibc

/// What a terminal of so many columns shows, row by row.
///
/// It does what every terminal does: it goes on in the first column of the next row where a line is too long.
struct Screen {
    let rows: [String]

    /// - Parameter columns: of the terminal.
    static func of(_ station: TestStation, columns: Int, _ arguments: [String]) throws -> Screen {
        var (screen, terminal): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: 24, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&screen, &terminal, nil, nil, &size) == 0 else { throw Unexpected("no terminal: \(errno)") }
        defer { close(screen) }
        for descriptor in [screen, terminal] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        let program = try station.workspace.start(
            [Workspace.cable] + arguments + ["--station", station.home], environment: ["NO_COLOR": "1"],
            terminal: terminal)
        close(terminal)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        // The last program that has the terminal open closes it, which is an error here.
        while case let count = read(screen, &buffer, buffer.count), count > 0 { bytes += buffer.prefix(count) }
        _ = try program.wait()
        return Screen(String(decoding: bytes, as: UTF8.self), columns: columns)
    }

    /// All that is shown in the tests takes one column a letter.
    private init(_ text: String, columns: Int) {
        rows = text.split(separator: "\r\n", omittingEmptySubsequences: false).flatMap { line in
            line.isEmpty
                ? [""]
                : stride(from: 0, to: line.count, by: columns).map { String(line.dropFirst($0).prefix(columns)) }
        }
    }
}
