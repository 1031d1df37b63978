import Glibc

/// `FolderWriter` at work in a process of its own, which a test may kill.
package struct WriterProcess {
    private let process: pid_t
    private let output: Int32

    package init(_ arguments: String...) throws {
        let program = try Self.program()
        var pipes: [Int32] = [0, 0]
        guard pipe2(pipes: &pipes) else { throw SupportError("pipe: errno \(errno)") }
        defer { close(pipes[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipes[1], STDOUT_FILENO)
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var number: pid_t = 0
        let code = posix_spawn(&number, program, &actions, nil, &words, environ)
        guard code == 0 else { throw SupportError("posix_spawn \(program): errno \(code)") }
        process = number
        output = pipes[0]
    }

    /// Waits for the end and returns everything that was printed.
    package func finish() -> (status: Int32, output: String) {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while case let count = Glibc.read(output, &buffer, buffer.count), count > 0 { bytes += buffer.prefix(count) }
        return (end(), String(decoding: bytes, as: UTF8.self))
    }

    /// Waits until something is printed.
    package func waitForOutput() {
        var byte: UInt8 = 0
        _ = Glibc.read(output, &byte, 1)
    }

    /// Kills it at once, as a power failure would.
    package func kill() {
        _ = Glibc.kill(process, SIGKILL)
        _ = end()
    }

    private func end() -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) == -1, errno == EINTR {}
        close(output)
        return (status >> 8) & 0xFF
    }

    /// It is built beside the test program.
    private static func program() throws -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard let slash = path.lastIndex(of: "/") else { throw SupportError("no path of this program") }
        return "\(path[..<slash])/FolderWriter"
    }
}

/// A pipe whose ends close in child processes.
private func pipe2(pipes: inout [Int32]) -> Bool {
    guard pipe(&pipes) == 0 else { return false }
    return pipes.allSatisfy { fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }
}
