import ServiceLifecycle

/// Tells the service manager again and again that the service is alive, as long as it is.
///
/// A manager that hears nothing for the agreed time ends the service and starts it again.
package struct Watchdog: Service {
    private let manager: ServiceManager
    private let interval: Duration
    private let isAlive: @Sendable () async -> Bool

    /// - Parameters:
    ///   - microseconds: the value of `WATCHDOG_USEC`; a sign of life is given twice in that time.
    ///   - process: the value of `WATCHDOG_PID`: whom the manager watches; nil where it does not say.
    ///   - isAlive: whether the work goes on; where it hangs, no sign is given. A trouble that a new start would not
    ///     mend, such as a full disk, is no lack of life.
    /// - Returns: nil where the manager does not watch this process.
    package init?(
        _ manager: ServiceManager, microseconds: String?, process: String? = nil, ourselves: Int32,
        isAlive: @escaping @Sendable () async -> Bool
    ) {
        guard let microseconds = microseconds.flatMap({ Int64($0) }), microseconds > 0 else { return nil }
        if let process, Int32(process) != ourselves { return nil }
        self.manager = manager
        interval = .microseconds(max(1, microseconds / 2))
        self.isAlive = isAlive
    }

    /// Ends without an error: a service that throws is not stopped but has failed.
    package func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if await isAlive() { manager.alive() }
                // Where it throws, the task is cancelled, and the loop ends.
                try? await Task.sleep(for: interval)
            }
        }
    }
}
