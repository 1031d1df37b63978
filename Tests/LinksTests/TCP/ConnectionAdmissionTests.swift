import Testing

@testable import Links

/// Who is let in while how many are there.
@Suite struct ConnectionAdmissionTests {
    @Test func thereAreSoManyPlacesInAll() throws {
        let admission = admission { $0.total = 2 }
        let first = try admission.enter(from: "a")
        admission.established(first)
        _ = try admission.enter(from: "b")
        #expect(throws: ConnectionAdmission.Refusal(reason: "2 connections are open already", count: 1)) {
            try admission.enter(from: "c")
        }
        admission.leave(first, wasEstablished: true)
        _ = try admission.enter(from: "c")
        #expect(admission.total == 2)
    }

    @Test func oneAddressHasSoMany() throws {
        let admission = admission { $0.perAddress = 1 }
        let first = try admission.enter(from: "a")
        #expect(throws: ConnectionAdmission.Refusal.self) { try admission.enter(from: "a") }
        _ = try admission.enter(from: "b")
        admission.leave(first, wasEstablished: false)
        _ = try admission.enter(from: "a")
    }

    @Test func sessionsDoNotCountAmongTheUnestablished() throws {
        let admission = admission { $0.notEstablished = 1 }
        let first = try admission.enter(from: "a")
        #expect(throws: ConnectionAdmission.Refusal.self) { try admission.enter(from: "b") }
        admission.established(first)
        let second = try admission.enter(from: "b")
        admission.leave(first, wasEstablished: true)
        #expect(throws: ConnectionAdmission.Refusal.self) { try admission.enter(from: "c") }
        admission.leave(second, wasEstablished: false)
        _ = try admission.enter(from: "c")
    }

    @Test func refusalsAreCountedUntilThereIsRoom() throws {
        let admission = admission { $0.total = 1 }
        let first = try admission.enter(from: "a")
        for count in 1...3 { #expect(refusal(admission)?.count == count) }
        admission.leave(first, wasEstablished: false)
        _ = try admission.enter(from: "a")
        #expect(refusal(admission)?.count == 1)
    }

    private func refusal(_ admission: ConnectionAdmission) -> ConnectionAdmission.Refusal? {
        do throws(ConnectionAdmission.Refusal) {
            _ = try admission.enter(from: "z")
            return nil
        } catch {
            return error
        }
    }

    private func admission(_ change: (inout ConnectionLimits) -> Void) -> ConnectionAdmission {
        var limits = ConnectionLimits()
        change(&limits)
        return ConnectionAdmission(limits: limits)
    }
}
