import TransparencyLog

extension Examples {
    static func log() throws -> [(FuzzTarget, [[UInt8]])] {
        let plain = try Note(text: LogKeys.plainText, signedBy: [LogKeys.signer])
        let signed = try SignedCheckpoint(LogKeys.checkpoint, signedBy: [LogKeys.signer])
        let verified = try signed.verify(origin: LogKeys.origin, policy: LogKeys.policy)
        let cosigned = try signed.adding([try LogKeys.witness.cosign(verified, time: 1_795_428_000)])
        let path = try LogKeys.tree.inclusionProof(of: LogKeys.leafIndex).path
        let proofs = try [nil, Array("extra".utf8)].map {
            try LogProof(index: LogKeys.leafIndex, path: path, checkpoint: cosigned, extra: $0)
        }
        return [
            (.note, [plain.bytes, cosigned.bytes]),
            (.checkpoint, [signed.bytes, cosigned.bytes]),
            (.logProof, proofs.map(\.bytes)),
            (.verifierKey, [LogKeys.signer.verifierKey, LogKeys.witness.verifierKey].map { Array($0.text.utf8) }),
            (.merkleFrontier, frontiers()),
            (.merkleProof, try positions()),
        ]
    }

    private static func frontiers() -> [[UInt8]] {
        var frontier = MerkleFrontier()
        var stored = [frontier.bytes]
        for leaf in LogKeys.tree.leafHashes {
            frontier.append(leaf)
            stored.append(frontier.bytes)
        }
        return stored
    }

    private static func positions() throws -> [[UInt8]] {
        let positions: [(UInt64, UInt64, UInt64)] = [(0, 5, 7), (2, 3, 5), (4, 8, 1 << 40), (0, 3, .max)]
        let path = try LogKeys.tree.inclusionProof(of: LogKeys.leafIndex).path.flatMap(\.bytes)
        return positions.map { position in
            [position.0, position.1, position.2].flatMap { number in
                (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
            } + path
        }
    }
}
