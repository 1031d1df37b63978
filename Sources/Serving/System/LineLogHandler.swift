import Glibc
import Logging
import Telegrams

/// Writes one line for each record of the log, and each line in one piece, so that the lines of two threads never mix.
package struct LineLogHandler: LogHandler {
    private let form: LogForm
    private let descriptor: CInt
    private let now: @Sendable () -> Instant

    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    /// - Parameters:
    ///   - descriptor: stays open as long as anybody logs: standard error.
    ///   - now: the clock.
    package init(
        _ form: LogForm, level: Logger.Level = .info, descriptor: CInt = STDERR_FILENO,
        now: @escaping @Sendable () -> Instant
    ) {
        self.form = form
        self.descriptor = descriptor
        self.now = now
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        write(form.line(of: event, all(event), at: now()) + "\n")
    }

    /// What is nearest to the record wins.
    private func all(_ event: LogEvent) -> Logger.Metadata {
        var all = metadata
        all.merge(metadataProvider?.get() ?? [:]) { $1 }
        all.merge(event.metadata ?? [:]) { $1 }
        if let error = event.error { all["error"] = "\(error)" }
        return all
    }

    /// Whoever reads the log may be gone; the station goes on.
    private func write(_ line: String) {
        var rest = Array(line.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno != EINTR { return }
            rest = rest.dropFirst(max(0, count))
        }
    }
}
