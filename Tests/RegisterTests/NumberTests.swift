import FolderSupport
import Register
import Synchronization
import Telegrams
import Testing

@Suite struct NumberTests {
    @Test func theFirstNumberIsOne() throws {
        let test = try TestRegister()
        #expect(try test.enter() == 1)
        #expect(try test.enter() == 2)
    }

    @Test func anOlderSeriesIsContinued() throws {
        let test = try TestRegister(firstNumber: 3_918)
        #expect(try test.enter() == 3_918)
        #expect(try test.enter() == 3_919)
        #expect(try test.register.read { try $0.examine() }.faults.isEmpty)
    }

    @Test func aTransactionThatFailsUsesNoNumber() throws {
        let test = try TestRegister()
        try test.enter()
        #expect(throws: Abandoned.self) {
            try test.register.write { writer in
                #expect(try TestRegister.enter(in: writer) == 2)
                throw Abandoned()
            }
        }
        #expect(try test.enter() == 2)
    }

    @Test func anAttemptThatFailsLeavesNothingAndTheRestStands() throws {
        let test = try TestRegister()
        try test.register.write { writer in
            try TestRegister.enter(in: writer)
            #expect(throws: Abandoned.self) {
                try writer.attempt {
                    try TestRegister.enter(in: writer)
                    throw Abandoned()
                }
            }
            try TestRegister.enter(.flash, in: writer)
        }
        let entries = try test.register.read { try $0.entries(limit: 10, includingService: true) }
        #expect(entries.map(\.number) == [2, 1])
        #expect(entries.map(\.precedence) == [.flash, .routine])
    }

    @Test func threadsWithConnectionsOfTheirOwnGetEveryNumberOnce() async throws {
        let test = try TestRegister()
        let numbers = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let register = try test.another()
                    return try (0..<25).map { _ in try register.write { try TestRegister.enter(in: $0) } }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(numbers.sorted() == Array(1...200))
    }

    @Test func processesThatAlsoFailNowAndThenGetEveryNumberOnce() throws {
        let test = try TestRegister()
        let processes = try (0..<4).map { _ in try RegisterWriter(test.path, count: 20) }
        let numbers = try processes.flatMap { try $0.numbers() }
        #expect(numbers.sorted() == Array(1...80))
        let findings = try test.register.read { try $0.examine() }
        #expect(findings.faults.isEmpty)
        #expect(findings.count == 80)
    }

    @Test func aRegisterThatIsNotThereIsNotCreated() throws {
        let folder = try ScratchFolder()
        let path = folder.place("station.db")
        #expect(throws: RegisterError.absent(path)) { try Register(path: path) }
        #expect(try folder.names().isEmpty)
    }

    @Test func aRegisterIsFoundedOnce() throws {
        let test = try TestRegister()
        let record = try test.register.read { try $0.station() }
        #expect(throws: RegisterError.present(test.path)) { try Register(founding: { record }, path: test.path) }
    }

    @Test func aFoundingThatFailsLeavesRoomForAnother() throws {
        let folder = try ScratchFolder()
        let path = folder.place("station.db")
        #expect(throws: Abandoned.self) { try Register(founding: { throw Abandoned() }, path: path) }
        let record = StationRecord(
            designator: try Designator("MOSCOW"), node: 7, firstNumber: 5, founded: Instant(seconds: 9))
        _ = try Register(founding: { record }, path: path)
        #expect(try Register(path: path).read { try $0.station() } == record)
    }
}
