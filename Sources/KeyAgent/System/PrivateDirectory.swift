import Glibc

/// Directories that nobody else can write to or look into.
enum PrivateDirectory {
    /// Makes sure that the path is a directory of ours with mode 0700 or narrower, and no symbolic link.
    static func verify(_ path: String) throws(KeyAgentError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw refusal(path, String(cString: strerror(errno)), nil) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw refusal(path, "it is not a directory", nil) }
        guard status.st_uid == geteuid() else { throw refusal(path, "it belongs to another user", nil) }
        guard status.st_mode & 0o077 == 0 else {
            throw refusal(path, "other users may enter it", "take their rights away: `chmod 700 \(path)`")
        }
    }

    /// Creates the directory with mode 0700 unless it is there, and verifies it.
    static func create(_ path: String) throws(KeyAgentError) {
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw .system("create \(path)") }
        try verify(path)
    }

    private static func refusal(_ path: String, _ reason: String, _ hint: String?) -> KeyAgentError {
        KeyAgentError(.directoryNotPrivate, "the key agent cannot use the directory \(path): \(reason)", hint: hint)
    }
}
