package org.fivegmc.server.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One connection: hands whole requests to the router on a virtual thread and writes what comes
/// back, within the limits.
///
/// All fields belong to the event loop; a handler's thread touches none of them.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends the connection
final class HttpExchange extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Router router;
    private final HttpLimits limits;
    private final Semaphore permits;
    private final ExecutorService handlers;
    private @Nullable ScheduledFuture<?> receiving;

    HttpExchange(Router router, HttpLimits limits, Semaphore permits, ExecutorService handlers) {
        this.router = router;
        this.limits = limits;
        this.permits = permits;
        this.handlers = handlers;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        awaitRequest(ctx);
        ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stopWaiting();
        ctx.fireChannelInactive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest message) {
        stopWaiting();
        if (message.decoderResult().isFailure()) {
            refuse(ctx, message.decoderResult().cause());
            return;
        }
        boolean head = message.method().equals(HttpMethod.HEAD);
        Request request;
        try {
            request = request(message, head);
        } catch (IllegalArgumentException _) {
            writeAndClose(
                    ctx, Response.problem(400, "Bad Request", "the address is not readable", ""));
            return;
        }
        if (!permits.tryAcquire()) {
            write(
                    ctx,
                    Response.problem(
                                    503,
                                    "Service Unavailable",
                                    "too many requests at once",
                                    request.path())
                            .header("Retry-After", "1"),
                    head);
            return;
        }
        ctx.channel().config().setAutoRead(false);
        answer(ctx, request, head);
    }

    private void answer(ChannelHandlerContext ctx, Request request, boolean head) {
        var answered = new AtomicBoolean();
        Future<?> running =
                handlers.submit(() -> {
                    Response response;
                    try {
                        response = router.answer(request);
                    } finally {
                        permits.release();
                    }
                    if (answered.compareAndSet(false, true)) {
                        ctx.executor().execute(() -> write(ctx, response, head));
                    }
                });
        ctx.executor()
                .schedule(
                        () -> {
                            if (answered.compareAndSet(false, true)) {
                                running.cancel(true);
                                write(
                                        ctx,
                                        Response.problem(
                                                504,
                                                "Gateway Timeout",
                                                "no answer in time",
                                                request.path()),
                                        head);
                            }
                        },
                        limits.handle().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static Request request(FullHttpRequest message, boolean head) {
        var uri = new QueryStringDecoder(message.uri());
        return new Request(
                head ? "GET" : message.method().name(),
                uri.path(),
                message.headers().get(HttpHeaderNames.HOST, ""),
                Map.of(),
                uri.parameters(),
                Optional.ofNullable(message.headers().get(HttpHeaderNames.AUTHORIZATION)),
                ByteBufUtil.getBytes(message.content()));
    }

    private void refuse(ChannelHandlerContext ctx, Throwable cause) {
        Response response =
                switch (cause) {
                    case TooLongHttpLineException _ ->
                            Response.problem(
                                    414,
                                    "URI Too Long",
                                    "at most " + limits.requestLine() + " bytes",
                                    "");
                    case TooLongHttpHeaderException _ ->
                            Response.problem(
                                    431,
                                    "Request Header Fields Too Large",
                                    "at most " + limits.headers() + " bytes",
                                    "");
                    default -> Response.problem(400, "Bad Request", "not readable as HTTP", "");
                };
        writeAndClose(ctx, response);
    }

    private void write(ChannelHandlerContext ctx, Response response, boolean head) {
        var message = encode(response, head);
        ctx.writeAndFlush(message);
        ctx.channel().config().setAutoRead(true);
        awaitRequest(ctx);
    }

    private static void writeAndClose(ChannelHandlerContext ctx, Response response) {
        var message = encode(response, false);
        message.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE);
    }

    private static DefaultFullHttpResponse encode(Response response, boolean head) {
        var status = HttpResponseStatus.valueOf(response.status());
        var body = head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(response.body());
        var message = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        if (response.status() != 204) {
            message.headers().set(HttpHeaderNames.CONTENT_TYPE, response.contentType());
            message.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
        }
        message.headers().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        message.headers().set("x-content-type-options", "nosniff");
        response.headers().forEach((name, value) -> message.headers().set(name, value));
        return message;
    }

    private void awaitRequest(ChannelHandlerContext ctx) {
        stopWaiting();
        receiving =
                ctx.executor()
                        .schedule(
                                () -> close(ctx),
                                limits.receive().toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    private static void close(ChannelHandlerContext ctx) {
        ctx.close();
    }

    private void stopWaiting() {
        if (receiving != null) {
            receiving.cancel(false);
            receiving = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof TooLongFrameException) {
            writeAndClose(
                    ctx,
                    Response.problem(
                            413, "Content Too Large", "at most " + limits.body() + " bytes", ""));
        } else {
            // A peer that hangs up or talks something else is its own business.
            close(ctx);
        }
    }
}
