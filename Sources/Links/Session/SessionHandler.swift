import BundleProtocol
import Logging
import NIOCore

/// Lives at the end of a connection's pipeline and does what the session machine says.
///
/// Everything here happens on the connection's event loop. Where the owner, told of something, asks for something at
/// once, only the machine is changed; the round that is under way sees to the rest.
final class SessionHandler {
    let plan: SessionPlan
    var machine: TCPCLSession
    /// Nil unless in a pipeline.
    var context: ChannelHandlerContext?
    /// Nil until the session is established.
    var session: Session?
    /// The owner's number of each bundle that has not been answered, by transfer ID.
    var numbers: [UInt64: UInt64] = [:]
    var tls = TLSProgress()
    var alarm: SessionAlarm?
    /// Whether a read is due as soon as the machine wants input again.
    var readIsHeld = false
    var isClosing = false
    /// Mistakes of the other side so far.
    var complaints = 0
    /// How the session ended, until that is told.
    var ending: SessionEnding?
    /// What the transport said last.
    var transportError: String?
    private let eventLoop: any EventLoop
    private var isInRound = false

    /// The time allowed for the contact begins now.
    init(plan: SessionPlan, eventLoop: any EventLoop) {
        self.plan = plan
        self.eventLoop = eventLoop
        machine = TCPCLSession(plan.role, plan.configuration, at: eventLoop.now.milliseconds)
    }

    var now: UInt64 { eventLoop.now.milliseconds }

    /// Tells the owner every event, sends what the transport takes, sets the alarm, reads on.
    func round() {
        guard !isInRound else { return }
        isInRound = true
        var isBusy = true
        while isBusy {
            let hadEvents = tellEvents()
            isBusy = sendOutputs() || hadEvents
        }
        isInRound = false
        setAlarm()
        readOn()
    }

    func carryOut(_ commands: [SessionCommand]) {
        for command in commands { carryOut(command) }
        round()
    }

    private func carryOut(_ command: SessionCommand) {
        switch command {
        case .send(let bundle, let number): send(bundle, as: number)
        case .acknowledge(let transfer): machine.acknowledge(transfer, at: now)
        case .refuse(let transfer, let reason): machine.refuse(transfer, reason: reason, at: now)
        case .terminate(let reason): machine.terminate(reason, at: now)
        }
    }

    private func send(_ bundle: [UInt8], as number: UInt64) {
        do throws(TCPCLSendingError) {
            numbers[try machine.send(bundle[...], at: now)] = number
        } catch {
            tell { .unanswered($0, number, .notSent(error)) }
        }
    }
}

extension NIODeadline {
    /// Milliseconds on the event loop's clock.
    var milliseconds: UInt64 { uptimeNanoseconds / 1_000_000 }

    init(milliseconds: UInt64) { self = .uptimeNanoseconds(milliseconds * 1_000_000) }
}
