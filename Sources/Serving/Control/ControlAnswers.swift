import Station
import Terminal
import Traffic

/// What a serving station can be asked, and who answers.
///
/// | request | answer |
/// | --- | --- |
/// | `GET /health` | 200 `ok`, or 503 and the reason |
/// | `GET /metrics` | the metrics for Prometheus |
/// | `GET /status` | how the station stands, as JSON; on the station's own socket only |
/// | `POST /wake` | 202: what waits is looked at now; on the station's own socket only |
package struct ControlAnswers: Sendable {
    private let status: @Sendable () async throws -> StationStatus
    private let trouble: @Sendable () async -> String?
    private let wake: @Sendable () async -> Void

    /// - Parameters:
    ///   - status: how the station stands; may be called many times a second.
    ///   - trouble: nil where the station is healthy, otherwise the reason in one line, which names no correspondent.
    ///   - wake: looks at once at what waits, without waiting for the end of it.
    package init(
        status: @escaping @Sendable () async throws -> StationStatus, trouble: @escaping @Sendable () async -> String?,
        wake: @escaping @Sendable () async -> Void
    ) {
        self.status = status
        self.trouble = trouble
        self.wake = wake
    }

    /// Never fails: an error is an answer too.
    func reply(to request: ControlRequest, from audience: ControlQuestion.Audience) async -> ControlReply {
        guard let method = Self.method(of: request.path, for: audience) else {
            return ControlReply(404, line: "there is nothing here: ask for /health or /metrics")
        }
        guard request.method == method else {
            var reply = ControlReply(405, line: "\(request.path) takes \(method)")
            reply.allowed = method
            return reply
        }
        guard !request.hasBody else { return .bodyRefused }
        do {
            return try await answer(request.path)
        } catch {
            return ControlReply(500, line: DisplayText.line(StationError(describing: error).message.description))
        }
    }

    /// The method that a path takes; nil where there is no such path for these people.
    private static func method(of path: String, for audience: ControlQuestion.Audience) -> String? {
        switch (path, audience) {
        case ("/health", _), ("/metrics", _), ("/status", .clerk): "GET"
        case ("/wake", .clerk): "POST"
        default: nil
        }
    }

    private func answer(_ path: String) async throws -> ControlReply {
        switch path {
        case "/health": return await health()
        case "/metrics": return ControlReply(200, .metrics, body: Array(try await status().metricsText.utf8))
        case "/status": return ControlReply(200, .json, body: try await status().json())
        default:
            await wake()
            return ControlReply(202, line: "looking at what waits")
        }
    }

    private func health() async -> ControlReply {
        guard let reason = await trouble() else { return ControlReply(200, line: "ok") }
        return ControlReply(503, line: DisplayText.line(reason))
    }
}
