import BundleProtocol
import FoundationEssentials
import LinkCertificates
import Links
import Logging

/// A station that is nothing but its links, for tests with programs of others and for figures.
///
///     LinkPeer certificate NODE FOLDER              writes certificate.pem and key.pem
///     LinkPeer listen PORT NODE PEER tls|plain      echoes every bundle
///     LinkPeer connect PORT NODE PEER tls|plain FILE  sends the bundle, waits for one, ends the session
///     LinkPeer pipe NODE PEER                       echoes every bundle over standard input and output
///     LinkPeer measure tls|plain                    figures over loopback
///
/// NODE and PEER are node numbers; the key of a station is made from its number, so it is no secret.
@main struct LinkPeer {
    static func main() async throws {
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = .info
            return handler
        }
        let words = Array(CommandLine.arguments.dropFirst())
        switch words.first {
        case "certificate" where words.count == 3: try CertificateFiles.write(node: number(words[1]), to: words[2])
        case "listen" where words.count == 5:
            try await Conversation(node: number(words[2]), peer: number(words[3]), usesTLS: words[4] == "tls").listen(
                port: Int(words[1]) ?? 0)
        case "connect" where words.count == 6:
            try await Conversation(node: number(words[2]), peer: number(words[3]), usesTLS: words[4] == "tls").send(
                file: words[5], port: Int(words[1]) ?? 0)
        case "pipe" where words.count == 3:
            try await Conversation(node: number(words[1]), peer: number(words[2]), usesTLS: false).echoOverPipe()
        case "measure" where words.count == 2: try await Measurement(usesTLS: words[1] == "tls").run()
        default: throw Usage()
        }
    }

    private static func number(_ word: String) throws -> UInt64 {
        guard let number = UInt64(word) else { throw Usage() }
        return number
    }

    struct Usage: Error, CustomStringConvertible {
        let description = "see the head of LinkPeer.swift"
    }
}

/// The station's certificate and key as other TLS libraries want them.
enum CertificateFiles {
    static func write(node: UInt64, to folder: String) throws {
        let credential = try Station(node: node).credential()
        try write("CERTIFICATE", credential.certificate.der, to: folder + "/certificate.pem")
        try write("PRIVATE KEY", credential.privateKey, to: folder + "/key.pem")
    }

    private static func write(_ label: String, _ bytes: [UInt8], to path: String) throws {
        let text = Data(bytes).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        let pem = "-----BEGIN \(label)-----\n\(text)\n-----END \(label)-----\n"
        try Data(pem.utf8).write(to: URL(filePath: path))
    }
}

/// A station with a key that everybody can make.
struct Station {
    let node: UInt64
    var nodeID: EndpointID { .ipn(node: node, service: 0) }
    var peer: KnownPeer { KnownPeer(designator: "STATION \(node)", nodeID: nodeID) }

    func credential() throws -> LinkCredential {
        try LinkCredential(seed: [UInt8](repeating: UInt8(truncatingIfNeeded: node), count: 32), node: node)
    }

    func host(talkingTo other: Station, usesTLS: Bool, _ owner: SessionOwner) throws -> SessionHost {
        var settings = SessionSettings(
            session: TCPCLConfiguration(nodeID: nodeID), protection: .none, logger: Logger(label: "LinkPeer"))
        if usesTLS { settings.protection = .tls(try tls(with: other)) }
        return try SessionHost(settings, owner: owner)
    }

    private func tls(with other: Station) throws -> TLSSettings {
        let credential = try credential()
        let expected = try other.credential().certificate.publicKey
        return TLSSettings(
            identity: try TLSIdentity(certificate: credential.certificate.der, privateKey: credential.privateKey)
        ) { der in
            guard let shown = try? LinkCertificate(parsing: der) else { return .refused("no link certificate") }
            return shown.publicKey == expected ? .known(other.peer) : .refused("another key")
        }
    }
}
