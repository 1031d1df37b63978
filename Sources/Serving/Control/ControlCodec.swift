import NIOCore
import NIOHTTP1

/// Turns the parts of an HTTP request into one `ControlRequest`, and a `ControlReply` into the parts of a response.
///
/// Every connection carries one request.
final class ControlCodec: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = ControlRequest
    typealias OutboundIn = ControlReply
    typealias OutboundOut = HTTPServerResponsePart

    private var request: ControlRequest?

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): request = ControlRequest(head)
        case .body: request?.hasBody = true
        case .end:
            guard let request else { return }
            self.request = nil
            context.fireChannelRead(wrapInboundOut(request))
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

    private static func headers(_ reply: ControlReply) -> HTTPHeaders {
        var headers: HTTPHeaders = [
            "Content-Type": reply.kind.rawValue, "Content-Length": "\(reply.body.count)", "Cache-Control": "no-store",
            "Connection": "close",
        ]
        if let method = reply.allowed { headers.add(name: "Allow", value: method) }
        return headers
    }
}
