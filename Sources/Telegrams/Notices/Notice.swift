/// What one station tells another about its traffic; one line in a receipt or service telegram.
///
/// A receipt says which parcel it means by `ParcelName`: its channel number and what was in it. What is said of numbers
/// alone names the incarnation within which they count.
package enum Notice: Hashable, Sendable {
    /// It is safely stored at the station.
    case arrived(ParcelName, at: Instant)
    /// An officer has opened it.
    case opened(ParcelName, at: Instant, by: Codename)
    /// An officer has done what it asks: the whole, or one of its actions, counted from 1.
    case done(ParcelName, action: Int?, at: Instant, by: Codename)
    /// An officer will not do what it asks; the telegram of that number in his station's register says why.
    case declined(ParcelName, action: Int?, at: Instant, reason: Int64?, by: Codename)
    /// It arrived, and the station does not accept it.
    case refused(ParcelName, reason: String)
    /// It arrived, and the key to which it is sealed for this officer is gone: seal it anew.
    case unreadable(ParcelName, by: Codename)
    /// It did not arrive: send it again.
    case `repeat`(ChannelPlace)
    /// There is no parcel of that number, and there will be none.
    case void(ChannelPlace)
    /// A bundle (by its file name) arrived that cannot be read.
    case damaged(item: String, reason: String)
    /// A bundle (by its file name) cannot be passed on.
    case undeliverable(item: String, reason: String)
    /// When did this bundle of mine (by its file name) reach you, and when did it go on?
    case whereabouts(item: String)
    /// A bundle of yours came and, where it has gone on, to which station.
    case passed(item: String, received: Instant, handed: Instant?, next: Designator?)
    /// A bundle of yours has never been here, or too long ago.
    case unseen(item: String)
    /// The last channel number that I have given out towards you, and the highest that I have heard from you; what are
    /// yours?
    case compare(sent: ChannelPlace, heard: ChannelPlace?)
    /// The answer to that.
    case compared(sent: ChannelPlace, heard: ChannelPlace?)
    /// Parcels of this incarnation of yours have come; is it you? Say so with these random bytes.
    case challenge(IncarnationName, nonce: Nonce)
    /// It is I.
    case response(IncarnationName, nonce: Nonce)
}
