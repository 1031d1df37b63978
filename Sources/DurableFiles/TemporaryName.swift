import Glibc

/// The name of a file that is still being written: `.tmp-BEIJING-4711-9f86d081884c7d65`.
///
/// It begins with a dot, so that no reader takes it for ready; it tells who wrote it, so that each removes his own
/// after a crash; the random part makes it unique for ever, so that removing it can never hit another file.
package struct TemporaryName: Sendable, Equatable {
    /// Who writes; may contain hyphens.
    package let owner: String
    let process: Int32
    let random: UInt64

    /// A fresh name of this process.
    package init(owner: String) {
        self.owner = owner
        process = getpid()
        random = UInt64.random(in: .min ... .max)
    }

    /// Recognises a temporary name; nil for any other.
    package init?(_ name: FileName) {
        guard name.hasPrefix(Self.prefix) else { return nil }
        let parts = name.description.dropFirst(Self.prefix.count).split(
            separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, let process = Int32(parts[parts.count - 2]),
            let random = UInt64(parts[parts.count - 1], radix: 16)
        else { return nil }
        owner = parts.dropLast(2).joined(separator: "-")
        self.process = process
        self.random = random
    }

    package var fileName: FileName {
        let digits = String(random, radix: 16)
        return FileName(
            "\(Self.prefix)\(owner)-\(process)-\(String(repeating: "0", count: 16 - digits.count))\(digits)")
    }

    private static let prefix = ".tmp-"
}
