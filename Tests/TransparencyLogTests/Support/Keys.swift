import Crypto
import Testing

@testable import TransparencyLog

/// A log, a second key of it, and witnesses, made anew for each test.
struct TestKeys {
    let origin: TextLine
    let ed25519: NoteSigningKey
    let mldsa65: NoteSigningKey
    let witness: CosigningKey

    init() throws {
        origin = try TextLine("north.example/register")
        ed25519 = NoteSigningKey(name: try KeyName("north.example/register"), ed25519: .init())
        mldsa65 = NoteSigningKey(name: try KeyName("north.example/register"), mldsa65: try .init())
        witness = CosigningKey(name: try KeyName("south.example/witness"), key: .init())
    }

    func checkpoint(_ size: UInt64 = 3917) throws -> Checkpoint {
        try Checkpoint(origin: origin, treeSize: size, root: .leaf(Array("a root".utf8)))
    }

    func bothPolicy() throws -> NotePolicy {
        try NotePolicy(required: [ed25519.verifierKey, mldsa65.verifierKey], optional: [witness.verifierKey])
    }
}

func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

func bytes(hex: String) throws -> [UInt8] {
    let digits = Array(hex)
    return try stride(from: 0, to: digits.count - 1, by: 2).map {
        try #require(UInt8(String(digits[$0...$0 + 1]), radix: 16))
    }
}
