import Relay
import Telegrams
import Testing

/// Stations that were put back to older copies, and copies of them.
@Suite struct CorrespondenceIncarnationsTests {
    private let tomorrow = midnight.adding(days: 1)

    // MARK: Proving

    @Test func anotherIncarnationIsHeldAndChallenged() throws {
        var correspondence = Correspondence.heard(4)
        let found = correspondence.hear(anew, 1)
        #expect(found.hearing == .unproved)
        let nonce = try #require(found.effects.nonces.first)
        #expect(found.effects == [.say(.challenge(anew.name, nonce: nonce))])
        #expect(correspondence.heard?.highest == 4)
    }

    @Test func theChallengeIsRepeatedOnceADayWithTheSameBytes() throws {
        var correspondence = Correspondence.heard(4)
        let nonce = try #require(correspondence.hear(anew, 1).effects.nonces.first)
        #expect(correspondence.hear(anew, 2).effects.isEmpty)
        #expect(correspondence.hear(anew, 3, at: tomorrow).effects == [.say(.challenge(anew.name, nonce: nonce))])
        #expect(
            correspondence.hear(anew, 4, at: midnight.adding(days: -9)).effects.nonces == [nonce], "the clock is back")
    }

    @Test func whoAnswersIsTheStationFromThenOn() throws {
        var correspondence = Correspondence.heard(4)
        let nonce = try #require(correspondence.hear(anew, 1).effects.nonces.first)
        let found = correspondence.hear(anew, 3, [.response(anew.name, nonce: nonce)])
        #expect(found.hearing == .new)
        #expect(
            found.effects == [
                .remark(.newIncarnation(anew, former: theirs)), .missing(1..<3, of: anew.name), .takeHeldIn,
            ])
        #expect(correspondence.heard == .init(incarnation: anew, highest: 3))
        #expect(correspondence.former.map(\.incarnation) == [theirs])
        #expect(correspondence.candidates.isEmpty)
    }

    @Test func aWrongAnswerProvesNothing() throws {
        var correspondence = Correspondence.heard(4)
        let nonce = try #require(correspondence.hear(anew, 1).effects.nonces.first)
        #expect(correspondence.hear(anew, 2, [.response(anew.name, nonce: own.name)]).hearing == .unproved)
        #expect(correspondence.hear(anew, 3, [.response(theirs.name, nonce: nonce)]).hearing == .unproved)
        let third = incarnation(4)
        #expect(correspondence.hear(third, 1, [.response(third.name, nonce: nonce)]).hearing == .unproved, "another's")
        #expect(correspondence.hear(theirs, 5, [.response(anew.name, nonce: nonce)]).hearing == .new)
        #expect(correspondence.heard?.incarnation == theirs)
    }

    @Test func noMoreCandidatesAreKeptThanThereIsRoomFor() {
        var correspondence = Correspondence.heard(4)
        for number in 10..<200 { _ = correspondence.hear(incarnation(UInt64(number)), 1) }
        #expect(correspondence.candidates.count == Correspondence.Candidate.most)
        #expect(correspondence.candidates.last?.incarnation == incarnation(199))
    }

    @Test func aChallengeOfOursIsAnsweredAndNoOther() {
        var correspondence = Correspondence.heard(4)
        #expect(
            correspondence.hear(.challenge(own.name, nonce: theirs.name))
                == [.say(.response(own.name, nonce: theirs.name))])
        #expect(
            correspondence.hear(.challenge(anew.name, nonce: theirs.name)).isEmpty, "of a former one, or none of ours")
    }

    @Test func twoStationsInNewIncarnationsCanProveThemselves() throws {
        var correspondence = Correspondence.heard(4)
        let found = correspondence.hear(anew, 1, [.challenge(own.name, nonce: theirs.name)])
        #expect(found.hearing == .unproved)
        #expect(found.effects.said.contains(.response(own.name, nonce: theirs.name)))
    }

    // MARK: Former incarnations

    @Test func whatWasUnderWayForLongIsTakenIn() throws {
        var correspondence = Correspondence.heard(4)
        _ = correspondence.hear(theirs, 6)
        _ = try correspondence.accept(anew)
        #expect(
            correspondence.hear(theirs, 5).effects.contains(.closeGap(place(theirs, 5))), "missing it was, and still is"
        )
        let late = correspondence.hear(theirs, 9)
        #expect(late.hearing == .new)
        #expect(late.effects.contains(.missing(7..<9, of: theirs.name)))
        #expect(correspondence.hear(theirs, 9, known: .sameContents).hearing == .duplicate)
        #expect(correspondence.hear(theirs, 9, known: .otherContents).hearing == .reused)
        #expect(correspondence.heard == .init(incarnation: anew, highest: 1))
    }

    @Test func theStationSpeaksOfWhatItRemembers() throws {
        var correspondence = Correspondence.heard(4)
        _ = try correspondence.accept(anew)
        let effects = correspondence.hear(.compare(sent: place(theirs, 6), heard: nil))
        #expect(effects.contains(.missing(5..<7, of: theirs.name)))
        #expect(correspondence.former.first?.vouched == 6)
        #expect(correspondence.heard == .init(incarnation: anew, highest: 1))
    }

    @Test func aFormerIncarnationOfWhichNothingHadComeIsLearntOf() throws {
        var correspondence = Correspondence.heard(4)
        _ = try correspondence.accept(anew)
        let third = incarnation(4)
        #expect(correspondence.hear(third, 2).hearing == .unproved)
        let effects = correspondence.hear(.compared(sent: place(third, 3), heard: nil))
        #expect(effects == [.reviveRequests, .missing(1..<4, of: third.name), .takeHeldIn])
        #expect(correspondence.candidates.isEmpty)
        #expect(correspondence.hear(third, 2).hearing == .new)
    }

    @Test func noMoreFormerOnesAreRememberedThanThereIsRoomFor() throws {
        var correspondence = Correspondence.heard(4)
        var closed: [IncarnationName] = []
        for number in 10..<40 {
            for case .closeGaps(let name) in try correspondence.accept(incarnation(UInt64(number))) {
                closed.append(name)
            }
            _ = correspondence.hear(.compare(sent: place(incarnation(UInt64(number) + 100), 9), heard: nil))
            #expect(correspondence.former.count <= Correspondence.Former.most)
        }
        #expect(!closed.isEmpty)
        #expect(
            Set(closed).isDisjoint(with: correspondence.former.map(\.incarnation.name)), "nothing of them is missing")
    }

    // MARK: Two copies

    /// A correspondence in which the former incarnation has answered that it is alive.
    private func contested() throws -> Correspondence {
        var correspondence = Correspondence.heard(4)
        _ = try correspondence.accept(anew)
        let probe = try #require(correspondence.hear(theirs, 5).effects.nonces.first)
        let found = correspondence.hear(theirs, 6, [.response(theirs.name, nonce: probe)])
        #expect(found.hearing == .contested)
        #expect(found.effects == [.remark(.twoCopies(current: anew, other: theirs))])
        return correspondence
    }

    @Test func twoCopiesThatAreAliveAreNoticed() throws {
        var correspondence = try contested()
        #expect(correspondence.hold == .twoCopies(current: anew, other: theirs))
        #expect(correspondence.hear(anew, 2).hearing == .contested)
        #expect(correspondence.hear(theirs, 7).hearing == .contested)
        #expect(correspondence.hear(incarnation(4), 1).hearing == .contested, "a third one waits for the decision too")
        #expect(correspondence.hear(theirs, 5, known: .sameContents).hearing == .duplicate)
    }

    @Test func theProbeIsTheSameHoweverOftenItIsAsked() throws {
        var correspondence = Correspondence.heard(4)
        _ = try correspondence.accept(anew)
        let probe = correspondence.hear(theirs, 5).effects.nonces
        #expect(probe.count == 1)
        #expect(correspondence.hear(theirs, 6).effects.nonces.isEmpty)
        #expect(
            correspondence.hear(theirs, 7, at: tomorrow).effects.nonces == probe, "an answer may take longer than a day"
        )
    }

    @Test func aProofFromBeforeIsNoSignOfLife() throws {
        var correspondence = Correspondence.heard(4)
        let third = incarnation(4)
        let old = try #require(correspondence.hear(third, 1).effects.nonces.first)
        _ = correspondence.hear(third, 1, [.response(third.name, nonce: old)])
        _ = try correspondence.accept(anew)
        #expect(
            correspondence.hear(third, 1, known: .sameContents, [.response(third.name, nonce: old)]).hearing
                == .duplicate)
        #expect(correspondence.hold == nil)
    }

    @Test func aStationThatIsStoppedChangesNothingWhateverItSays() throws {
        var correspondence = try contested()
        correspondence.stop(at: midnight)
        let before = correspondence
        #expect(correspondence.hear(anew, 9, [.void(place(anew, 1))]).hearing == .stopped)
        #expect(correspondence.hear(theirs, 5, known: .sameContents).hearing == .duplicate)
        #expect(correspondence == before)
        #expect(correspondence.telegrams(of: [.void(place(theirs, 1))]).isEmpty)
        #expect(correspondence.resume(at: midnight) == .compare(sent: correspondence.sent.place, heard: place(anew, 1)))
        #expect(correspondence.resume(at: midnight) == nil)
        #expect(correspondence.hear(theirs, 9).hearing == .contested)
    }

    @Test func aPersonKeepsTheOneThatIsHeardNow() throws {
        var correspondence = try contested()
        _ = correspondence.hear(.compare(sent: place(theirs, 4), heard: nil))
        #expect(correspondence.resolve(keeping: own.name) == nil, "neither of them")
        #expect(
            correspondence.resolve(keeping: anew.name)
                == [.recount(1..<2, of: anew.name), .recount(1..<5, of: theirs.name), .takeHeldIn])
        #expect(correspondence.hold == nil)
        #expect(correspondence.hear(theirs, 8).hearing == .disowned)
        #expect(correspondence.hear(anew, 2).hearing == .new)
        #expect(correspondence.hear(theirs, 4).hearing == .new, "the one that was kept knows it too")
        #expect(correspondence.resolve(keeping: anew.name) == nil, "it is decided")
    }

    @Test func aPersonKeepsTheOther() throws {
        var correspondence = try contested()
        #expect(
            correspondence.resolve(keeping: theirs.name)
                == [.recount(1..<6, of: theirs.name), .takeHeldIn],
            "what the other called void may have come after that copy was made")
        #expect(correspondence.heard == .init(incarnation: theirs, highest: 5))
        #expect(correspondence.hear(anew, 2).hearing == .disowned)
        #expect(correspondence.hear(theirs, 6).hearing == .new)
        #expect(correspondence.hear(.void(place(anew, 1))) == [.void(place(anew, 1))], "of that nothing will come")
    }

    @Test func whatIsVouchedForIsLookedForAgain() throws {
        var correspondence = try contested()
        _ = correspondence.resolve(keeping: anew.name)
        let third = incarnation(9)
        _ = try correspondence.accept(third)
        let effects = correspondence.hear(.compare(sent: place(theirs, 4), heard: nil))
        #expect(effects.contains(.recount(1..<5, of: theirs.name)), "the one before may have called some of them void")
        let again = correspondence.hear(.compare(sent: place(theirs, 4), heard: nil))
        #expect(!again.contains { if case .recount = $0 { true } else { false } }, "once is enough")
    }

    @Test func whoTakesOverLeavesNoQuestionToOthersOpen() throws {
        var correspondence = Correspondence.heard(4)
        let third = incarnation(9)
        let before = try #require(correspondence.hear(third, 1).effects.nonces.first)
        _ = try correspondence.accept(anew)
        let late = correspondence.hear(third, 2, [.response(third.name, nonce: before)])
        #expect(late.hearing == .unproved, "it was given before the other one had proved itself")
        #expect(correspondence.heard?.incarnation == anew)
    }

    @Test func anotherKeyIsAnotherCorrespondent() throws {
        var correspondence = Correspondence.heard(4, sent: 3)
        let (first, second) = (KeyFingerprint(digest(1)), KeyFingerprint(digest(2)))
        for _ in 0..<2 {
            let isAnother = correspondence.meet(first, within: anew)
            #expect(!isAnother)
        }
        #expect(correspondence.sent.last == 3)
        let isAnother = correspondence.meet(second, within: anew)
        #expect(isAnother)
        #expect(correspondence.sent == .init(incarnation: anew))
        #expect(correspondence.heard == nil)
    }
}
