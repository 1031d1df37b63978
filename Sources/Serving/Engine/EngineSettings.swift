import Relay

/// How a station is served.
package struct EngineSettings: Sendable {
    /// Milliseconds between two looks at a folder.
    package var folderInterval: Int64 = 5000
    /// Seconds without sending after which a session says that it is alive.
    package var keepalive: UInt16 = 30
    /// Milliseconds that open sessions get to finish when the station stops.
    package var stopping: Int64 = 10_000
    package var storage = StorageLimits()
    /// Connections from outside that are held at once.
    package var connections = 256
    /// Whether links are opened; otherwise only the sessions that are given to the engine are served.
    var opensLinks = true
    /// Of the program.
    package var version: String
    /// Milliseconds between two sets of receipts.
    var noticeInterval: Int64 = 50
    /// Bundles that a session may have under way without an answer.
    var windowCount = 1024
    /// Bytes that a session may have under way without an answer.
    var windowBytes = 48 << 20
    /// Bundles that are packed at once; a flash telegram waits for so many at most.
    var batchCount = 256
    /// Bytes that are packed, or of large bundles taken in, at once.
    var batchBytes = 12 << 20
    /// Bytes up to which a bundle is small: it is taken in at once, whatever else has come.
    var smallSize = 256 << 10

    package init(version: String) {
        self.version = version
    }
}
