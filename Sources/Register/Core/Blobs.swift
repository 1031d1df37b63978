import Foundation
import GRDB

extension Array where Element == UInt8 {
    /// The same bytes as a value for the database.
    var blob: Data { Data(self) }
}

extension Row {
    /// A blob column as bytes; empty where it is NULL.
    func bytes(_ column: String) -> [UInt8] {
        (self[column] as Data?).map { Array($0) } ?? []
    }
}
