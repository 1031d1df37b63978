import CLinux
import Glibc

extension OpenFolder {
    /// Renames an entry over whatever file stands at `target`.
    ///
    /// Durable only after ``sync()``.
    package func rename(_ name: FileName, replacing target: FileName) throws(FileError) {
        try system(.rename, place(of: name)) {
            name.withCString { old in
                target.withCString { new in renameat(descriptor.number, old, descriptor.number, new) }
            }
        }
    }

    /// Renames an entry unless something stands at `target` already.
    ///
    /// Durable only after ``sync()``.
    ///
    /// - Returns: false where something does; then nothing has changed.
    package func rename(_ name: FileName, new target: FileName) throws(FileError) -> Bool {
        do {
            try system(.rename, place(of: name)) {
                name.withCString { old in target.withCString { new in linux_rename_new(descriptor.number, old, new) } }
            }
            return true
        } catch let error where error.code == EEXIST {
            return false
        } catch let error where [EINVAL, ENOSYS, EOPNOTSUPP].contains(error.code) {
            // Some network and user-space file systems do not know the flag.
            return try renameByLinking(name, to: target)
        }
    }

    /// The same by a second hard link, which cannot overwrite either.
    func renameByLinking(_ name: FileName, to target: FileName) throws(FileError) -> Bool {
        do {
            try system(.rename, place(of: name)) {
                name.withCString { old in
                    target.withCString { new in linkat(descriptor.number, old, descriptor.number, new, 0) }
                }
            }
            try remove(name)
            return true
        } catch let error where error.code == EEXIST {
            return false
        } catch let error where [EPERM, ENOSYS, EOPNOTSUPP, EMLINK].contains(error.code) {
            return try renameAfterLooking(name, to: target)
        }
    }

    /// The last resort, for folders and for file systems without hard links.
    ///
    /// Another writer could publish the same name between the look and the renaming, and lose it. Where a name is the
    /// identity of its content, he has published the same bytes.
    func renameAfterLooking(_ name: FileName, to target: FileName) throws(FileError) -> Bool {
        guard try facts(of: target) == nil else { return false }
        try rename(name, replacing: target)
        return true
    }
}
