import Glibc

/// What went wrong with a file, in words for the operator, and what he can do about it.
package struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was attempted.
    package enum Operation: String, Sendable {
        case create, open, read, write, rename, remove, list, examine
        case sync = "make durable"
    }

    /// Why it failed.
    package enum Reason: Equatable, Sendable {
        /// The system said so; the value is an `errno`.
        case system(Int32)
        /// Group or others may read or write what is private.
        case wider(mode: UInt32, allowed: UInt32)
        /// What is private belongs to another user.
        case foreignOwner(UInt32)
        /// It is no file, or a symbolic link, which is not followed here.
        case notRegular(FileKind)
        /// Sizes in bytes.
        case tooLarge(size: Int64, limit: Int)
        /// The file system ignores permissions, so that nothing on it is private.
        case permissionsIgnored(mode: UInt32)
    }

    package var operation: Operation
    package var path: String
    package var reason: Reason

    package init(_ operation: Operation, _ path: String, _ reason: Reason) {
        self.operation = operation
        self.path = path
        self.reason = reason
    }

    package init(_ operation: Operation, _ path: String, code: Int32) {
        self.init(operation, path, .system(code))
    }

    /// The `errno`; 0 where a rule of ours was broken and no call failed.
    package var code: Int32 {
        if case .system(let code) = reason { code } else { 0 }
    }

    /// Whether the file cannot be as large as was asked for, on this file system or on any: trying again does not help.
    package var isOfThePlace: Bool { [EFBIG, EOVERFLOW].contains(code) || (operation == .write && code == EINVAL) }

    /// Whether there is no room for it now: on the disk, within the quota, or in a file system of small files.
    package var isForWantOfRoom: Bool { [ENOSPC, EDQUOT, EFBIG].contains(code) }

    /// One line that names the operation, the path and the cause.
    package var message: String { "cannot \(operation.rawValue) \(visible(path)): \(cause)" }

    package var description: String { message }
}

/// A path fit to be shown within an error message: strangers name files too.
///
/// It stands in quotation marks, which nothing in it closes, unless it has only letters and signs that no message could
/// be made of.
func visible(_ path: String) -> String {
    guard !path.utf8.allSatisfy(isPlain) else { return path }
    var shown = "\""
    for scalar in path.unicodeScalars {
        if scalar == "\"" || scalar == "\\" { shown += "\\" }
        let isControl = scalar.properties.generalCategory == .control
        shown.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
    }
    return shown + "\""
}

private func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "/._-+@,".utf8.contains(byte)
    }
}
