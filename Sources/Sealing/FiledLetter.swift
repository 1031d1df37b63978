import Age
import Telegrams

/// A quick look into a filed letter, for a search through many.
package enum FiledLetter {
    /// The canonical text of the telegram within a sealed letter.
    ///
    /// The payload is authentic (its AEAD is checked); the signature, the segments and the age header are not looked at
    /// again: they were when the letter was filed.
    package static func telegramText(_ sealed: [UInt8], fileKey: HeldFileKey) throws -> ArraySlice<UInt8> {
        try Letter(parsing: AgeFile.openPayload(of: sealed, with: fileKey.key)).telegram
    }
}
