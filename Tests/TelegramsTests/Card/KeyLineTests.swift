import Testing

@testable import Telegrams

@Suite struct KeyLineTests {
    @Test(arguments: KeyLine.Algorithm.allCases) func aKeyLineIsReadBackTheSame(algorithm: KeyLine.Algorithm) throws {
        let key = try CardSample.keyLine(5, algorithm)
        #expect(try KeyLine(key.description) == key)
    }

    @Test func everyTruncatedOrExtendedBlobIsRefused() throws {
        for algorithm in KeyLine.Algorithm.allCases {
            let blob = try CardSample.keyLine(5, algorithm).blob
            for count in blob.indices {
                #expect(throws: FormatError.self) { try KeyLine(algorithm: algorithm, blob: Array(blob[..<count])) }
            }
            #expect(throws: FormatError.self) { try KeyLine(algorithm: algorithm, blob: blob + [0]) }
        }
    }

    @Test func aBlobOfTheOtherAlgorithmIsRefused() throws {
        let blob = try CardSample.keyLine(5).blob
        #expect(throws: FormatError.self) { try KeyLine(algorithm: .hardwareEd25519, blob: blob) }
    }

    @Test func aLengthBeyondTheBlobIsRefused() {
        let blob: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF] + Array("ssh-ed25519".utf8)
        #expect(throws: FormatError.self) { try KeyLine(algorithm: .ed25519, blob: blob) }
    }
}
