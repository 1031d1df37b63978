import Links
import Relay
import Station
import Synchronization
import Telegrams

/// A place where other stations are to connect: an address that is not up now is tried again, and ends nothing else.
final class ListeningPlace: Sendable {
    private let place: HostAndPort
    private let host: SessionHost
    private let mailbox: Mailbox
    private let listener = Mutex<Listener?>(nil)

    /// Tries the place once.
    init(_ place: HostAndPort, on host: SessionHost, for mailbox: Mailbox) async {
        self.place = place
        self.host = host
        self.mailbox = mailbox
        _ = await listen()
    }

    /// The address that is listened on; nil while it is none.
    var address: String? { listener.withLock { $0?.address } }

    /// Tries until others can connect, and lets them until the task is cancelled.
    func keepUp() async {
        var rest = Backoff()
        var generator = SystemRandomNumberGenerator()
        while address == nil, !Task.isCancelled {
            let now = Instant.now()
            rest.fail(at: now, using: &generator)
            let pause = rest.nextAttempt(at: now)?.milliseconds(since: now) ?? 0
            // Where it throws, the task is cancelled, and the loop ends.
            try? await Task.sleep(for: .milliseconds(pause))
            if !Task.isCancelled { await listen() }
        }
        await untilCancelled()
        // The connections that are open stay.
        try? await listener.withLock { $0 }?.close()
    }

    private func listen() async {
        do {
            let found = try await host.listen(host: place.host, port: place.port)
            listener.withLock { $0 = found }
            mailbox.post(.listening(place: place.description, address: found.address))
        } catch {
            mailbox.post(.notListening(place: place.description, reason: TransportErrors.text(of: error)))
        }
    }

    private func untilCancelled() async {
        let (never, end) = AsyncStream<Never>.makeStream()
        await withTaskCancellationHandler {
            for await _ in never {}
        } onCancel: {
            end.finish()
        }
    }
}
