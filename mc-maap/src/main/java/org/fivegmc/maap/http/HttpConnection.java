package org.fivegmc.maap.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ScatteringByteChannel;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One connection, whose requests are answered one after the other.
///
/// ```
///           head                answer is out, body was read
///   IDLE ----------> ANSWERING ------------------------------> IDLE
///    | idle time-out      | answer is out, body was not read
///    v                    v
///  closed <----------- LINGERING (octets are dropped, so that the answer is not lost to a reset)
/// ```
///
/// Fields belong to the event loop; the handler's thread talks to it through [RequestBody] and by
/// tasks.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends the connection
final class HttpConnection extends ChannelInboundHandlerAdapter {
    /// Octets of an answer that are handed to the socket at once; two of them are under way.
    static final int CHUNK = 64 * 1024;

    /// Octets of a file that are handed to the socket at once. They take no memory of ours.
    private static final int PIECE = 1024 * 1024;

    /// A body that nobody read is read to its end when it is no longer than this, so that the
    /// connection can be used again.
    private static final int SHORT_REST = 64 * 1024;

    /// How long such a rest is waited for.
    private static final long SKIP_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private static final long LINGER_MS = 3_000;

    private final HttpSettings settings;
    private final HttpHandler handler;
    private final HttpEvents events;
    private final ExecutorService handlers;
    private final AtomicInteger underWay;
    private final ReadAhead readAhead;
    private final InetAddress peer;
    private @Nullable ScheduledFuture<?> waiting;
    private @Nullable RequestBody body;
    private volatile boolean lingering;

