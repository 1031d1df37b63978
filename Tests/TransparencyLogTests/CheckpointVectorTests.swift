import Testing

@testable import TransparencyLog

/// The small log of transparency-dev/tessera `testdata`: sixteen checkpoints, the tiles and the entries below them.
struct CheckpointVectorTests {
    private static let folder = "checkpoints/testdata/log"
    /// The public key that the repository's own tests and scripts name for this log.
    private static let key = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"

    private func tile(_ size: Int) throws -> [MerkleHash] {
        let bytes = try Vectors.data("\(Self.folder)/tile/0/000.p/\(size)")
        #expect(bytes.count == size * MerkleHash.byteCount)
        return try stride(from: 0, to: bytes.count, by: 32).map { try #require(MerkleHash(bytes[$0..<$0 + 32])) }
    }

    /// An entry bundle: each entry is preceded by its length in two bytes (c2sp.org/tlog-tiles).
    private func entries(_ size: Int) throws -> [[UInt8]] {
        var rest = try Vectors.data("\(Self.folder)/tile/entries/000.p/\(size)")[...]
        var entries: [[UInt8]] = []
        while !rest.isEmpty {
            let length = Int(BigEndian.uint64(rest.prefix(2)))
            rest = rest.dropFirst(2)
            try #require(rest.count >= length)
            entries.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return entries
    }

    private func checkpoint(_ file: String) throws -> Checkpoint {
        let bytes = try Vectors.data("\(Self.folder)/\(file)")
        let signed = try SignedCheckpoint(parsing: bytes)
        #expect(signed.bytes == bytes)
        let policy = try NotePolicy(required: [NoteVerifierKey(parsing: Self.key)])
        let verified = try signed.verify(origin: TextLine("example.com/log/testdata"), policy: policy)
        #expect(verified.signatures.count == 1)
        return verified.checkpoint
    }

    private func files(_ prefix: String) throws -> [String] {
        try Vectors.files(in: Self.folder).filter { $0.hasPrefix(prefix) }
    }

    @Test("every checkpoint of the published log is signed by its key and has the root of its entries")
    func roots() throws {
        let files = try files("checkpoint")
        for file in files {
            let checkpoint = try checkpoint(file)
            let size = Int(checkpoint.treeSize)
            if let number = file.split(separator: ".").dropFirst().first { #expect(String(size) == number) }
            let leafHashes = size == 0 ? [] : try entries(size).map { MerkleHash.leaf($0) }
            #expect(leafHashes.count == size)
            #expect(MerkleHash.root(of: leafHashes) == checkpoint.root, "\(file)")
        }
        print("checkpoint vectors: \(files.count) checkpoints ran")
        #expect(files.count == 17)
    }

    @Test("every tile of the published log holds the leaf hashes of its entry bundle")
    func tiles() throws {
        let sizes = try files("tile/0/").compactMap { $0.split(separator: "/").last.flatMap { Int($0) } }
        let bundles = try files("tile/entries/").compactMap { $0.split(separator: "/").last.flatMap { Int($0) } }
        #expect(sizes == bundles)
        for size in sizes {
            #expect(try entries(size).map { MerkleHash.leaf($0) } == tile(size))
            #expect(try MerkleHash.root(of: tile(size)) == checkpoint("checkpoint.\(size)").root)
        }
        print("checkpoint vectors: \(sizes.count) tiles and \(bundles.count) entry bundles ran")
        #expect(sizes.count == 15)
    }

    @Test("the published log has no file that is not examined")
    func everyFile() throws {
        let state = String(decoding: try Vectors.data("\(Self.folder)/.state/treeState"), as: UTF8.self)
        let newest = try checkpoint("checkpoint")
        #expect(state == "{\"size\":\(newest.treeSize),\"root\":\"\(newest.root)\"}")
        let locks = [".state/publish.lock", ".state/treeState.lock", ".state/version"]
        let examined = try files("checkpoint") + files("tile/") + [".state/treeState"] + locks
        #expect(try Set(files("")) == Set(examined))
    }

    @Test("between any two published checkpoints a consistency proof leads, and every entry is included in each")
    func proofs() throws {
        let leafHashes = try tile(15)
        for newSize in 1...15 {
            let tree = MerkleTree(leafHashes[..<newSize])
            let newer = try checkpoint("checkpoint.\(newSize)")
            for oldSize in 0...newSize {
                let path = oldSize == 0 ? [] : try tree.consistencyProof(from: UInt64(oldSize)).path
                try checkpoint("checkpoint.\(oldSize)").verifyGrowth(to: newer, path: path)
            }
            for index in 0..<newSize {
                try tree.inclusionProof(of: UInt64(index)).verify(leafHash: leafHashes[index], root: newer.root)
            }
        }
    }
}
