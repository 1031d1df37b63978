import FolderSupport
import Glibc

/// A process that enters telegrams.
struct RegisterWriter {
    private let process: pid_t
    private let output: Int32

    init(_ path: String, count: Int) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
            throw SupportError("pipe: errno \(errno)")
        }
        defer { close(ends[1]) }
        output = ends[0]
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        let arguments = [try Self.program(), path, String(count)]
        var pointers = arguments.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, arguments[0], &actions, nil, &pointers, environ)
        guard code == 0 else { throw SupportError("posix_spawn \(arguments[0]): errno \(code)") }
        self.process = process
    }

    /// Waits for its end and returns the numbers that it was given.
    func numbers() throws -> [Int64] {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = read(output, &buffer, buffer.count), count > 0 { text += buffer[..<count] }
        close(output)
        var status: Int32 = 0
        guard waitpid(process, &status, 0) == process, status == 0 else { throw SupportError("the writer failed") }
        return text.split(separator: 0x0A).compactMap { Int64(String(decoding: $0, as: UTF8.self)) }
    }

    /// It is built beside the test program.
    private static func program() throws -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard let slash = path.lastIndex(of: "/") else { throw SupportError("no path of this program") }
        return "\(path[..<slash])/RegisterWriter"
    }
}
