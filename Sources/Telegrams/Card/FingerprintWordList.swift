/// 256 words for reading a fingerprint aloud, in alphabetical order: the byte is the position.
///
/// Common and concrete, five to nine letters, no two alike in their first four letters, any two at least three
/// typing errors apart, without homophones, numbers, months and words of radio procedure.
enum FingerprintWordList {
    static let words = text.utf8.split { $0 <= 0x20 }.map { String(decoding: $0, as: UTF8.self) }

    private static let text = """
        accident admiral adventure agent airport album almond alphabet
        amber anchor animal antenna apple architect arctic artist
        athlete atlas autumn avocado bacon balloon bamboo banana
        barrel benefit bicycle biscuit bishop blanket bottle bridge
        broken budget buffalo button cabin cactus camera canal
        carpet castle cathedral chapter cherry chicken cinema circle
        clinic cobra coffee comedy concert copper country cousin
        cowboy crocodile crystal culture curtain cushion dancer dentist
        diamond doctor dolphin dragon driver eagle eclipse editor
        elbow elephant energy engine evening expert fabric factory
        family famous farmer festival finger flamingo football forest
        fortune fossil freedom galaxy garden gentle giant giraffe
        glacier gorilla gravity grocery guitar helmet history holiday
        honey horizon hospital hunter hydrogen iceberg igloo industry
        insect island ivory jaguar journal jungle kangaroo ketchup
        kingdom ladder language lantern laptop lemon leopard letter
        liberty lizard lobster luggage machine magnet marathon mechanic
        medical melody midnight mirror modern mosquito mother mountain
        museum mystery napkin nation needle nickel normal notebook
        novel nylon object ocean office omega onion orange
        orchid osprey oxygen palace panda parrot passport peanut
        pencil penguin perfume picnic pigeon pilot plastic platform
        pocket polar potato powder pumpkin puzzle pyramid question
        rabbit radar rainbow reptile ribbon robot royal runway
        safari sandwich school scissors season shadow shampoo shelter
        signal silver simple soldier spider sponge spring square
        statue stomach student sugar suitcase sunset surface swallow
        swimmer system tablet tailor teacher tennis tobacco tornado
        tourist tractor traffic treasure triangle tropical trumpet tulip
        tunnel turtle umbrella universe vacuum valley vanilla vegetable
        village vinegar violin visitor vitamin volcano voyage walnut
        water wedding weekend whisper window wooden worker zigzag
        """
}
