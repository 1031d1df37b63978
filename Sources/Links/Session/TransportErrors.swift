import NIOCore
import NIOPosix
import NIOSSL

/// The transport's errors in words.
package enum TransportErrors {
    /// Whether the error only says that the other side closed without ceremony, which the session notices by itself.
    static func isOrdinary(_ error: any Error) -> Bool {
        if case .uncleanShutdown? = error as? NIOSSLError { true } else { false }
    }

    package static func text(of error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError: text(of: error)
        case let error as IOError: systemError(error.errnoCode)
        case ChannelError.connectTimeout: "no answer in time"
        case SocketAddressError.unknown(let host, _): "no address is known for \(host)"
        case let error as SocketAddressError.UnknownHost: "no address is known for \(error.host)"
        default: text(ofAlert: "\(error)")
        }
    }

    /// What was wrong with each address of a name, each thing once.
    private static func text(of error: NIOConnectionError) -> String {
        guard !error.connectionErrors.isEmpty else { return "no address is known for \(error.host)" }
        var texts: [String] = []
        for text in error.connectionErrors.map({ text(of: $0.error) }) where !texts.contains(text) {
            texts.append(text)
        }
        return texts.joined(separator: "; ")
    }

    private static func text(ofAlert text: String) -> String {
        meanings.first { text.contains($0.alert) }?.meaning ?? reason(in: text) ?? withoutPlaces(text)
    }

    /// The TLS library's own name of what went wrong (`error:1000:SSL routines:OPENSSL_internal:NO_SHARED_GROUP at ...`), as
    /// words.
    private static func reason(in text: String) -> String? {
        guard let mark = text.firstRange(of: "OPENSSL_internal:") else { return nil }
        let name = text[mark.upperBound...].prefix { $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") }
        return name.isEmpty ? nil : "TLS: " + name.lowercased().split(separator: "_").joined(separator: " ")
    }

    /// What an alert of TLS means between stations (RFC 8446 section 6.2).
    private static let meanings: [(alert: String, meaning: String)] = [
        ("CERTIFICATE_UNKNOWN", "the other side does not know this station: it must pin our card"),
        ("BAD_CERTIFICATE", "the other side does not accept this station's certificate"),
        ("CERTIFICATE_REQUIRED", "the other side wants a certificate"),
        ("PEER_DID_NOT_RETURN_A_CERTIFICATE", "the other side shows no certificate"),
        ("NO_SHARED_GROUP", "the other side knows none of our key agreements"),
        ("UNSUPPORTED_PROTOCOL", "the other side has no TLS 1.3"),
        ("WRONG_VERSION_NUMBER", "the other side does not speak TLS"),
    ]

    /// Without the places in the TLS library's sources (` at /.../tls_record.cc:491`), which tell nobody anything.
    private static func withoutPlaces(_ text: String) -> String {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        let isPlace = words.indices.map { index in
            words[index].contains(".cc:")
                || (words[index] == "at" && index + 1 < words.count && words[index + 1].contains(".cc:"))
        }
        return zip(words, isPlace).filter { !$0.1 }.map { String($0.0) }.joined(separator: " ")
    }
}
