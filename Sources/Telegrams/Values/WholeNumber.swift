/// The one way in which our formats write a whole number: decimal digits, no sign, no leading zero.
package enum WholeNumber {
    /// Reads a number that has to lie in `range` (which must not reach below 0).
    ///
    /// - Parameter what: what is counted, for the error: `telegram number`.
    package static func parse(
        _ text: some StringProtocol, in range: ClosedRange<Int64>, what: String
    ) throws(FormatError) -> Int64 {
        guard let number = parse(text.utf8), range.contains(number) else {
            throw FormatError(
                "\(quoted(text)) is not a \(what) (\(range.lowerBound) to \(range.upperBound), no leading zero)")
        }
        return number
    }

    private static func parse(_ digits: some Collection<UInt8>) -> Int64? {
        guard (1...19).contains(digits.count), digits.first != 0x30 || digits.count == 1 else { return nil }
        var number: Int64 = 0
        for digit in digits {
            guard isDigit(digit) else { return nil }
            let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, secondOverflow) = tens.addingReportingOverflow(Int64(digit - 0x30))
            guard !overflow, !secondOverflow else { return nil }
            number = sum
        }
        return number
    }
}
