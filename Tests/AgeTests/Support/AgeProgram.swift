import Foundation

/// Drives the `age` program in a folder of its own, which goes away with it.
final class AgeProgram: Sendable {
    private let folder: URL

    static let isInstalled = find("age") != nil && find("age-keygen") != nil
    static let hasTerminal = find("python3") != nil

    init() {
        folder = FileManager.default.temporaryDirectory.appending(path: "age-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: folder.appending(path: name))
    }

    func read(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: folder.appending(path: name)))
    }

    /// Runs `tool` and throws unless it succeeds; a passphrase is typed on a terminal of its own, as age wants it.
    func run(_ arguments: [String], tool: String = "age", passphrase: String? = nil) throws {
        let process = Process()
        process.currentDirectoryURL = folder
        if let passphrase {
            process.executableURL = Self.find("python3")
            process.arguments = ["-c", Self.terminalScript, passphrase, tool] + arguments
        } else {
            process.executableURL = Self.find(tool)
            process.arguments = arguments
        }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let message = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(message: String(decoding: message, as: UTF8.self))
        }
    }

    struct Failure: Error {
        let message: String
    }

    private static func find(_ tool: String) -> URL? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return path.split(separator: ":").lazy
            .map { URL(filePath: String($0)).appending(path: tool) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    /// Gives the child a pseudo-terminal and answers every prompt with the passphrase.
    private static let terminalScript = """
        import os, pty, sys
        passphrase = sys.argv[1].encode() + b"\\n"
        child, terminal = pty.fork()
        if child == 0:
            os.execvp(sys.argv[2], sys.argv[2:])
        answered = 0
        seen = b""
        while True:
            try:
                data = os.read(terminal, 1024)
            except OSError:
                break
            if not data:
                break
            seen += data
            while seen.count(b"assphrase") > answered and seen.rstrip().endswith(b":"):
                answered = seen.count(b"assphrase")
                os.write(terminal, passphrase)
        status = os.waitpid(child, 0)[1]
        if status != 0:
            sys.stderr.write(seen.decode(errors="replace"))
        sys.exit(1 if status != 0 else 0)
        """
}
