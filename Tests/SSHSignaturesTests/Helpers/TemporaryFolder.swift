import FoundationEssentials
import Glibc
import Synchronization

/// A folder that is removed with its contents when the test is over; files in it are private.
final class TemporaryFolder: Sendable {
    struct CannotCreate: Error {}

    let path: String
    private let counter = Atomic<Int>(0)

    init() throws {
        var template = Array("/tmp/ssh-signatures.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CannotCreate() }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func path(_ name: String) -> String { "\(path)/\(name)" }

    func uniqueName() -> String { "run\(counter.add(1, ordering: .relaxed).newValue)" }

    @discardableResult
    func write(_ bytes: [UInt8], to name: String, mode: mode_t = 0o600) throws -> String {
        try Data(bytes).write(to: URL(filePath: path(name)))
        chmod(path(name), mode)
        return path(name)
    }

    @discardableResult
    func write(_ text: String, to name: String, mode: mode_t = 0o600) throws -> String {
        try write(Array(text.utf8), to: name, mode: mode)
    }

    func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path(name)))) }

    func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }
}
