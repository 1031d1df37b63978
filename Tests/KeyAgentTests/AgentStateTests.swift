import Testing

@testable import KeyAgent

/// Drives an `AgentState` through whole requests at moments of its own choosing.
struct StateDriver {
    var state = AgentState(startedAt: BootTime(nanoseconds: 0), grace: .seconds(30))

    mutating func store(_ name: String, _ secret: [UInt8], lifetime: UInt32, at second: Int64) throws -> AgentReply {
        try ask(.store, AgentRequest.storePrefix(SecretName(name), lifetime: lifetime) + secret, at: second)
    }

    mutating func ask(_ kind: RequestKind, _ body: [UInt8] = [], at second: Int64) throws -> AgentReply {
        try body.withUnsafeBytes { bytes in
            state.answer(try AgentRequest(kind, body: bytes), body: bytes, at: moment(second))
        }
    }

    mutating func secret(_ name: String, at second: Int64) throws -> [UInt8]? {
        try ask(.fetch, Array(name.utf8), at: second).secret?.secret.withUnsafeBytes { Array($0) }
    }
}

func moment(_ second: Int64) -> BootTime {
    BootTime(nanoseconds: second * 1_000_000_000)
}

@Suite struct AgentStateTests {
    @Test func `a secret is there until the last moment of its life and not a moment longer`() throws {
        var driver = StateDriver()
        _ = try driver.store("FILIPPOV", [1, 2, 3], lifetime: 60, at: 10)
        #expect(try driver.secret("FILIPPOV", at: 10) == [1, 2, 3])
        #expect(try driver.secret("FILIPPOV", at: 69) == [1, 2, 3])
        #expect(try driver.secret("FILIPPOV", at: 70) == nil)
    }

    @Test func `fetching a secret does not lengthen its life`() throws {
        var driver = StateDriver()
        _ = try driver.store("FILIPPOV", [1], lifetime: 60, at: 0)
        for second in 0..<60 { _ = try driver.secret("FILIPPOV", at: Int64(second)) }
        #expect(driver.state.nextDeadline == moment(60))
        #expect(try driver.secret("FILIPPOV", at: 60) == nil)
    }

    @Test func `storing again replaces the secret and its lifetime`() throws {
        var driver = StateDriver()
        _ = try driver.store("FILIPPOV", [1], lifetime: 60, at: 0)
        _ = try driver.store("FILIPPOV", [2], lifetime: 5, at: 1)
        #expect(try driver.secret("FILIPPOV", at: 5) == [2])
        #expect(try driver.secret("FILIPPOV", at: 6) == nil)
    }

    @Test func `the next deadline is that of the secret that expires first`() throws {
        var driver = StateDriver()
        #expect(driver.state.nextDeadline == moment(30))
        _ = try driver.store("B", [1], lifetime: 100, at: 0)
        _ = try driver.store("A", [1], lifetime: 50, at: 0)
        #expect(driver.state.nextDeadline == moment(50))
        driver.state.expire(at: moment(50))
        #expect(driver.state.nextDeadline == moment(100))
        driver.state.expire(at: moment(100))
        #expect(driver.state.nextDeadline == nil)
    }

    @Test func `an agent without a secret is finished when its grace is over`() {
        let driver = StateDriver()
        #expect(!driver.state.isFinished(at: moment(29)))
        #expect(driver.state.isFinished(at: moment(30)))
    }

    @Test func `an agent that has let its last secret go is finished at once`() throws {
        var driver = StateDriver()
        _ = try driver.store("A", [1], lifetime: 100, at: 0)
        _ = try driver.store("B", [1], lifetime: 100, at: 0)
        _ = try driver.ask(.forget, Array("A".utf8), at: 1)
        #expect(!driver.state.isFinished(at: moment(1)))
        _ = try driver.ask(.forget, Array("B".utf8), at: 1)
        #expect(driver.state.isFinished(at: moment(1)))
    }

    @Test func `forgetting says how many secrets there were`() throws {
        var driver = StateDriver()
        for name in ["A", "B", "C"] { _ = try driver.store(name, [1], lifetime: 100, at: 0) }
        guard case .forgotten(0) = try driver.ask(.forget, Array("X".utf8), at: 1),
            case .forgotten(1) = try driver.ask(.forget, Array("B".utf8), at: 1),
            case .forgotten(2) = try driver.ask(.forgetAll, at: 1)
        else {
            Issue.record("wrong count")
            return
        }
    }

    @Test func `status lists names in order with the seconds left, rounded up`() throws {
        var driver = StateDriver()
        _ = try driver.store("MAO ZEDONG", [1], lifetime: 100, at: 0)
        _ = try driver.store("FILIPPOV", [1], lifetime: 50, at: 0)
        driver.state.expire(at: BootTime(nanoseconds: 1_500_000_000))
        guard case .status(let held) = try driver.ask(.status, at: 2) else {
            Issue.record("no status")
            return
        }
        #expect(
            held == [HeldSecret(name: "FILIPPOV", secondsLeft: 48), HeldSecret(name: "MAO ZEDONG", secondsLeft: 98)])
        #expect(BootTime(nanoseconds: 1_000_000_001).seconds(since: moment(0)) == 2)
    }

    @Test func `names that look alike but differ in bytes are different names`() throws {
        var driver = StateDriver()
        _ = try driver.store("\u{E9}", [1], lifetime: 100, at: 0)
        #expect(try driver.secret("e\u{301}", at: 0) == nil)
    }

    @Test func `a full agent takes no new name but still replaces an old one`() throws {
        var driver = StateDriver()
        for index in 0..<AgentLimits.secrets { _ = try driver.store("N\(index)", [1], lifetime: 100, at: 0) }
        guard case .refused(.noRoom) = try driver.store("ONE TOO MANY", [1], lifetime: 100, at: 0) else {
            Issue.record("took one too many")
            return
        }
        _ = try driver.store("N0", [2], lifetime: 100, at: 0)
        #expect(try driver.secret("N0", at: 1) == [2])
    }
}
