import BundleProtocol
import NIOCore
import Synchronization

/// What the owner asks of a session.
package enum SessionCommand: Sendable {
    case send([UInt8], UInt64)
    case acknowledge(UInt64)
    case refuse(UInt64, TCPCLRefusalReason)
    case terminate(TCPCLTerminationReason)
}

/// Carries the owner's commands to the event loop, many with one wake-up.
final class SessionMailbox: Sendable {
    private let eventLoop: any EventLoop
    private let handler: NIOLoopBound<SessionHandler>
    private let waiting = Mutex<[SessionCommand]>([])

    /// Must be called on the event loop.
    init(eventLoop: any EventLoop, handler: SessionHandler) {
        self.eventLoop = eventLoop
        self.handler = NIOLoopBound(handler, eventLoop: eventLoop)
    }

    func post(_ command: SessionCommand) {
        let isFirst = waiting.withLock { commands in
            commands.append(command)
            return commands.count == 1
        }
        if isFirst { eventLoop.execute { self.handler.value.carryOut(self.take()) } }
    }

    private func take() -> [SessionCommand] {
        waiting.withLock { commands in
            defer { commands = [] }
            return commands
        }
    }
}
