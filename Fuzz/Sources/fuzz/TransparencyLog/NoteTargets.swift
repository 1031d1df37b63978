import TransparencyLog

extension FuzzTarget {
    static let note = FuzzTarget("note", longestInput: 1024) { bytes in
        let note = try Note(parsing: bytes)
        promise("prints as it was read") { note.bytes == bytes }
        promise("is put together again from its parts") {
            try Note(text: note.text, signatures: note.signatures) == note
        }
        if (try? note.verify(LogKeys.policy)) != nil {
            promise("only what was signed verifies") { LogKeys.signedTexts.contains(note.text) }
        }
    }

    static let checkpoint = FuzzTarget("checkpoint", longestInput: 1024) { bytes in
        let text = bytes.prefix { $0 != 0xFF }
        if let checkpoint = try? Checkpoint(parsing: Array(text)) {
            promise("the text prints as it was read") { checkpoint.text.elementsEqual(text) }
        }
        let signed = try SignedCheckpoint(parsing: bytes)
        promise("prints as it was read") { signed.bytes == bytes && signed.checkpoint.text == signed.note.text }
        if (try? signed.verify(origin: LogKeys.origin, policy: LogKeys.policy)) != nil {
            promise("only what was signed verifies") { LogKeys.signedTexts.contains(signed.note.text) }
        }
        promise("grows to itself without a path") {
            try signed.checkpoint.verifyGrowth(to: signed.checkpoint, path: [])
            return true
        }
    }

    static let logProof = FuzzTarget("log-proof", longestInput: 2048) { bytes in
        let proof = try LogProof(parsing: bytes)
        promise("prints as it was read") { proof.bytes == bytes }
        promise("is put together again from its parts") {
            try LogProof(index: proof.index, path: proof.path, checkpoint: proof.checkpoint, extra: proof.extra)
                == proof
        }
        if (try? proof.verify(leafHash: LogKeys.leaf, origin: LogKeys.origin, policy: LogKeys.policy)) != nil {
            promise("only what is in the log verifies") { proof.index == LogKeys.leafIndex }
        }
    }

    /// The input once as a text, and once as name and key of one, for no mutation finds a key id.
    static let verifierKey = FuzzTarget("verifier-key", longestInput: 2048) { bytes in
        var pieces = Pieces(bytes)
        let type = SignatureType.allCases[Int(pieces.byte()) % SignatureType.allCases.count]
        let publicKey = pieces.bytes(type.publicKeyByteCount)
        if let name = try? KeyName(text(Array(pieces.rest))),
            let key = try? NoteVerifierKey(name: name, type: type, publicKey: publicKey)
        {
            promise("the text of a key reads back") { try NoteVerifierKey(parsing: key.text) == key }
        }
        let key = try NoteVerifierKey(parsing: text(bytes))
        promise("prints as it was read") { key.text.utf8.elementsEqual(bytes) }
    }
}
