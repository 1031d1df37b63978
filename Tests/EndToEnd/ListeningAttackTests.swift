import Glibc
import Testing

@Suite("attacks on the port of a served station")
struct ListeningAttackTests {
    /// In KiB; a station that does nothing takes about 60 MiB in a debug build.
    static let mostMemory = 300 * 1024

    @Test("half-open connections, garbage and absurd lengths cost little memory, are logged, and hold up no session")
    func attacksCostLittle() throws {
        let network = try Network.unlinked([("ALPHA", "ANN"), ("BRAVO", "BEN")], in: Workspace())
        let (alpha, bravo) = (network.stations[0], network.stations[1])
        let port = try network.workspace.freePort()
        let service = try bravo.serve(on: "127.0.0.1:\(port)")
        try network.connect(alpha, to: bravo, on: "127.0.0.1:\(port)")
        let near = try alpha.serve()
        try eventually("ALPHA is connected") { try alpha.link("to-BRAVO")["sessions"].items.count == 2 }

        let crowd = try (0..<300).map { _ in try RawConnection(port) }
        try alpha.expectArrival(of: alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "In a crowd"))
        #expect(try service.log.contains("connection turned away"))
        withExtendedLifetime(crowd) {}

        for bytes in Self.attacks {
            for _ in 0..<50 { try RawConnection(port).send(bytes) }
        }
        try alpha.expectArrival(of: alpha.send(from: "ANN", to: "BEN@BRAVO", subject: "Under fire"))
        #expect(try service.memory() < Self.mostMemory)
        #expect(try !near.log.contains("session over"))
        #expect(try service.stop().code == 0)
    }

    /// What is sent at once on a connection: garbage, a length of 2^63 bytes without TLS, a broken TLS record.
    private static let attacks: [[UInt8]] = [
        (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 167) },
        Array("dtn!".utf8) + [4, 0, 7, 0, 30] + [UInt8](repeating: 0x7F, count: 40_000),
        Array("dtn!".utf8) + [4, 1, 0x16, 3, 1, 0xFF, 0xFF] + [UInt8](repeating: 0xAA, count: 40_000),
    ]
}
