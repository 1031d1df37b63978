import Glibc

extension FileError {
    /// The cause alone, without operation and path.
    package var cause: String {
        switch reason {
        case .system(let code): Self.words(for: code)
        case .wider(let mode, let allowed): "mode \(octal(mode)) is wider than \(octal(allowed))"
        case .foreignOwner(let owner): "it belongs to another user (\(owner))"
        case .notRegular(let kind): "it is \(kind), not a regular file"
        case .tooLarge(let size, let limit): "it has \(size) bytes, more than the \(limit) allowed"
        case .permissionsIgnored(let mode): "the file system gives it mode \(octal(mode)), so that it is not private"
        }
    }

    /// What the operator can do; nil where there is nothing to advise.
    package var remedy: String? {
        switch reason {
        case .system(let code): remedy(for: code)
        case .wider(_, let allowed): "chmod \(String(allowed, radix: 8)) \(visible(path))"
        case .foreignOwner: "run the command as the file's owner, or chown \(visible(path))"
        case .notRegular(.symbolicLink): "name the file itself, or remove the link"
        case .permissionsIgnored: "keep private files on a file system with permissions, such as ext4"
        case .notRegular, .tooLarge: nil
        }
    }

    private static func words(for code: Int32) -> String {
        switch code {
        case ENOSPC: "the disk is full"
        case EDQUOT: "the quota is used up"
        case EACCES, EPERM: "permission denied"
        case EROFS: "the file system is read-only"
        case ENOENT: "no such file or folder"
        case ENOTDIR: "a part of the path is not a folder"
        case EEXIST: "it exists already"
        case EISDIR: "it is a folder"
        case ELOOP: "it is a symbolic link, or a loop of them"
        case EMFILE, ENFILE: "too many files are open"
        case EIO: "the disk reports an error"
        default: systemWords(for: code)
        }
    }

    private static func systemWords(for code: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let start = buffer.baseAddress, strerror_r(code, start, buffer.count) == 0 else {
                return "error \(code)"
            }
            return String(cString: start)
        }
    }

    private func remedy(for code: Int32) -> String? {
        switch code {
        case ENOSPC, EDQUOT: "free space and run the command again; nothing was lost"
        case EACCES, EPERM: "check who owns \(visible(path)) and its folder, and their permissions"
        case EROFS: "mount the file system for writing"
        case ENOENT, ENOTDIR: "check the path; is the disk or share mounted?"
        case EMFILE, ENFILE: "raise the limit of open files (ulimit -n)"
        case EIO: "save what is on this disk and replace it"
        default: nil
        }
    }
}

/// Four octal digits, as in `0644`.
private func octal(_ mode: UInt32) -> String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
