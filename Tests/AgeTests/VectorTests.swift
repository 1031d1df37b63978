import Age
import Testing

@Suite("Published vectors")
struct VectorTests {
    @Test("every published vector ends as it must when opened in memory")
    func inMemory() throws {
        let vectors = try Vector.all()
        #expect(!vectors.isEmpty)
        for vector in vectors {
            var outcome = "success"
            do {
                let plaintext = try AgeFile(parsing: vector.file, form: vector.form).open(with: vector.identities)
                #expect(sha256(plaintext) == vector.payloadHash, "\(vector.name)")
            } catch {
                outcome = Vector.outcome(of: error)
            }
            #expect(outcome == vector.expected, "\(vector.name)")
        }
        print("age vectors opened in memory: \(vectors.count)")
    }

    @Test("every published vector ends as it must when streamed", arguments: [(1, Int.max), (1, 7), (3, 40_009)])
    func streamed(threads: Int, pieceSize: Int) throws {
        let vectors = try Vector.all()
        for vector in vectors {
            let (outcome, plaintext) = stream(vector, threads: threads, pieceSize: pieceSize)
            #expect(outcome == vector.expected, "\(vector.name)")
            // Also after a payload failure: what was released must be what the vector says.
            #expect(sha256(plaintext) == vector.payloadHash ?? sha256([]), "\(vector.name)")
        }
        print("age vectors streamed on \(threads) thread(s): \(vectors.count)")
    }

    private func stream(_ vector: Vector, threads: Int, pieceSize: Int) -> (outcome: String, plaintext: [UInt8]) {
        var sink = MemorySink()
        do {
            let source = PiecemealSource(vector.file, pieceSize: pieceSize)
            var reader = try AgeStreamReader(source, form: vector.form)
            try reader.open(into: &sink, with: vector.identities, threads: threads)
            return ("success", sink.bytes)
        } catch {
            return (Vector.outcome(of: error), sink.bytes)
        }
    }

    @Test("the armor of a vector is recognised without being announced")
    func recognition() throws {
        for vector in try Vector.all() where vector.expected == "success" {
            let plaintext = try AgeFile.open(vector.file, with: vector.identities)
            #expect(sha256(plaintext) == vector.payloadHash, "\(vector.name)")
        }
    }

    @Test("a header composed of a vector's stanzas and file key is the vector's header, byte for byte")
    func headersRoundTrip() throws {
        for vector in try Vector.all() where ["success", "payload failure"].contains(vector.expected) {
            let header = try AgeFile(parsing: vector.file, form: vector.form).header
            let fileKey = try header.unwrap(with: vector.identities)
            let text = fileKey.withUnsafeBytes { hex($0) }
            #expect(text == vector.fileKey, "\(vector.name)")
            let again = try Header(stanzas: header.stanzas, authenticatedWith: fileKey)
            #expect(again == header, "\(vector.name)")
            #expect(try Header(parsing: header.bytes) == header, "\(vector.name)")
        }
    }

    @Test("every failure says in words what is wrong")
    func messages() throws {
        for vector in try Vector.all() where vector.expected != "success" {
            let error = #expect(throws: AgeError.self, "\(vector.name)") {
                try AgeFile(parsing: vector.file, form: vector.form).open(with: vector.identities)
            }
            #expect(error?.message.count ?? 0 > 10, "\(vector.name)")
        }
    }
}
