import Telegrams
import Testing

@Suite struct DesignatorSkeletonTests {
    @Test(arguments: [
        ("MOSC0W", "MOSCOW"), ("MOSCOVV", "MOSCOW"), ("MOS-COW", "MOSCOW"), ("KAESONG1", "KAESONGI"), ("AB3", "A83"),
        ("SEOUL5", "SEOULS"), ("QSLO", "OSLO"), ("ZURICH-6", "ZURICH-G"), ("A2", "AZ"), ("V0VV", "VOW"),
    ])
    func `what a hasty eye takes for another looks alike`(one: String, other: String) throws {
        let (one, other) = (try Designator(one), try Designator(other))
        #expect(one.resembles(other) && other.resembles(one))
    }

    @Test(arguments: [("MOSCOW", "MOSCOW"), ("MOSCOW", "MOSCOU"), ("PRAGUE", "PRAGA"), ("UNIT-3", "UNIT-4")])
    func `what nobody takes for another does not`(one: String, other: String) throws {
        #expect(try !Designator(one).resembles(Designator(other)))
    }
}
