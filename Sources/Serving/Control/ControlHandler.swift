import NIOCore
import NIOHTTP1

/// Turns the parts of an HTTP request into one question, and a `ControlReply` into the parts of a response.
///
/// Every connection carries one question; whatever follows it is ignored.
final class ControlHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = ControlReply
    typealias OutboundOut = HTTPServerResponsePart

    private let audience: ControlQuestion.Audience
    private let asked: AsyncStream<ControlQuestion>.Continuation
    private var request: ControlRequest?
    private var hasAsked = false

    init(_ audience: ControlQuestion.Audience, _ asked: AsyncStream<ControlQuestion>.Continuation) {
        self.audience = audience
        self.asked = asked
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): request = ControlRequest(head)
        case .body: request?.hasBody = true
        case .end:
            guard let request, !hasAsked else { return }
            hasAsked = true
            asked.yield(ControlQuestion(request: request, audience: audience, channel: context.channel))
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let reply = unwrapOutboundIn(data)
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: reply.status), headers: Self.headers(reply))
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: reply.body)))), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: promise)
    }

    /// The answer to what is no HTTP has been given by the handler before this one.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private static func headers(_ reply: ControlReply) -> HTTPHeaders {
        var headers: HTTPHeaders = [
            "Content-Type": reply.kind.rawValue, "Content-Length": "\(reply.body.count)", "Cache-Control": "no-store",
            "Connection": "close",
        ]
        if let method = reply.allowed { headers.add(name: "Allow", value: method) }
        return headers
    }
}