    HttpConnection(
            HttpSettings settings,
            HttpHandler handler,
            HttpEvents events,
            ExecutorService handlers,
            AtomicInteger underWay,
            ReadAhead readAhead,
            InetAddress peer) {
        this.settings = settings;
        this.handler = handler;
        this.events = events;
        this.handlers = handlers;
        this.underWay = underWay;
        this.readAhead = readAhead;
        this.peer = peer;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        awaitRequest(ctx);
        ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stopWaiting();
        if (body != null) {
            body.fail(PeerException.Reason.GONE);
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (lingering) {
            ReferenceCountUtil.release(message);
            ctx.read();
        } else if (message instanceof HttpRequest && body != null) {
            // the next request before the answer to this one: clients of today do not
            ReferenceCountUtil.release(message);
            ctx.close();
        } else if (message instanceof HttpRequest request) {
            stopWaiting();
            if (request.decoderResult().isFailure()) {
                refuse(ctx, request.decoderResult().cause());
            } else {
                begin(ctx, request);
            }
        } else if (message instanceof HttpContent content && body != null) {
            if (content.decoderResult().isFailure()) {
                content.release();
                body.fail(PeerException.Reason.MALFORMED);
            } else {
                body.offer(content.content(), content instanceof LastHttpContent);
            }
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        boolean expects = HttpUtil.is100ContinueExpected(request);
        var incoming =
                new RequestBody(
                        () -> ctx.executor().execute(ctx::read),
                        () -> {
                            if (expects) {
                                ctx.writeAndFlush(
                                        new DefaultFullHttpResponse(
                                                HttpVersion.HTTP_1_1,
                                                HttpResponseStatus.CONTINUE,
                                                Unpooled.EMPTY_BUFFER));
                            }
                        },
                        settings.idle().toNanos(),
                        System.nanoTime() + settings.transfer().toNanos());
        body = incoming;
        HttpCall call;
        try {
            call = new HttpCall(request, peer, incoming);
        } catch (IllegalArgumentException _) {
            close(ctx, HttpAnswer.text(400, "the address is not readable"));
            return;
        }
        underWay.incrementAndGet();
        try {
            handlers.execute(() -> answer(ctx, request, call, incoming));
        } catch (RejectedExecutionException _) {
            underWay.decrementAndGet();
            ctx.close();
            return;
        }
        // the end of a request without a body has to be taken, too
        ctx.read();
    }

    /// On the virtual thread.
    private void answer(
            ChannelHandlerContext ctx, HttpRequest request, HttpCall call, RequestBody incoming) {
        try {
            HttpAnswer answer = ask(call);
            boolean sent = false;
            try {
                skipShortRest(call, request, incoming);
                send(ctx, request, answer, incoming);
                sent = true;
            } finally {
                if (answer.body() instanceof HttpAnswer.Flow(var in, long _)) {
                    in.close();
                } else if (!sent && answer.body() instanceof HttpAnswer.Region region) {
                    region.file().close();
                }
            }
        } catch (PeerException e) {
            if (e.reason() == PeerException.Reason.GONE) {
                ctx.close();
            } else {
                ctx.executor().execute(() -> close(ctx, ended(e.reason())));
            }
        } catch (CutShortException _) {
            ctx.close();
        } catch (IOException | RuntimeException | Error e) {
            if (ctx.channel().isActive()) {
                events.fault(e);
            }
            ctx.close();
        } finally {
            incoming.release();
            underWay.decrementAndGet();
        }
    }

    private HttpAnswer ask(HttpCall call) throws PeerException {
        try {
            return handler.answer(call);
        } catch (PeerException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            events.fault(e);
            return HttpAnswer.text(500, "see the log of the server");
        }
    }

    private HttpAnswer ended(PeerException.Reason reason) {
        return switch (reason) {
            case IDLE, TOO_LONG -> HttpAnswer.text(408, "the request did not come to its end");
            case STOPPING -> HttpAnswer.text(503, "stopping").with("retry-after", "30");
            case MALFORMED, GONE -> HttpAnswer.text(400, "the body is not readable as HTTP");
        };
    }

    private static void skipShortRest(HttpCall call, HttpRequest request, RequestBody incoming)
            throws PeerException {
        boolean shortRest =
                call.contentLength() >= 0
                        && call.contentLength() <= SHORT_REST
                        && !HttpUtil.is100ContinueExpected(request);
        if (shortRest && !incoming.hasEnded()) {
            incoming.hurry(SKIP_NANOS);
            try {
                incoming.skipAll();
            } catch (PeerException e) {
                if (e.reason() == PeerException.Reason.GONE) {
                    throw e;
                }
                // the answer is known: who drips is not waited for, and the connection is not used
                // again
            }
        }
    }

    private void send(
            ChannelHandlerContext ctx, HttpRequest request, HttpAnswer answer, RequestBody incoming)
            throws IOException {
        boolean again = HttpUtil.isKeepAlive(request) && incoming.hasEnded();
        HttpResponse head = head(answer, again);
        if (!again) {
            head.headers().set(HttpHeaderNames.CONNECTION, "close");
        }
        boolean headOnly = request.method().equals(HttpMethod.HEAD);
        if (!headOnly && answer.body() instanceof HttpAnswer.Octets(byte[] octets)) {
            // most answers: the event loop is woken once
            ctx.executor()
                    .execute(() -> {
                        ctx.write(head);
                        finish(ctx, Unpooled.wrappedBuffer(octets), again);
                    });
            return;
        }
        ctx.write(head);
        if (headOnly && answer.body() instanceof HttpAnswer.Region region) {
            region.file().close();
        }
        ReferenceCounted last =
                headOnly
                        ? Unpooled.EMPTY_BUFFER
                        : switch (answer.body()) {
                            case HttpAnswer.Octets(byte[] octets) -> Unpooled.wrappedBuffer(octets);
                            case HttpAnswer.Flow(var in, long length) ->
                                    pour(ctx, length, (chunk, most) -> chunk.writeBytes(in, most));
                            case HttpAnswer.Region region -> region(ctx, region);
                        };
        try {
            ctx.executor().execute(() -> finish(ctx, last, again));
        } catch (RejectedExecutionException e) {
            last.release();
            throw e;
        }
    }

    /// On the event loop, before the peer sees the end of the answer and can begin the next
    /// request: with a Content-Length the last octets are that end.
    private void finish(ChannelHandlerContext ctx, ReferenceCounted last, boolean again) {
        if (again) {
            body = null;
        }
        LastHttpContent end;
        if (last instanceof ByteBuf octets) {
            end = new DefaultLastHttpContent(octets);
        } else {
            ctx.write(last);
            end = LastHttpContent.EMPTY_LAST_CONTENT;
        }
        ChannelFuture written =
                ctx.writeAndFlush(end).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        awaitRequest(ctx);
        if (!again) {
            lingering = true;
            written.addListener(_ -> linger(ctx));
        }
    }

    private record Stamp(long second, String text) {}

    private static volatile Stamp stamp = new Stamp(Long.MIN_VALUE, "");

    private static String date() {
        Instant now = Instant.now();
        Stamp known = stamp;
        if (known.second() != now.getEpochSecond()) {
            known = new Stamp(now.getEpochSecond(), DATE.format(now));
            stamp = known;
        }
        return known.text();
    }

    private static HttpResponse head(HttpAnswer answer, boolean keepAlive) {
        var head =
                new DefaultHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
        head.headers().set(HttpHeaderNames.DATE, date());
        answer.headers().forEach(header -> head.headers().add(header.name(), header.value()));
        if (answer.status() != 204 && answer.status() != 304) {
            head.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length());
        }
        HttpUtil.setKeepAlive(head, keepAlive);
        return head;
    }

    /// What is encrypted goes through memory.
    private ReferenceCounted region(ChannelHandlerContext ctx, HttpAnswer.Region region)
            throws IOException {
        FileChannel file = region.file();
        if (region.length() > 0 && ctx.pipeline().get(SslHandler.class) == null) {
            return hand(ctx, region);
        }
        long[] read = {0};
        try (file) {
            file.position(region.offset());
            return pour(
                    ctx,
                    region.length(),
                    (chunk, most) -> {
                        ScatteringByteChannel octets = file;
                        int n = chunk.writeBytes(octets, most);
                        read[0] += Math.max(0, n);
                        return n;
                    });
        } finally {
            region.ended().accept(read[0]);
        }
    }

    /// Two pieces are under way: one in the socket, one being read into the kernel's cache. The
    /// last one is no larger than a chunk, as nobody watches how it is taken.
    ///
    /// @return the last one, not yet written
    private FilePiece hand(ChannelHandlerContext ctx, HttpAnswer.Region region) throws IOException {
        FileChannel file = region.file();
        long deadline = System.nanoTime() + settings.transfer().toNanos();
        long at = region.offset();
        long end = at + region.length();
        try {
            ChannelFuture before = ctx.newSucceededFuture();
            FilePiece piece = new FilePiece(file, at, 0, false);
            while (true) {
                long left = end - at;
                boolean isLast = left <= CHUNK;
                long n = isLast ? left : Math.min(PIECE, left - CHUNK);
                readAhead.load(file, at, n);
                while (!taken(before, piece, deadline)) {
                    // it goes on
                }
                piece = new FilePiece(file, at, n, isLast);
                at += n;
                if (isLast) {
                    return piece;
                }
                before = ctx.writeAndFlush(piece);
            }
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        } finally {
            region.ended().accept(at - region.offset());
        }
    }

    /// How [#pour] gets at most so many octets into a chunk.
    @FunctionalInterface
    private interface Filling {
        /// @return octets, or -1 when there are no more
        int fill(ByteBuf chunk, int most) throws IOException;
    }

    /// Two chunks are under way: one in the socket, one being read.
    ///
    /// @return the last one, not yet written
    private ByteBuf pour(ChannelHandlerContext ctx, long length, Filling filling)
            throws IOException {
        long deadline = System.nanoTime() + settings.transfer().toNanos();
        long left = length;
        ChannelFuture before = ctx.newSucceededFuture();
        while (left > 0) {
            ByteBuf chunk = ctx.alloc().directBuffer(CHUNK);
            int n;
            try {
                n = filling.fill(chunk, (int) Math.min(CHUNK, left));
            } catch (IOException | RuntimeException e) {
                chunk.release();
                throw e;
            }
            if (n <= 0) {
                chunk.release();
                throw new IOException("a body ended " + left + " octets too early");
            }
            left -= n;
            try {
                taken(before, deadline);
            } catch (PeerException e) {
                chunk.release();
                throw e;
            }
            if (left == 0) {
                return chunk;
            }
            before = ctx.writeAndFlush(new DefaultHttpContent(chunk));
        }
        return Unpooled.EMPTY_BUFFER;
    }

    /// Waits for the peer to take what was written.
    private void taken(ChannelFuture written, long deadline) throws PeerException {
        long patience = Math.min(settings.idle().toNanos(), deadline - System.nanoTime());
        try {
            if (!written.await(Math.max(1, patience), TimeUnit.NANOSECONDS)
                    || !written.isSuccess()) {
                throw new PeerException(PeerException.Reason.GONE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new PeerException(PeerException.Reason.GONE);
        }
    }

    /// Waits for the peer to take a piece, or at least a chunk of it.
    ///
    /// @return whether all of it was taken
    private boolean taken(ChannelFuture written, FilePiece piece, long deadline)
            throws PeerException {
        long before = piece.taken();
        long patience = Math.min(settings.idle().toNanos(), deadline - System.nanoTime());
        try {
            boolean done = written.await(Math.max(1, patience), TimeUnit.NANOSECONDS);
            if (done ? !written.isSuccess() : piece.taken() - before < CHUNK) {
                throw new PeerException(PeerException.Reason.GONE);
            }
            return done;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new PeerException(PeerException.Reason.GONE);
        }
    }

    private void refuse(ChannelHandlerContext ctx, Throwable cause) {
        close(
                ctx,
                switch (cause) {
                    case TooLongHttpLineException _ ->
                            HttpAnswer.text(
                                    414,
                                    "the request line has more than "
                                            + HttpListener.REQUEST_LINE
                                            + " bytes");
                    case TooLongHttpHeaderException _ ->
                            HttpAnswer.text(
                                    431,
                                    "the headers have more than "
                                            + settings.headerBytes()
                                            + " bytes");
                    default -> HttpAnswer.text(400, "not readable as HTTP");
                });
    }

    /// A last answer, from the event loop.
    private void close(ChannelHandlerContext ctx, HttpAnswer answer) {
        HttpResponse head = head(answer, false);
        head.headers().set(HttpHeaderNames.CONNECTION, "close");
        ctx.write(head);
        if (answer.body() instanceof HttpAnswer.Octets(byte[] octets)) {
            ctx.write(new DefaultHttpContent(Unpooled.wrappedBuffer(octets)));
        }
        ChannelFuture written = ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        awaitRequest(ctx);
        lingering = true;
        written.addListener(_ -> linger(ctx));
    }

    /// Closing with unread octets would reset the connection, and the peer might lose the answer.
    /// The time begins when the peer's socket has taken the answer; until then it is idle.
    private void linger(ChannelHandlerContext ctx) {
        stopWaiting();
        waiting = ctx.executor().schedule(() -> end(ctx), LINGER_MS, TimeUnit.MILLISECONDS);
    }

    private void awaitRequest(ChannelHandlerContext ctx) {
        stopWaiting();
        waiting =
                ctx.executor()
                        .schedule(
                                () -> end(ctx), settings.idle().toMillis(), TimeUnit.MILLISECONDS);
        ctx.read();
    }

    private static void end(ChannelHandlerContext ctx) {
        ctx.close();
    }

    private void stopWaiting() {
        if (waiting != null) {
            waiting.cancel(false);
            waiting = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // a peer that hangs up or talks something else is its own business
        ctx.close();
    }
}
