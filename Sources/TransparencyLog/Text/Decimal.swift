/// Decimal numbers in their one spelling: digits only, no sign, no leading zero.
enum Decimal {
    static func parse(_ text: some Collection<UInt8>) -> UInt64? {
        guard (1...20).contains(text.count), text.count == 1 || text.first != UInt8(ascii: "0") else { return nil }
        var value: UInt64 = 0
        for digit in text {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isOver) = product.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
            guard !isTooLarge, !isOver else { return nil }
            value = sum
        }
        return value
    }
}
