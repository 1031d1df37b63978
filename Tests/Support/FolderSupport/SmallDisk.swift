import Glibc

/// A file system of its own in memory, small enough to be filled; needs root.
package final class SmallDisk: Sendable {
    package let folder: ScratchFolder

    /// - Parameter kilobytes: Its whole size.
    package init(kilobytes: Int) throws {
        folder = try ScratchFolder()
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=\(kilobytes)k,mode=0700") == 0 else {
            throw SupportError("mount: errno \(errno)")
        }
    }

    deinit {
        umount2(folder.path, Int32(MNT_DETACH))
    }

    package func makeReadOnly() throws {
        guard mount("tmpfs", folder.path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0 else {
            throw SupportError("remount: errno \(errno)")
        }
    }

    /// Whether this process may mount one; where not, the tests on full and read-only disks say that they are skipped.
    package static let isPermitted: Bool = (try? SmallDisk(kilobytes: 64)) != nil
}
