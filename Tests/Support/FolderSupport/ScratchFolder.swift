import FoundationEssentials
import Glibc

/// A folder of its own for one test; removed with everything in it when the test lets go of it.
package final class ScratchFolder: Sendable {
    package let path: String

    /// - Parameter inMemory: where syncing costs nothing, for tests that are not about the disk.
    package init(inMemory: Bool = false) throws {
        let isMemoryThere = inMemory && access("/dev/shm", W_OK) == 0
        let place = isMemoryThere ? "/dev/shm" : FileManager.default.temporaryDirectory.path
        var template = Array("\(place)/cablegram-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SupportError("mkdtemp: errno \(errno)") }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    package func place(_ name: String) -> String { "\(path)/\(name)" }

    /// Creates a subfolder and returns its path.
    package func makeFolder(_ name: String, mode: UInt32 = 0o700) throws -> String {
        guard mkdir(place(name), mode_t(mode)) == 0, chmod(place(name), mode_t(mode)) == 0 else {
            throw SupportError("mkdir \(name): errno \(errno)")
        }
        return place(name)
    }

    /// Puts a file there in the plainest way, as a stranger would.
    package func put(_ name: String, _ bytes: [UInt8], mode: UInt32 = 0o600) throws {
        guard let file = fopen(place(name), "w") else { throw SupportError("fopen \(name): errno \(errno)") }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count, chmod(place(name), mode_t(mode)) == 0 else {
            throw SupportError("fwrite \(name): errno \(errno)")
        }
    }

    /// The content of a file, or nil where there is none.
    package func content(_ name: String) -> [UInt8]? {
        FileManager.default.contents(atPath: place(name)).map(Array.init)
    }

    /// Every name in the folder or in one of its subfolders, hidden ones too, sorted.
    package func names(in subfolder: String = ".") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: place(subfolder)).sorted()
    }

    /// Permission bits of an entry itself.
    package func mode(_ name: String) -> UInt32? {
        var status = stat()
        return lstat(place(name), &status) == 0 ? UInt32(status.st_mode & 0o7777) : nil
    }
}

package struct SupportError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
