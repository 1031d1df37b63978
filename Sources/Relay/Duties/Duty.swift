import Telegrams

/// Something that a station does without being asked: it fails, rests and is tried again by itself.
package enum Duty: Hashable, Sendable {
    // Whoever fails in these does his work for nobody.
    /// Making durable what came, and noting what the next stations hold.
    case settling
    /// Following what other processes change of links and routes.
    case following
    /// Taking up what began to wait.
    case takingUp
    /// Packing what waits, and handing it over.
    case handing
    /// Writing what there is to be reported to others.
    case reporting
    /// Asking for what is missing.
    case asking
    /// Comparing channel numbers.
    case comparing

    // The station's own house.
    /// Giving up what is over.
    case expiring
    case renewingKeys
    case destroyingKeys
    case checkingEnclosures
    case tidyingEnclosures
    case tidyingQuarantine
    /// Ending what others have made grow.
    case keepingLimits
    /// Taking in what was held until a station had proved itself.
    case takingHeldIn
    /// Sending our card to those who have an older one.
    case sendingCards

    // One correspondent, one link.
    case reportingTo(Designator)
    case askingFrom(Designator)
    case comparingWith(Designator)
    case sendingCardTo(Designator)
    /// Using a link as it is set up, and taking in what lies on it.
    case link(String)
    case handingOver(link: String)
    /// Having others connect at an address.
    case listening(String)
}

extension Duty {
    /// Whether nothing of the station's work is done while it fails.
    package var concernsEverything: Bool {
        switch self {
        case .settling, .following, .takingUp, .handing, .reporting, .asking, .comparing: true
        case .expiring, .renewingKeys, .destroyingKeys, .checkingEnclosures, .tidyingEnclosures, .tidyingQuarantine,
            .keepingLimits, .takingHeldIn, .sendingCards, .reportingTo, .askingFrom, .comparingWith, .sendingCardTo,
            .link, .handingOver, .listening:
            false
        }
    }

    /// Whether it writes to others what they wait to hear.
    package var isSendingNotices: Bool {
        switch self {
        case .reporting, .asking, .reportingTo, .askingFrom: true
        default: false
        }
    }

    /// Whether its name tells nobody with whom the station corresponds.
    package var isDiscreet: Bool {
        switch self {
        case .reportingTo, .askingFrom, .comparingWith, .sendingCardTo: false
        default: true
        }
    }
}

extension Duty: CustomStringConvertible {
    /// The duty in words that follow "what fails is".
    package var description: String {
        switch self {
        case .settling: "taking in what comes"
        case .following: "following the links and routes"
        case .takingUp: "taking up what waits"
        case .handing: "handing over what waits"
        case .reporting: "writing receipts"
        case .asking: "asking for what is missing"
        case .comparing: "comparing numbers"
        case .expiring: "giving up what is over"
        case .renewingKeys: "renewing the station's key"
        case .destroyingKeys: "destroying the station's dead keys"
        case .checkingEnclosures: "checking enclosures"
        case .tidyingEnclosures: "tidying up the enclosures"
        case .tidyingQuarantine: "tidying up the quarantine"
        case .keepingLimits: "ending what others have made grow"
        case .takingHeldIn: "taking in what was held"
        case .sendingCards: "sending our card"
        case .reportingTo(let station): "writing receipts for \(station)"
        case .askingFrom(let station): "asking \(station) for what is missing"
        case .comparingWith(let station): "comparing numbers with \(station)"
        case .sendingCardTo(let station): "sending our card to \(station)"
        case .link(let name): "using link \(name)"
        case .handingOver(let link): "handing over on link \(link)"
        case .listening(let place): "listening on \(place)"
        }
    }
}
