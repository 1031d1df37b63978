import ServiceLifecycle

/// Tells the service manager when the services begin to stop.
///
/// It belongs at the end of the list: a group stops its services from the last to the first.
package struct StoppingNotice: Service {
    private let manager: ServiceManager

    package init(_ manager: ServiceManager) {
        self.manager = manager
    }

    package func run() async {
        // It throws where the task is cancelled, which is an end too.
        try? await gracefulShutdown()
        manager.stopping()
    }
}
