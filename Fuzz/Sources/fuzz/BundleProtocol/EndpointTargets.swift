@testable import BundleProtocol

extension FuzzTarget {
    /// Endpoints as text and as CBOR.
    static let endpoint = FuzzTarget("endpoint", longestInput: 160) { bytes in
        var reader = CBORReader(bytes[...])
        if let endpoint = try? EndpointID(from: &reader) { check(endpoint) }
        check(try EndpointID(parsing: text(bytes)))
    }

    static let bundleFileName = FuzzTarget("bundle-file-name", longestInput: 300) { bytes in
        let name = try text(bytes)
        let (identity, full) = (BundleIdentity(fileName: name), BundleName(fileName: name))
        promise("is one or the other") { identity == nil || full == nil }
        guard let printed = identity?.fileName ?? full?.fileName else { throw NotText() }
        promise("prints as it was read") { printed.utf8.elementsEqual(bytes) }
        promise("is safe on every file system") {
            bytes.count <= (full == nil ? 250 : 267)
                && bytes.allSatisfy {
                    (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D
                }
        }
    }

    private static func check(_ endpoint: EndpointID) {
        promise("the text reads back") { try EndpointID(parsing: endpoint.description) == endpoint }
        promise("the encoding reads back") {
            var writer = CBORWriter()
            endpoint.encode(to: &writer)
            var reader = CBORReader(writer.bytes[...])
            return try EndpointID(from: &reader) == endpoint && reader.isAtEnd
        }
        promise("the node ID is an endpoint of the same node") {
            let nodeID = endpoint.nodeID
            return try EndpointID(parsing: nodeID.description) == nodeID && nodeID.nodeID == nodeID
        }
    }
}
