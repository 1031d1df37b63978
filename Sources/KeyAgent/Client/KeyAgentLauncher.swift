import CKeyAgent
import Glibc

/// Starts the key agent in a process of its own.
package enum KeyAgentLauncher {
    /// How the agent came to be there.
    package enum Outcome: Equatable, Sendable {
        case started
        /// Another agent was there before, or won the race for the socket.
        case alreadyRunning
    }

    /// Makes sure that an agent listens on the socket, and returns once it does.
    ///
    /// The program gets `--socket PATH --ready-fd 3` after its arguments, nothing but `LD_BIND_NOW=1` in its
    /// environment, a session of its own and no other open files. A child that ends is reaped.
    ///
    /// - Parameters:
    ///   - program: path of the program that runs `KeyAgentServer`.
    ///   - arguments: what tells it to do so.
    ///   - timeLimit: for all of it.
    /// - Throws: `.startFailed` with the agent's own words where it could not come up.
    package static func start(
        program: String, arguments: [String] = ["agent"], socket: String, timeLimit: Duration = .seconds(5)
    ) throws(KeyAgentError) -> Outcome {
        let client = KeyAgentClient(socket: socket)
        if try client.process() != nil { return .alreadyRunning }
        let deadline = BootTime.now() + timeLimit
        let options = ["--socket", socket, "--ready-fd", "3"]
        let agent = try AgentProcess(program: program, arguments: arguments + options)
        switch try agent.report(deadline: deadline) {
        case .ready:
            agent.reapWhenItEnds()
            return .started
        case .alreadyRunning:
            agent.reap()
            return try waitForWinner(client, deadline)
        case .failed(let error):
            agent.reap()
            throw error
        }
    }

    /// The winner of a race holds the lock a moment before it listens.
    private static func waitForWinner(
        _ client: KeyAgentClient, _ deadline: BootTime
    ) throws(KeyAgentError) -> Outcome {
        repeat {
            if try client.process() != nil { return .alreadyRunning }
        } while pauseBeforeRetry(deadline: deadline)
        throw KeyAgentError(.startFailed, "another key agent is starting but does not come up", hint: "try again")
    }
}
