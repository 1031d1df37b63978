/// The payload of an age file as a whole: a 16-byte nonce, then sealed chunks (C2SP age, "Payload").
enum Payload {
    static func seal(_ plaintext: [UInt8], fileKey: borrowing FileKey, after header: [UInt8]) throws -> [UInt8] {
        let nonce = randomBytes(count: ChunkCipher.nonceByteCount)
        let cipher = SealingCipher(chunks: ChunkCipher(fileKey: fileKey, nonce: nonce))
        let chunkCount = max(1, (plaintext.count + ChunkCipher.plainByteCount - 1) / ChunkCipher.plainByteCount)
        let capacity = plaintext.count + chunkCount * ChunkCipher.tagByteCount
        return try process(plaintext[...], with: cipher, capacity: capacity, after: header + nonce)
    }

    static func open(_ payload: ArraySlice<UInt8>, fileKey: borrowing FileKey) throws -> [UInt8] {
        let nonce = payload.prefix(ChunkCipher.nonceByteCount)
        guard nonce.count == ChunkCipher.nonceByteCount else { throw missingNonce }
        let cipher = OpeningCipher(chunks: ChunkCipher(fileKey: fileKey, nonce: Array(nonce)))
        let chunks = payload.dropFirst(ChunkCipher.nonceByteCount)
        return try process(chunks, with: cipher, capacity: chunks.count, after: [])
    }

    static let missingNonce = AgeError(.header, "the file ends before the nonce that follows its header")

    private static func process(
        _ input: ArraySlice<UInt8>, with cipher: some BatchCipher, capacity: Int, after prefix: [UInt8]
    ) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: prefix.count + capacity) { buffer, count in
            let output = UnsafeMutableRawBufferPointer(buffer)
            output.copyBytes(from: prefix)
            let result = input.withUnsafeBytes { input in
                cipher.process(
                    Batch(bytes: input, firstChunk: 0, isLast: true),
                    into: UnsafeMutableRawBufferPointer(rebasing: output[prefix.count...]))
            }
            if let failure = result.failure { throw failure }
            count = prefix.count + result.byteCount
        }
    }
}
