/// How many connections from outside are held at once.
package struct ConnectionLimits: Sendable, Hashable {
    /// In all.
    package var total = 256
    /// From one IP address.
    package var perAddress = 16
    /// That are not an established session yet.
    package var notEstablished = 32

    package init() {}
}
