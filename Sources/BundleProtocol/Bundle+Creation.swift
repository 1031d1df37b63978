extension Bundle {
    /// Makes a bundle of our own: CRC-32C on every block, bundle age always present, fragmentation forbidden.
    ///
    /// - Parameters:
    ///   - destination: Where the bundle goes; not the null endpoint.
    ///   - source: The node that makes it; not the null endpoint, so that duplicates can be told.
    ///   - reportTo: Where status reports would go. No report is ever asked for.
    ///   - timestamp: Unique among the bundles of the source. Time zero says that the source has no clock.
    ///   - lifetime: Milliseconds from the creation to the expiry.
    ///   - precedence: The order in which relays send it.
    ///   - payload: Copied once.
    ///   - hopLimit: Most hops, 1 to 255.
    ///   - age: Milliseconds that it has already waited.
    public init(
        destination: EndpointID, source: EndpointID, reportTo: EndpointID = .none, timestamp: CreationTimestamp,
        lifetime: UInt64, precedence: BundlePrecedence, payload: [UInt8], hopLimit: Int = 32, age: UInt64 = 0
    ) throws(BundleError) {
        guard !destination.isNone, !source.isNone else { throw .nullEndpoint }
        guard ![destination, source, reportTo].contains(where: \.isLocalNode) else { throw .localNodeEndpoint }
        guard let limit = UInt8(exactly: hopLimit), limit > 0 else { throw .hopLimitOutOfRange }
        let hopCount = HopCount(limit: limit, count: 0)
        self.init(
            primary: PrimaryBlock(
                destination: destination, source: source, reportTo: reportTo, timestamp: timestamp, lifetime: lifetime),
            extensions: ExtensionBlocks(age: age, hopCount: hopCount, precedence: precedence),
            blocks: [
                CanonicalBlock(.precedence, number: 2) { $0.append(precedence.rawValue) },
                CanonicalBlock(.hopCount, number: 3, write: hopCount.encode),
                CanonicalBlock(.bundleAge, number: 4) { $0.append(age) },
            ],
            payload: CanonicalBlock(.payload, number: 1, content: payload[...]))
    }
}
