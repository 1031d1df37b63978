/// The running number of a parcel from one station to another, counted from 1 within an incarnation.
package enum ChannelNumber {
    /// 2^53 - 1: no station ever sends so many, and whatever reads our formats can count so far.
    package static let greatest: Int64 = 9_007_199_254_740_991

    static func parse(_ word: Substring) throws(FormatError) -> Int64 {
        try WholeNumber.parse(word, in: 1...greatest, what: "channel number")
    }

    /// - Returns: 0 where there is none yet.
    static func parseOrNone(_ word: Substring) throws(FormatError) -> Int64 {
        try WholeNumber.parse(word, in: 0...greatest, what: "channel number")
    }
}
