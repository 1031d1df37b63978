import Dispatch
import Glibc
import Links
import Logging
import ServiceLifecycle
import Station

/// What the service manager has told this process, for instance systemd by its environment.
package struct Supervision: Sendable {
    /// Of `NOTIFY_SOCKET`.
    package var socket: String?
    /// Of `WATCHDOG_USEC`.
    package var watchdog: String?
    /// Of `WATCHDOG_PID`.
    package var watchedProcess: String?

    package init(socket: String? = nil, watchdog: String? = nil, watchedProcess: String? = nil) {
        self.socket = socket
        self.watchdog = watchdog
        self.watchedProcess = watchedProcess
    }
}

/// A served station: the engine, its control server and its service manager, started and stopped in order.
package struct StationService: Sendable {
    private let services: [any Service]
    private let engine: Engine
    private let manager: ServiceManager?
    private let logger: Logger

    /// - Throws: `StationError` with code `refused` where another process serves the station already.
    package init(
        _ station: Station, places: [HostAndPort], settings: EngineSettings, metrics: ControlAddress? = nil,
        supervision: Supervision = Supervision(), logger: Logger
    ) throws {
        let socket = try ControlSocket(folder: station.home.path)
        let engine = try Engine(station, settings: settings, logger: logger)
        let manager = ServiceManager(socketName: supervision.socket)
        let answers = ControlAnswers(
            status: { try await engine.status() }, trouble: { await engine.currentTrouble() }, wake: { engine.wake() })
        let control = try ControlServer(socket: socket, address: metrics, answers: answers, logger: logger)
        let links = try EngineService(engine, places: places, logger: logger) { addresses in
            logger.info("serving", metadata: ["station": "\(station.designator)", "folder": "\(station.home.path)"])
            manager?.ready(
                "\(station.designator)" + (addresses.isEmpty ? "" : ", on \(addresses.joined(separator: " "))"))
        }
        let watchdog = manager.flatMap {
            Watchdog(
                $0, microseconds: supervision.watchdog, process: supervision.watchedProcess, ourselves: getpid(),
                isAlive: { await engine.takesTurns() })
        }
        // A group stops from the last to the first.
        services = [control, links] + (watchdog.map { [$0] } ?? []) + (manager.map { [StoppingNotice($0)] } ?? [])
        self.engine = engine
        self.manager = manager
        self.logger = logger
    }

    /// Serves until SIGTERM or SIGINT, or until the task is cancelled; SIGHUP looks at links and routes again.
    package func run() async throws {
        let reload = Self.onHangUp { [engine, manager] in
            manager?.reloading()
            engine.wake()
            manager?.ready("links and routes were taken up")
        }
        defer { reload.cancel() }
        let group = ServiceGroup(
            configuration: .init(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: Self.quiet(logger)))
        try await group.run()
    }

    private static func onHangUp(_ body: @escaping @Sendable () -> Void) -> any DispatchSourceSignal {
        signal(SIGHUP, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: DispatchQueue(label: "hang-up"))
        source.setEventHandler(handler: body)
        source.activate()
        return source
    }

    /// The group's own steps are nobody's concern unless something is wrong.
    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        if logger.logLevel == .info { logger.logLevel = .warning }
        return logger
    }
}
