import NIOCore
import NIOSSL

/// The transport's errors in words.
enum TransportErrors {
    /// Whether the error only says that the other side closed without ceremony, which the session notices by itself.
    static func isOrdinary(_ error: any Error) -> Bool {
        if case .uncleanShutdown? = error as? NIOSSLError { true } else { false }
    }

    static func text(of error: any Error) -> String { "\(error)" }
}
