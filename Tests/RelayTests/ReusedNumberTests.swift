import Relay
import Telegrams
import Testing

@Suite struct ReusedNumberTests {
    @Test func whoUsesANumberTwiceIsToldWhichAreKnownOfHim() throws {
        var random = SystemRandomNumberGenerator()
        let now = Instant(seconds: 0)
        let ours = Incarnation(IncarnationName(from: &random), began: now)
        let theirs = Incarnation(IncarnationName(from: &random), began: now)
        var correspondence = Correspondence(ours)
        for channel in Int64(1)...3 {
            _ = correspondence.hear(theirs, channel, known: .nothing, at: now, using: &random)
        }
        let (hearing, effects) = correspondence.hear(theirs, 2, known: .otherContents, at: now, using: &random)
        #expect(hearing == .reused)
        let heard = ChannelPlace(incarnation: theirs.name, channel: 3)
        let sent = ChannelPlace(incarnation: ours.name, channel: 0)
        #expect(effects == [.say(.compared(sent: sent, heard: heard))])

        // Whoever has lost count stops by that, and asks a person.
        var lost = Correspondence(theirs)
        _ = lost.number(at: now)
        _ = lost.hear(.compared(sent: sent, heard: heard), at: now) { _ in nil }
        #expect(lost.hold == .olderCopy(heard: 3))
    }
}
