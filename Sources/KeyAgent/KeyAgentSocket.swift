import Glibc

/// Where the agent of a station listens.
package enum KeyAgentSocket {
    /// The socket's path for a station, in a directory that exists, is ours and has mode 0700.
    ///
    /// The directory is `cablegram` in the runtime directory, or `/tmp/cablegram-UID` where there is none. The file's
    /// name is a hash (FNV-1a, 64 bits) of the station home's real path: it keeps stations apart, and protects nothing.
    ///
    /// - Parameters:
    ///   - stationHome: the station's folder; two spellings of the same folder give the same socket.
    ///   - runtimeDirectory: the value of `XDG_RUNTIME_DIR`, nil or empty where it is not set.
    /// - Throws: `.directoryNotPrivate` where somebody else could reach the socket, `.badPath` where the path is too long.
    package static func path(stationHome: String, runtimeDirectory: String?) throws(KeyAgentError) -> String {
        try path(stationHome: stationHome, runtimeDirectory: runtimeDirectory, temporaryDirectory: "/tmp")
    }

    static func path(
        stationHome: String, runtimeDirectory: String?, temporaryDirectory: String
    ) throws(KeyAgentError) -> String {
        let directory = try directory(in: runtimeDirectory, or: temporaryDirectory)
        let path = "\(directory)/\(hash(canonical(stationHome))).sock"
        // Checked before anything is created, so that a refusal leaves nothing behind.
        _ = try SocketAddress(path)
        try PrivateDirectory.create(directory)
        return path
    }

    private static func directory(
        in runtimeDirectory: String?, or temporaryDirectory: String
    ) throws(KeyAgentError) -> String {
        guard let runtimeDirectory, !runtimeDirectory.isEmpty else {
            return "\(temporaryDirectory)/cablegram-\(geteuid())"
        }
        try PrivateDirectory.verify(runtimeDirectory)
        return "\(runtimeDirectory)/cablegram"
    }

    private static func canonical(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// FNV-1a with 64 bits, as 16 hexadecimal digits.
    static func hash(_ text: String) -> String {
        let value = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
