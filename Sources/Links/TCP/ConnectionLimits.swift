/// How many connections from outside are held at once.
package struct ConnectionLimits: Sendable, Hashable {
    /// In all.
    package var total = 256
    /// From one IP address.
    package var perAddress = 16
    /// That are not an established session yet.
    package var notEstablished = 32

    package init() {}

    /// Limits of which all grow with the connections in all.
    package init(total: Int) {
        self.total = total
        perAddress = max(16, total / 4)
        notEstablished = max(32, total / 8)
    }
}
