/// English of exactly 1,000 bytes, another one for every seed, so that neither a cache nor a compressor helps anybody.
struct SampleText {
    static let size = 1_000

    let paragraph: String

    init(seed: UInt64) {
        var random = SplitMix(state: seed)
        var text = ""
        var column = 0
        while text.utf8.count < Self.size + 20 {
            let word = Self.words[Int(random.next() % UInt64(Self.words.count))]
            if column + word.utf8.count > 70 {
                text += "\n"
                column = 0
            }
            text += column == 0 ? word : " " + word
            column += word.utf8.count + 1
        }
        // Neither a blank nor a line feed may end the text: a full stop does.
        paragraph = String(decoding: text.utf8.prefix(Self.size - 1), as: UTF8.self) + "."
    }

    private static let words = """
        the of and to in that it is was for on as with at by which this from or had not are but have be been their they \
        armistice delegation negotiations parallel commander statement signature reply proposal meeting place date hour \
        courier ship neutral zone line front volunteers army people government minister agreed refused proposed received \
        forwarded considered instructions advice text draft paragraph article exchange prisoners observers commission \
        withdrawal troops supply road bridge harbour winter summer morning evening tomorrow yesterday before after during
        """.split(separator: " ").map(String.init)
}

/// SplitMix64 (Steele, Lea and Flood, 2014): small, and the same numbers for the same seed.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
