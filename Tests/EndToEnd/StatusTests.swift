import Testing

@Suite("status and metrics of a served station")
struct StatusTests {
    @Test("both tell of the link, the session and what was moved")
    func statusAndMetrics() throws {
        let network = try Network.unlinked([("ALPHA", "ANN"), ("BRAVO", "BEN")], in: Workspace())
        let (alpha, bravo) = (network.stations[0], network.stations[1])
        let listening = try bravo.serve(on: Network.anyPort)
        try network.connect(alpha, to: bravo, on: listening.place())
        let port = try network.workspace.freePort()
        let service = try alpha.serve(on: nil, "--metrics", "127.0.0.1:\(port)")
        try alpha.expectArrival(of: alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "Counted"))
        let status = try alpha.status()
        #expect(status["service"]["process"].integer == service.process)
        let session = status["links"][0]["sessions"][0]
        #expect(session["protection"].text == "TLS 1.3")
        #expect(session["key_agreement"].text == "X25519MLKEM768")

        let metrics = try network.workspace.get("/metrics", port: port)
        #expect(metrics.contains(#"cablegram_link_up{link="to-BRAVO",kind="tcp"} 1"#))
        #expect(metrics.contains("cablegram_bundles_refused_total 0"))
        let handed = try #require(
            metrics.split(separator: "\n").first { $0.hasPrefix("cablegram_bundles_handed_total ") })
        #expect(try #require(Int(handed.split(separator: " ")[1])) >= 1)
        #expect(try network.workspace.get("/health", port: port).hasSuffix("ok\n"))
        #expect(try !network.workspace.get("/status", port: port).contains("BRAVO"))
    }
}

extension Workspace {
    /// What is answered to a request over HTTP, with its head.
    func get(_ path: String, port: Int) throws -> String {
        let request = "GET \(path) HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n"
        let run = try run(["bash", "-c", "exec 4<>/dev/tcp/127.0.0.1/\(port); printf '\(request)' >&4; cat <&4"])
        guard run.code == 0 else { throw Unexpected("\(run)") }
        return run.output.replacing("\r\n", with: "\n")
    }

    @Test("with --json an error is the line of JSON that the page shows, on standard error")
    func errorsAreJSON() throws {
        let station = try TestStation.found("MOSCOW", officers: ["ANN"], in: Workspace())
        let run = try station.act(as: "ANN", "show", "99", "--json", expecting: 66)
        #expect(run.output.isEmpty)
        let page = try Files.text(#filePath.replacing("Tests/EndToEnd/StatusTests.swift", with: "docs/exit-codes.md"))
        let shown = page.split(separator: "\n").first { $0.hasPrefix(#"    {"error""#) }
        #expect(shown?.drop { $0 == " " } == run.errors.split(separator: "\n").first)
    }
}
