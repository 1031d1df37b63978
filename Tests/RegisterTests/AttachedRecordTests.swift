import Register
import Telegrams
import Testing

@Suite struct AttachedRecordTests {
    let test: TestRegister

    init() throws {
        test = try TestRegister()
    }

    private func record(_ process: Int32, since seconds: Int64) -> AttachedRecord {
        AttachedRecord(
            process: process, started: 1_000 + Int64(process), link: "shell", remote: "a pipe",
            since: Instant(seconds: seconds), handed: 3, taken: 2, underWay: 1)
    }

    @Test func whatIsNotedIsSeenByAnotherProcessOldestFirst() throws {
        let (older, newer) = (record(9, since: 1), record(7, since: 2))
        try test.register.write { try $0.set([newer, older]) }
        #expect(try test.another().read { try $0.attachedSessions() } == [older, newer])
    }

    @Test func whatWasNotedBeforeIsReplaced() throws {
        try test.register.write { try $0.set([record(7, since: 1), record(8, since: 1)]) }
        try test.register.write { try $0.set([record(8, since: 1)]) }
        #expect(try test.register.read { try $0.attachedSessions() } == [record(8, since: 1)])
        try test.register.write { try $0.set([AttachedRecord]()) }
        #expect(try test.register.read { try $0.attachedSessions() }.isEmpty)
    }
}
