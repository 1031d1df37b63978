extension Cover {
    /// Which part of which sealed enclosure a parcel carries.
    package struct Part: Hashable, Sendable {
        /// Of the whole sealed file, as the telegram's enclosure line gives it.
        package var enclosure: Digest256
        /// Of the whole sealed file, in bytes.
        package var size: Int64
        /// Where in the sealed file the part begins, in bytes.
        package var offset: Int64
        /// Counted from 1.
        package var index: Int
        package var count: Int

        package init(enclosure: Digest256, size: Int64, offset: Int64, index: Int, count: Int) {
            self.enclosure = enclosure
            self.size = size
            self.offset = offset
            self.index = index
            self.count = count
        }

        /// The most parts that a file may have.
        package static let countLimit = 1_000_000
        /// The greatest size of a sealed file, in bytes: 64 GiB.
        package static let sizeLimit: Int64 = 64 << 30

        /// The least that every part has but the last, in bytes.
        package static let shortest: Int64 = 64 << 10

        /// How long every part is but the last, which is what is left of the file: a part tells it by its own length and
        /// place.
        ///
        /// - Throws: `FormatError` where the content's length, the part's place and its number do not fit together.
        package func length(contentSize: Int) throws(FormatError) -> Int64 {
            let rest = size - offset
            guard index == count ? Int64(contentSize) == rest : Int64(contentSize) < rest else {
                throw FormatError(
                    "part \(index) of \(count) has \(contentSize) bytes, with \(rest) to the end of the file")
            }
            guard count > 1 else { return size }
            let length = index < count ? Int64(contentSize) : offset / Int64(count - 1)
            let (start, overflow) = length.multipliedReportingOverflow(by: Int64(index - 1))
            guard length >= Self.shortest, !overflow, start == offset, (size - 1) / length + 1 == Int64(count) else {
                throw FormatError("part \(index) of \(count) does not begin at \(offset) of \(size) bytes")
            }
            return length
        }
    }
}

extension Cover.Part {
    static let vocabulary = ["enclosure", "size", "offset", "part"]

    init(reading reader: inout HeaderReader) throws(FormatError) {
        enclosure = try reader.required("enclosure", Digest256.init(hex:))
        let size = try reader.required("size") { value throws(FormatError) in
            try WholeNumber.parse(value, in: 1...Self.sizeLimit, what: "size")
        }
        self.size = size
        let offset = try reader.required("offset") { value throws(FormatError) in
            try WholeNumber.parse(value, in: 0...(size - 1), what: "place in \(size) bytes")
        }
        self.offset = offset
        (index, count) = try reader.required("part") { value throws(FormatError) in
            let place = try Self.place(value)
            guard (place.index == 1) == (offset == 0) else {
                throw FormatError("the first part, and only that, has offset 0")
            }
            return place
        }
    }

    func write(to writer: inout TextWriter) {
        writer.field("enclosure", enclosure)
        writer.field("size", String(size))
        writer.field("offset", String(offset))
        writer.field("part", "\(index) of \(count)")
    }

    private static func place(_ value: Substring) throws(FormatError) -> (index: Int, count: Int) {
        let words = words(of: value)
        guard words.count == 3, words[1] == "of" else { throw FormatError("must be 'NUMBER of COUNT'") }
        let count = try WholeNumber.parse(words[2], in: 1...Int64(countLimit), what: "number of parts")
        let index = try WholeNumber.parse(words[0], in: 1...count, what: "part of \(count)")
        return (Int(index), Int(count))
    }
}
