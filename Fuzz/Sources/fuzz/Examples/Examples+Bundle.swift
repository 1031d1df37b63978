@testable import BundleProtocol

extension Examples {
    static func bundles() throws -> [(FuzzTarget, [[UInt8]])] {
        let source = EndpointID.ipn(node: 1 << 31 | 1, service: 1)
        let named = try EndpointID(parsing: "dtn://moscow/telegrams")
        let identity = BundleIdentity(source: source, timestamp: CreationTimestamp(time: 817_992_000_123, sequence: 7))
        let bundle = try Bundle(
            destination: .ipn(node: 2, service: 1), source: source, timestamp: identity.timestamp,
            lifetime: 86_400_000, precedence: .immediate, payload: Array("payload".utf8), hopLimit: 3, age: 5)
        let other = try Bundle(
            destination: named, source: named, reportTo: named,
            timestamp: CreationTimestamp(time: 0, sequence: 1), lifetime: 1, precedence: .override, payload: [])
        let forwarded = try bundle.forwarded(by: .ipn(node: 3, service: 0), ageIncrement: 1000)
        let endpoints = ["ipn:1.2", "ipn:977000.100.1", "ipn:!.7", "dtn:none", "dtn://moscow/telegrams"]
        let names =
            [identity, other.identity].map(\.fileName) + [BundleName(identity: identity, digest: 0xAB).fileName]
        return [
            (.bundle, [bundle, other, forwarded].map { $0.encoded() }),
            (.endpoint, endpoints.map { Array($0.utf8) }),
            (.bundleFileName, names.map { Array($0.utf8) }),
        ]
    }
}
