import FoundationEssentials
import Glibc
import Synchronization

/// A private folder in which stations, links and papers of one test lie; it is removed with its contents afterwards.
final class Workspace: Sendable {
    /// The passphrase of every officer.
    ///
    /// No file but its own may ever contain it.
    static let passphrase = "an umbrella in Kaesong, 1951"

    let path: String
    private let counter = Atomic<Int>(0)
    private let clock = Atomic<Int>(0)

    /// In memory where there is such a place: what a kill leaves is the same, and a sync costs nothing.
    init() throws {
        let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(parent)/cable-e2e.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Unexpected("no temporary folder in \(parent)") }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        for folder in ["run", "streams"] { try makeFolder(folder, mode: 0o700) }
        try write(Self.passphrase + "\n", to: "run/passphrase")
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// By how many days the clock is ahead that programs read.
    var daysAhead: Int {
        get { clock.load(ordering: .relaxed) }
        set { clock.store(newValue, ordering: .relaxed) }
    }

    /// Where the sockets of key agents go.
    var runtimeFolder: String { path("run") }
    var passphraseFile: String { path("run/passphrase") }

    func path(_ name: String) -> String { "\(path)/\(name)" }

    func uniqueName() -> String { "\(counter.add(1, ordering: .relaxed).newValue)" }

    @discardableResult
    func makeFolder(_ name: String, mode: mode_t = 0o755) throws -> String {
        guard mkdir(path(name), mode) == 0 else { throw Unexpected("mkdir \(path(name)): errno \(errno)") }
        return path(name)
    }

    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Files.write(bytes, to: path(name))
        return path(name)
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }
}

/// Something that a test relies on is not as it must be.
struct Unexpected: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Plain file operations.
enum Files {
    static func read(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

    static func text(_ path: String) throws -> String { String(decoding: try read(path), as: UTF8.self) }

    static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o600) throws {
        try Data(bytes).write(to: URL(filePath: path))
        chmod(path, mode)
    }

    static func copy(_ source: String, to target: String) throws {
        try FileManager.default.copyItem(atPath: source, toPath: target)
    }

    static func move(_ source: String, to target: String) throws {
        try FileManager.default.moveItem(atPath: source, toPath: target)
    }

    static func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    /// Every file and folder below a folder, as paths relative to it.
    static func tree(_ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
    }

    /// The permissions and the kind of a file.
    static func facts(_ path: String) throws -> (mode: UInt32, isFolder: Bool) {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw Unexpected("\(path) is not there") }
        return (status.st_mode & 0o7777, status.st_mode & S_IFMT == S_IFDIR)
    }
}
