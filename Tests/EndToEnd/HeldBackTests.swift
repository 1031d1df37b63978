import Testing

@Suite("what a served station holds back")
struct HeldBackTests {
    private let alpha: TestStation
    private let bravo: TestStation
    private let services: [Service]

    init() throws {
        let network = try Network.unlinked([("ALPHA", "ANN"), ("BRAVO", "BEN")], in: Workspace())
        (alpha, bravo) = (network.stations[0], network.stations[1])
        let listening = try bravo.serve(on: Network.anyPort)
        try network.connect(alpha, to: bravo, on: listening.place())
        services = [listening, try alpha.serve()]
        let alpha = alpha
        try eventually("the link is open and all has left") {
            try alpha.link("to-BRAVO")["state"].text == "open" && alpha.status()["queues"].items.isEmpty
        }
    }

    @Test(
        "MINIMIZE lets what is urgent go, and the rest when it ends",
        arguments: [["link", "set", "to-BRAVO", "--minimize"], ["station", "minimize"]])
    func minimize(command: [String]) throws {
        try alpha.run(command + ["immediate"])
        let held = try send("routine")
        try alpha.expectArrival(of: try send("flash"))
        #expect(try alpha.state(of: held) == "sent")
        #expect(try alpha.status()["queues"].items.map { $0["precedence"].text } == ["routine"])
        #expect(try alpha.status()["held"].items.isEmpty == false)
        try alpha.run(command + ["none"])
        try alpha.expectArrival(of: held)
    }

    @Test("nothing leaves on a silent link, and all leaves when it speaks again")
    func silence() throws {
        try alpha.run("link", "set", "to-BRAVO", "--silent", "yes")
        try eventually("the sessions are over") { try alpha.link("to-BRAVO")["sessions"].items.isEmpty }
        let held = try send("flash")
        try eventually("it is known why it does not leave") {
            try alpha.status()["held"].items.isEmpty == false
        }
        #expect(try alpha.link("to-BRAVO")["state"].text == "silent")
        #expect(try alpha.state(of: held) == "sent")
        try alpha.run("link", "set", "to-BRAVO", "--silent", "no")
        try alpha.expectArrival(of: held)
    }

    private func send(_ precedence: String) throws -> Int {
        try alpha.send(from: "ANN", to: "BEN@BRAVO", subject: precedence, more: ["--precedence", precedence])
    }
}
