import Glibc
import Testing

@Suite("cable serve")
struct ServingTests {
    @Test("a telegram goes through a station in between, its receipt comes back, and its way is drawn with times")
    func wayThroughStationInBetween() throws {
        let (network, services) = try Network.servedLine()
        let (alpha, charlie) = (try network["ALPHA"], try network["CHARLIE"])
        let number = try alpha.send(from: "ANN", to: "CYR@CHARLIE", subject: "Through BRAVO")
        try alpha.expectArrival(of: number)
        try eventually("BRAVO has told when it had the telegram") {
            let points = try alpha.run("trace", "\(number)", "--json").json()["ways"][0]["points"]
            return points[1]["received"].text != nil && points[1]["handed"].text != nil
        }
        let points = try alpha.run("trace", "\(number)", "--no-ask", "--json").json()["ways"][0]["points"]
        #expect(points.items.map { $0["station"].text } == ["ALPHA", "BRAVO", "CHARLIE"])
        #expect(points.items.map { $0["state"].text } == ["passed", "passed", "arrived"])
        let drawn = try alpha.run("trace", "\(number)", "--no-ask").lines.first { $0.contains("BRAVO") }
        #expect(try #require(drawn).contains("handed on"))
        try charlie.act(as: "CYR", "open", "--all")
        #expect(try charlie.receivedSubjects(as: "CYR") == ["Through BRAVO"])
        try eventually("ALPHA knows that it was opened") { try alpha.state(of: number) == "opened" }
        for service in services { #expect(try service.stop().code == 0) }
        for station in network.stations { try station.expectIntactRegister() }
    }

    @Test("a station in between that is killed under traffic and started again loses nothing and doubles nothing")
    func stationInBetweenIsKilled() throws {
        var (network, services) = try Network.servedLine()
        let (alpha, bravo, charlie) = (try network["ALPHA"], try network["BRAVO"], try network["CHARLIE"])
        let place = try services[1].place()
        let map = try network.workspace.write((0..<400_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }, to: "map")
        var (numbers, subjects) = ([Int](), [String]())
        for round in 0..<3 {
            for index in 0..<3 {
                subjects.append("\(round).\(index)")
                let more = index == 0 ? ["--enclose", map] : []
                numbers.append(
                    try alpha.send(from: "ANN", to: "CYR@CHARLIE", subject: subjects.last ?? "", more: more))
            }
            try services[1].kill()
            services[1] = try bravo.serve(on: place)
        }
        for number in numbers { try alpha.expectArrival(of: number) }
        try eventually("all parts of the enclosures have come") {
            try alpha.status()["queues"].items.isEmpty && bravo.status()["disk"]["custody"].integer == 0
        }
        try charlie.act(as: "CYR", "open", "--all")
        #expect(try charlie.receivedSubjects(as: "CYR").sorted() == subjects)
        for number in numbers { try eventually("it was opened") { try alpha.state(of: number) == "opened" } }
        for station in network.stations {
            try station.expectIntactRegister()
            #expect(try station.run("inbox", "--json").json()["quarantined"].items == [])
        }
    }

    @Test("a station that a service manager watches ends in order when it is told to")
    func watchedStationEndsInOrder() throws {
        let workspace = try Workspace()
        let alpha = try TestStation.found("ALPHA", officers: ["ANN"], in: workspace)
        let manager = ["NOTIFY_SOCKET=\(workspace.path("manager"))", "WATCHDOG_USEC=60000000"]
        let program = try alpha.start(["serve"], wrappedBy: ["/usr/bin/env"] + manager)
        try eventually("ALPHA is served") { try alpha.status()["service"]["process"].integer == Int(program.pid) }
        program.kill(SIGTERM)
        let run = try program.wait()
        #expect(run.code == 0)
        #expect(!run.errors.contains("error"))
    }

    @Test("a station whose card is not pinned is refused before it can hand anything over, and the log says so")
    func strangerIsRefused() throws {
        let workspace = try Workspace()
        let bravo = try TestStation.found("BRAVO", in: workspace)
        let mallory = try TestStation.found("MALLORY", in: workspace)
        try bravo.run("card", "export", "--output", workspace.path("bravo.card"))
        try mallory.run("card", "import", workspace.path("bravo.card"))
        let service = try bravo.serve(on: Network.anyPort)
        try mallory.run("link", "add-tcp", "line", "BRAVO", service.place())
        let stranger = try mallory.serve()
        try eventually("the stranger is told") { try mallory.link("line")["state"].text == "waiting" }
        #expect(try service.log.contains("no pinned card has its key"))
        #expect(try bravo.status()["service"]["taken"].integer == 0)
        #expect(try !stranger.log.contains("session open"))
        #expect(try bravo.run("list", "--json", "--service").json().items == [])
    }

    @Test("a station whose link was removed is sent away, and does not come back at once")
    func sentAwayStationIsPatient() throws {
        let (network, services) = try Network.servedLine()
        let (alpha, bravo) = (try network["ALPHA"], try network["BRAVO"])
        try eventually("ALPHA is connected") { try alpha.link("to-BRAVO")["state"].text == "open" }
        try bravo.run("link", "remove", "to-ALPHA")
        try eventually("ALPHA has given up three times") {
            try services[1].log.split(separator: "\n").count { $0.contains("no link leads to ALPHA") } >= 3
        }
        #expect(try alpha.link("to-BRAVO")["state"].text != "idle")
        #expect(try alpha.link("to-BRAVO")["trouble"].text?.contains("contact failure") == true)
        #expect(try services[1].log.split(separator: "\n").count < 60)
        try bravo.run("link", "add-tcp", "to-ALPHA", "ALPHA")
        try alpha.expectArrival(of: alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "Back again"))
    }

