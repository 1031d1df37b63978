/// A secret that the agent's table and a reply under way may hold at once; wiped when the last one lets go.
final class SharedSecret: Sendable {
    let secret: LockedSecret

    init(_ secret: consuming LockedSecret) {
        self.secret = secret
    }

    var count: Int { secret.count }
}
