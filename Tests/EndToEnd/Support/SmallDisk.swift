import Glibc
import Testing

/// A file system of a few megabytes that can be filled up.
///
/// Mounting one needs root.
final class SmallDisk: Sendable {
    static let isPermitted: Bool = {
        guard geteuid() == 0, let workspace = try? Workspace(), let disk = try? SmallDisk(in: workspace, megabytes: 1)
        else {
            return false
        }
        return Files.exists(disk.path)
    }()

    /// Said of a test that needs one where it cannot be had.
    static let needed: Comment = "a small tmpfs must be mounted, which needs root"

    let path: String
    private let workspace: Workspace

    init(in workspace: Workspace, megabytes: Int, name: String = "disk") throws {
        self.workspace = workspace
        path = try workspace.makeFolder(name, mode: 0o700)
        let run = try workspace.run(["mount", "-t", "tmpfs", "-o", "size=\(megabytes)m,mode=700", "tmpfs", path])
        guard run.code == 0 else { throw Unexpected("cannot mount: \(run)") }
    }

    deinit { _ = try? workspace.run(["umount", "-l", path]) }

    /// Leaves so many bytes free, to the page.
    func fill(leaving free: Int = 0) throws {
        // A command that another test starts meanwhile must not keep it open.
        let file = open(path + "/ballast", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Unexpected("no ballast: errno \(errno)") }
        defer { close(file) }
        let page = [UInt8](repeating: 0xAA, count: 4096)
        while write(file, page, page.count) == page.count {}
        var status = stat()
        guard fstat(file, &status) == 0, ftruncate(file, max(0, status.st_size - off_t(free))) == 0 else {
            throw Unexpected("the ballast cannot be trimmed: errno \(errno)")
        }
    }

    func empty() throws { try Files.remove(path + "/ballast") }
}
