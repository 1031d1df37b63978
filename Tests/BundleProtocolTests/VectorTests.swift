import BundleProtocol
import FoundationEssentials
import Testing

@Suite struct VectorTests {
    @Test func `every vector is taken or refused as its header says`() throws {
        let vectors = try VectorFile.all()
        var accepted = 0
        for vector in vectors {
            switch vector["expect"] {
            case "accept":
                try checkAccepted(vector)
                accepted += 1
            case "reject":
                try checkRejected(vector)
            default:
                Issue.record("\(vector.name) expects nothing")
            }
        }
        print("bundle vectors: \(vectors.count) ran, \(accepted) accepted, \(vectors.count - accepted) rejected")
        #expect(!vectors.isEmpty)
    }

    @Test func `every rule has a vector that breaks it`() throws {
        let broken = Set(try VectorFile.all().compactMap { $0["rule"] })
        let rules = Set(BundleParsingError.Rule.allCases.map { "\($0)" })
        #expect(broken == rules)
    }

    @Test func `the example of the format page is a vector`() throws {
        let page = try String(contentsOf: VectorFile.root.appending(path: "docs/formats/bundle.md"), encoding: .utf8)
        let example = try #require(page.split(separator: "```").dropFirst().first)
        let digits = example.split(separator: "\n").map { $0.prefix { $0 != ";" }.filter { $0 != " " } }
        #expect(try bytes(digits.joined()) == VectorFile(name: "make_flash").input)
    }

    @Test func `the format page names every rule`() throws {
        let page = try String(contentsOf: VectorFile.root.appending(path: "docs/formats/bundle.md"), encoding: .utf8)
        for rule in BundleParsingError.Rule.allCases {
            #expect(page.contains("`\(rule)`"), "\(rule)")
        }
    }

    @Test func `every vector from RFC 9173 prints back to the byte`() throws {
        let vectors = try VectorFile.all().filter { $0["standard"]?.hasPrefix("RFC 9173") == true }
        #expect(vectors.count == 6)
        for vector in vectors {
            let bundle = try Bundle(parsing: vector.input, tolerating: tolerance(of: vector))
            #expect(bundle.encoded() == vector.input)
            #expect(Array(bundle.primary.encoding) + bundle.blocks.flatMap(\.encoding) == vector.input[1...].dropLast())
        }
    }

    private func checkAccepted(_ vector: VectorFile) throws {
        let tolerance = try tolerance(of: vector)
        let bundle: Bundle
        do {
            bundle = try Bundle(parsing: vector.input, tolerating: tolerance)
        } catch {
            Issue.record("\(vector.name): \(error)")
            return
        }
        #expect(bundle.encoded() == vector.input, "\(vector.name)")
        #expect(Array(bundle.encodedPieces.joined()) == vector.input, "\(vector.name)")
        try checkFields(of: bundle, vector)
        try checkMade(bundle, vector)
        try checkForwarded(bundle, vector)
        if let rule = vector["strict-rule"] {
            #expect(self.rule(brokenBy: vector.input) == rule, "\(vector.name)")
        } else {
            #expect(tolerance.isEmpty, "\(vector.name)")
        }
    }

    private func checkRejected(_ vector: VectorFile) throws {
        do {
            _ = try Bundle(parsing: vector.input, tolerating: tolerance(of: vector))
            Issue.record("\(vector.name) was taken")
        } catch let error as BundleParsingError {
            #expect("\(error.rule)" == vector["rule"], "\(vector.name): \(error)")
            #expect(UInt64(error.offset) == (try vector.number("offset")), "\(vector.name): \(error)")
        }
    }

    private func checkFields(of bundle: Bundle, _ vector: VectorFile) throws {
        let found: [String: String?] = [
            "destination": bundle.destination.description,
            "source": bundle.source.description,
            "report-to": bundle.primary.reportTo.description,
            "created": "\(bundle.primary.timestamp.time)",
            "sequence": "\(bundle.primary.timestamp.sequence)",
            "lifetime": "\(bundle.primary.lifetime)",
            "payload": hexadecimal(bundle.payload),
            "blocks": bundle.blocks.map { "\($0.type.rawValue)" }.joined(separator: " "),
            "age": bundle.age.map { "\($0)" },
            "hop-limit": bundle.hopCount.map { "\($0.limit)" },
            "hop-count": bundle.hopCount.map { "\($0.count)" },
            "precedence": bundle.precedence.map { "\($0.rawValue)" },
            "previous-node": bundle.previousNode?.description,
            "identity": bundle.identity.fileName,
        ]
        for (field, value) in found {
            guard let expected = vector[field] else { continue }
            #expect(value == expected, "\(vector.name): \(field)")
        }
        #expect(BundleIdentity(fileName: bundle.identity.fileName) == bundle.identity, "\(vector.name)")
        guard let name = vector["name"] else { return }
        #expect(BundleName(fileName: name)?.identity == bundle.identity, "\(vector.name)")
        #expect(BundleName(fileName: name)?.fileName == name, "\(vector.name)")
    }

    private func checkMade(_ parsed: Bundle, _ vector: VectorFile) throws {
        guard vector["make"] == "yes" else { return }
        let made = try Bundle(
            destination: endpoint("destination", vector), source: endpoint("source", vector),
            reportTo: endpoint("report-to", vector),
            timestamp: CreationTimestamp(
                time: try #require(try vector.number("created")), sequence: try #require(try vector.number("sequence"))),
            lifetime: try #require(try vector.number("lifetime")),
            precedence: try #require(try vector.number("precedence").flatMap(BundlePrecedence.init)),
            payload: bytes(try #require(vector["payload"])),
            hopLimit: Int(try #require(try vector.number("hop-limit"))), age: try #require(try vector.number("age")))
        #expect(hexadecimal(made.encoded()) == hexadecimal(vector.input), "\(vector.name)")
        #expect(made == parsed, "\(vector.name)")
        try checkFields(of: made, vector)
    }

    private func checkForwarded(_ bundle: Bundle, _ vector: VectorFile) throws {
        guard let output = vector.output else { return }
        let increment = try #require(try vector.number("forward-age"))
        let forwarded = try bundle.forwarded(by: endpoint("forward-node", vector), ageIncrement: increment)
        #expect(hexadecimal(forwarded.encoded()) == hexadecimal(output), "\(vector.name)")
        let parsed = try Bundle(parsing: output, tolerating: tolerance(of: vector))
        #expect(parsed == forwarded, "\(vector.name)")
        #expect(parsed.age == forwarded.age && parsed.hopCount == forwarded.hopCount, "\(vector.name)")
        #expect(parsed.previousNode == forwarded.previousNode, "\(vector.name)")
    }

    private func endpoint(_ header: String, _ vector: VectorFile) throws -> EndpointID {
        try EndpointID(parsing: try #require(vector[header]))
    }

    private func rule(brokenBy bytes: [UInt8]) -> String? {
        do {
            _ = try Bundle(parsing: bytes)
            return nil
        } catch {
            return "\(error.rule)"
        }
    }

    private func tolerance(of vector: VectorFile) throws -> BundleTolerance {
        let names: [String: BundleTolerance] = [
            "zeroTimestampWithoutAge": .zeroTimestampWithoutAge, "primaryUnprotected": .primaryUnprotected,
            "reservedFlags": .reservedFlags, "anonymousSource": .anonymousSource,
        ]
        return try vector.words("tolerate").reduce(into: []) { $0.formUnion(try #require(names[$1])) }
    }
}
