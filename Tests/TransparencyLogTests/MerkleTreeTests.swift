import Testing

@testable import TransparencyLog

struct MerkleTreeTests {
    @Test("the empty tree, an empty leaf and a first node have the hashes the RFC's definitions give")
    func knownHashes() {
        #expect(MerkleHash.emptyTree.description == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
        let leaf = MerkleHash.leaf([UInt8]())
        #expect(leaf.description == "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=")
        #expect(MerkleHash.node(leaf, .leaf([0])).description == "+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=")
    }

    @Test("a hash is 32 bytes and nothing else")
    func hashLength() throws {
        #expect(MerkleHash([UInt8](repeating: 1, count: 31)) == nil)
        #expect(MerkleHash([UInt8](repeating: 1, count: 33)) == nil)
        let bytes = (0..<32).map { UInt8($0) }
        #expect(try #require(MerkleHash(bytes)).bytes == bytes)
        #expect(try #require(MerkleHash(bytes.reversed())).bytes == bytes.reversed())
        #expect(MerkleHash.leaf(bytes) == MerkleHash.leaf(bytes.lazy.map { $0 }))
    }

    @Test("the frontier has the root of the whole tree at every size, and survives being stored")
    func frontierEqualsRoot() throws {
        var random = SeededGenerator("frontier")
        let leafHashes = random.leafHashes(600)
        var frontier = MerkleFrontier()
        for size in 0...leafHashes.count {
            #expect(frontier.size == UInt64(size))
            #expect(frontier.root.bytes == ReferenceTree.root(leafHashes[..<size]))
            #expect(try MerkleFrontier(bytes: frontier.bytes) == frontier)
            if size < leafHashes.count { frontier.append(leafHashes[size]) }
        }
    }

    @Test("a stored frontier with a wrong header, size or length is refused")
    func malformedFrontier() {
        var frontier = MerkleFrontier()
        for number in 0..<5 as Range<UInt8> { frontier.append(.leaf([number])) }
        let bytes = frontier.bytes
        for count in 0..<bytes.count {
            #expect(throws: FrontierError.self) { try MerkleFrontier(bytes: Array(bytes.prefix(count))) }
        }
        #expect(throws: FrontierError.wrongLength(expected: 76, actual: 77)) { try MerkleFrontier(bytes: bytes + [0]) }
        #expect(throws: FrontierError.wrongHeader) { try MerkleFrontier(bytes: utf8("MFR2") + bytes.dropFirst(4)) }
        #expect(throws: FrontierError.sizeTooLarge(.max)) {
            try MerkleFrontier(bytes: utf8("MFR1") + [UInt8](repeating: 0xFF, count: 8 + 64 * 32))
        }
    }

    @Test("the root of 100,000 leaves is that of the definition")
    func largeTree() {
        let leafHashes = (0..<100_000).map { MerkleHash.leaf(BigEndian.bytes(UInt64($0))) }
        var root = MerkleHash.emptyTree
        let time = ContinuousClock().measure { root = MerkleHash.root(of: leafHashes) }
        print("root of 100,000 leaf hashes: \(time)")
        #expect(root.bytes == ReferenceTree.root(leafHashes[...]))
    }
}
