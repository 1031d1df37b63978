import Telegrams

extension LinkKind {
    /// A connection to `HOST:PORT`, or one that the other station makes to us.
    ///
    /// A second one is made for what is urgent while the first is busy.
    package static let tcp = LinkKind(
        "tcp",
        .sessions(most: 2) { host, setup, peer in
            let place = try HostAndPort(setup.place)
            return try await host.connect(
                to: Destination(link: setup.name, host: place.host, port: place.port, peer: peer.nodeID))
        },
        checkPlace: { place in
            guard !place.isEmpty, try HostAndPort(place).port == 0 else { return }
            throw FormatError("\(quoted(place)): nobody listens on port 0")
        })
}
