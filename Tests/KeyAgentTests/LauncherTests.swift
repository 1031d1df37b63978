import Glibc
import Testing

@testable import KeyAgent

@Suite struct LauncherTests {
    private func failure(_ body: () throws -> Void) -> KeyAgentError? {
        do {
            try body()
            return nil
        } catch {
            return error as? KeyAgentError
        }
    }

    @Test func `of many that start at once one starts and the others use it`() async throws {
        let test = try TestDirectory()
        let socket = test.socket
        let outcomes = try await withThrowingTaskGroup(of: KeyAgentLauncher.Outcome.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    try KeyAgentLauncher.start(
                        program: AgentHost.path, arguments: [], socket: socket, timeLimit: .seconds(30))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        try test.noteAgent()
        #expect(outcomes.filter { $0 == .started }.count == 1)
        #expect(outcomes.count == 6)
        try test.client.store([1], as: "FILIPPOV")
        #expect(try test.client.bytes(of: "FILIPPOV") == [1])
    }

    @Test func `a process that loses the race for the lock says that another is running`() throws {
        let test = try TestDirectory()
        try test.startAgent()
        let loser = try AgentProcess(
            program: AgentHost.path, arguments: ["--socket", test.socket, "--ready-fd", "3"])
        #expect(try loser.report(deadline: .now() + .seconds(30)) == .alreadyRunning)
        loser.reap()
        #expect(try test.startAgent() == .alreadyRunning)
    }

    @Test func `a program that is not there is named`() throws {
        let test = try TestDirectory()
        let error = failure { _ = try KeyAgentLauncher.start(program: "/nowhere/cable", socket: test.socket) }
        #expect(error?.message == "cannot run /nowhere/cable: No such file or directory")
    }

    @Test func `a program that dies before it is ready is told from one that is ready`() throws {
        let test = try TestDirectory()
        let error = failure {
            _ = try KeyAgentLauncher.start(program: AgentHost.path, arguments: ["--die"], socket: test.socket)
        }
        #expect(error?.message == "the key agent ended before it was ready")
    }

    @Test func `a program that never gets ready is killed and reaped`() throws {
        let test = try TestDirectory()
        let error = failure {
            _ = try KeyAgentLauncher.start(
                program: "/bin/sh", arguments: ["-c", "kill -STOP $$"], socket: test.socket,
                timeLimit: .milliseconds(100))
        }
        #expect(error?.message == "the key agent did not come up in time")
    }

    @Test func `a report survives its way through the pipe`() {
        let failed = KeyAgentError(.startFailed, "cause", hint: "remedy")
        for report in [ReadyReport.ready, .alreadyRunning, .failed(failed)] {
            #expect(ReadyReport(report.bytes) == report)
        }
        #expect(
            ReadyReport(ReadyReport.failed(KeyAgentError(.startFailed, "cause")).bytes)
                == .failed(KeyAgentError(.startFailed, "cause")))
        #expect(ReadyReport([]) == nil)
        #expect(ReadyReport(Array("Segmentation fault\n".utf8)) == nil)
    }
}