    @Test("links that are added and removed are taken up while other sessions go on")
    func linksAreTakenUp() throws {
        let network = try Network.unlinked([("ALPHA", "ANN"), ("BRAVO", "BEN"), ("CHARLIE", "CYR")], in: Workspace())
        let (alpha, bravo, charlie) = (network.stations[0], network.stations[1], network.stations[2])
        let middle = try bravo.serve(on: Network.anyPort)
        let far = try charlie.serve(on: Network.anyPort)
        try network.connect(alpha, to: bravo, on: middle.place())
        let near = try alpha.serve()
        try eventually("both sessions are open") { try bravo.link("to-ALPHA")["sessions"].items.count == 2 }
        let before = try bravo.link("to-ALPHA")["sessions"].items.map { $0["remote"] }

        try network.connect(bravo, to: charlie, on: far.place())
        try eventually("the new link is open") { try bravo.link("to-CHARLIE")["state"].text == "open" }
        try bravo.expectArrival(of: bravo.send(from: "BEN", to: "CYR@CHARLIE", subject: "New line"))
        try bravo.run("link", "remove", "to-CHARLIE")
        try eventually("the old link is closed") { try charlie.link("to-BRAVO")["sessions"].items.isEmpty }
        #expect(try bravo.link("to-CHARLIE") == .null)
        #expect(try bravo.link("to-ALPHA")["sessions"].items.map { $0["remote"] } == before)
        #expect(try !near.log.contains("session over"))
    }

    @Test("a second process for a station is refused and told the first one's number; SIGTERM ends the first in order")
    func secondProcessIsRefused() throws {
        let station = try TestStation.found("ALPHA", in: Workspace())
        let service = try station.serve(on: Network.anyPort)
        let second = try station.run("serve", expecting: 76)
        #expect(second.errors.contains("\(service.process)"))
        #expect(try station.status()["service"]["process"].integer == service.process)
        #expect(try service.stop().code == 0)
        #expect(!Files.exists(station.home + "/serve.sock"))
        #expect(try station.serve().stop().code == 0)
    }

    @Test("a folder is served beside a connection")
    func folderBesideConnection() throws {
        let network = try Network.unlinked([("ALPHA", "ANN"), ("BRAVO", "BEN"), ("CHARLIE", "CYR")], in: Workspace())
        let (alpha, bravo, charlie) = (network.stations[0], network.stations[1], network.stations[2])
        try network.workspace.makeFolder("line-stick")
        try network.join(bravo, charlie, by: "line-stick")
        try alpha.run("route", "add", "CHARLIE", "--via", "BRAVO")
        try charlie.run("route", "add", "ALPHA", "--via", "BRAVO")
        let middle = try bravo.serve(on: Network.anyPort)
        try network.connect(alpha, to: bravo, on: middle.place())
        let ends = [try alpha.serve(), try charlie.serve()]
        try alpha.expectArrival(of: alpha.send(from: "ANN", to: "CYR@CHARLIE", subject: "On line and by stick"))
        try charlie.expectArrival(of: charlie.send(from: "CYR", to: "ANN@ALPHA", subject: "And back"))
        try eventually("the folder is empty") { try network.leftOnLinks().isEmpty }
        for service in ends + [middle] { #expect(try service.stop().code == 0) }
    }

    @Test("traffic takes the other way where the cheaper station is down")
    func alternateWay() throws {
        let network = try Network.unlinked(
            [("ALPHA", "ANN"), ("BRAVO", "BEN"), ("CHARLIE", "CYR"), ("DELTA", "DAN")], in: Workspace())
        let (alpha, bravo) = (network.stations[0], network.stations[1])
        let (charlie, delta) = (network.stations[2], network.stations[3])
        let far = try delta.serve(on: Network.anyPort)
        let other = try charlie.serve(on: Network.anyPort)
        let down = try bravo.serve(on: Network.anyPort)
        try network.connect(alpha, to: bravo, on: down.place())
        try network.connect(bravo, to: delta, on: far.place())
        try network.connect(alpha, to: charlie, on: other.place())
        try network.connect(charlie, to: delta, on: far.place())
        for (station, peer) in [(alpha, "DELTA"), (delta, "ALPHA")] {
            try station.run("route", "add", peer, "--via", "BRAVO", "--cost", "10")
            try station.run("route", "add", peer, "--via", "CHARLIE", "--cost", "30")
        }
        let near = try alpha.serve()
        for (station, link) in [(alpha, "to-BRAVO"), (bravo, "to-DELTA")] {
            try eventually("\(link) is open") { try station.link(link)["state"].text == "open" }
        }
        #expect(try way(of: alpha.send(from: "ANN", to: "DAN@DELTA", subject: "Cheap"), from: alpha) == "BRAVO")
        try down.kill()
        #expect(try way(of: alpha.send(from: "ANN", to: "DAN@DELTA", subject: "Dear"), from: alpha) == "CHARLIE")
        withExtendedLifetime((near, other, far)) {}
    }

    /// Waits for a telegram to arrive; the station in between by which it went.
    private func way(of number: Int, from station: TestStation) throws -> String? {
        try station.expectArrival(of: number)
        let points = try station.run("trace", "\(number)", "--json", "--no-ask").json()["ways"][0]["points"]
        return points[1]["station"].text
    }
}
