import FoundationEssentials
import Testing

@testable import BundleProtocol

/// The vectors of `Tests/Vectors/tcpcl`: all that the other side sends, and all that we send.
@Suite struct TCPCLVectorTests {
    @Test func `every vector is answered as it says, whole or byte by byte`() throws {
        let vectors = try VectorFile.all(of: "tcpcl")
        for vector in vectors {
            try check(vector, step: 1)
            // Where we send bundles, the answers to them must not come before they are sent.
            if vector["send"] == nil { try check(vector, step: 100_000) }
        }
        print("tcpcl vectors: \(vectors.count) ran")
        #expect(!vectors.isEmpty)
    }

    @Test func `every rule has a vector that breaks it`() throws {
        let broken = Set(try VectorFile.all(of: "tcpcl").compactMap { $0["rule"] })
        // A vector of 1 MiB of unread answers would be no reading matter; it has a test of its own.
        let rules = Set(TCPCLViolation.Rule.allCases.map { "\($0)" }).subtracting(["unreadAnswers"])
        #expect(broken == rules)
    }

    @Test func `the format page names every rule`() throws {
        let page = try formatPage()
        for rule in TCPCLViolation.Rule.allCases { #expect(page.contains("`\(rule)`"), "\(rule)") }
    }

    @Test func `the example of the format page is a vector`() throws {
        let example = try #require(try formatPage().split(separator: "```").dropFirst().first)
        let lines = example.split(separator: "\n").filter { $0.hasPrefix("> ") || $0.hasPrefix("< ") }
        let vector = try VectorFile(name: "session_short", of: "tcpcl")
        for (direction, expected) in [("> ", vector.input), ("< ", try #require(vector.output))] {
            let digits = lines.filter { $0.hasPrefix(direction) }
                .map { $0.dropFirst(2).prefix { $0 != ";" }.filter { $0 != " " } }
            #expect(try bytes(digits.joined()) == expected)
        }
    }

    private func formatPage() throws -> String {
        try String(contentsOf: VectorFile.root.appending(path: "docs/formats/tcpcl.md"), encoding: .utf8)
    }

    private func check(_ vector: VectorFile, step: Int) throws {
        if vector["split"] == "no", step == 1 { return }
        var replay = try TCPCLReplay(vector)
        try replay.run(vector.input, step: step)
        #expect(hexadecimal(replay.output) == hexadecimal(vector.output ?? []), "\(vector.name)")
        let violation = replay.violation
        #expect(
            (violation == nil) == (vector["expect"] == "accept"), "\(vector.name): \(String(describing: violation))")
        #expect(violation.map { "\($0.rule)" } == vector["rule"], "\(vector.name)")
        #expect(violation?.offset == (try vector.number("offset")), "\(vector.name)")
        for (header, found) in replay.outcomes {
            #expect((vector[header] ?? "") == found, "\(vector.name): \(header)")
        }
    }
}

/// A session that is fed from a vector, with an owner that does as the header lines say.
private struct TCPCLReplay {
    private let vector: VectorFile
    private var session: TCPCLSession
    private(set) var output: [UInt8] = []
    private(set) var violation: TCPCLViolation?
    /// What the owner was told, by the header line that says it.
    private(set) var outcomes = ["received": "", "acknowledged": "", "refused": ""]

    init(_ vector: VectorFile) throws {
        self.vector = vector
        var configuration = TCPCLConfiguration(nodeID: .ipn(node: 1, service: 0), tls: .none)
        if vector["tls"] == "required" { configuration.tls = .required }
        configuration.expectedPeer = try vector["peer"].map { try EndpointID(parsing: $0) }
        try vector.number("segment-mru").map { configuration.segmentMRU = Int($0) }
        try vector.number("transfer-mru").map { configuration.transferMRU = Int($0) }
        try vector.number("segment-length").map { configuration.segmentLength = Int($0) }
        session = TCPCLSession(vector["role"] == "active" ? .active : .passive, configuration, at: 0)
    }

    mutating func run(_ input: [UInt8], step: Int) throws {
        // The contact header comes by itself where TLS follows it, unless the vector says otherwise.
        let first = vector["certificate"] == nil ? 0 : 6
        var start = 0
        while start < input.count {
            let end = min(start + step, start < first ? first : input.count, input.count)
            session.receive(input[start..<end], at: 0)
            start = end
            try carryOut()
        }
    }

    private mutating func carryOut() throws {
        while let event = session.nextEvent() { try hear(event) }
        while let step = session.nextOutput(at: 0) {
            switch step {
            case .write(let head, let payload): output += head + payload
            case .startTLS: try handshake()
            case .close: break
            }
        }
    }

    private mutating func handshake() throws {
        guard let certificate = vector["certificate"] else { return }
        session.tlsEstablished(peer: certificate == "none" ? nil : try EndpointID(parsing: certificate), at: 0)
    }

    private mutating func hear(_ event: TCPCLEvent) throws {
        switch event {
        case .established: if let bundle = vector["send"] { _ = try session.send(bytes(bundle)[...], at: 0) }
        case .transferOffered(let id, _): refuseIfAsked(id)
        case .transferReceived(let id, let bundle):
            note("received", "\(id):\(hexadecimal(bundle))")
            if vector["verdict"] == nil { session.acknowledge(id, at: 0) }
        case .transferAcknowledged(let id): note("acknowledged", "\(id)")
        case .transferRefused(let id, let reason): note("refused", "\(id):\(reason.rawValue)")
        case .violation(let violation): note(violation)
        case .ended(.violation(let violation)): note(violation)
        case .ended(let ending): outcomes["ending"] = "\(ending)".prefix { $0 != "(" }.description
        case .transferFailed, .transferAbandoned, .peerTerminates, .messageRejected: break
        }
    }

    private mutating func refuseIfAsked(_ id: UInt64) {
        guard let words = vector["verdict"]?.split(separator: " "), words.first == "refuse",
            let reason = words.last.flatMap({ UInt8($0) })
        else { return }
        session.refuse(id, reason: TCPCLRefusalReason(rawValue: reason), at: 0)
    }

    private mutating func note(_ header: String, _ word: String) {
        outcomes[header, default: ""] += (outcomes[header]?.isEmpty ?? true) ? word : " " + word
    }

    private mutating func note(_ violation: TCPCLViolation) { self.violation = self.violation ?? violation }
}
