package org.fivegmc.msrp.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.fivegmc.msrp.codec.Body;
import org.fivegmc.msrp.codec.End;
import org.fivegmc.msrp.codec.Head;
import org.fivegmc.msrp.codec.MsrpDecoder;
import org.fivegmc.msrp.codec.MsrpRead;
import org.fivegmc.msrp.codec.MsrpRule;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.msrp.codec.MsrpWriter;
import org.fivegmc.msrp.codec.TransactionIds;
import org.fivegmc.msrp.session.Answers;
import org.fivegmc.msrp.session.CloseReason;
import org.fivegmc.msrp.session.MsrpEvents;
import org.fivegmc.msrp.session.MsrpSession;
import org.fivegmc.msrp.session.OutgoingMessage;
import org.fivegmc.msrp.session.SessionLink;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.uri.MsrpUri;
import org.jspecify.annotations.Nullable;

/// A connection, accepted or opened, and the sessions it serves. On its event loop but for
/// [#execute].
///
/// ```
/// accepted --(TLS: handshake)--> UNMATCHED --(request names a session)--> MATCHED
/// opened ----(TLS: handshake, fingerprint)------------------------------> MATCHED
/// any --> closed: peer, error, last session over, unmatched or idle or stalled too long, framing lost
/// ```
@SuppressWarnings("FutureReturnValueIgnored") // what fails comes up in the pipeline
final class MsrpConnection extends ChannelInboundHandlerAdapter implements SessionLink {
    /// Frames that go out together are copied into one piece of this many octets.
    private static final int GATHERED = 32 * 1024;

    private final Channel channel;
    private final MsrpLoop loop;
    private final boolean secure;
    private final EndpointLimits limits;
    private final MsrpEvents events;
    private final Sessions sessions;
    private final Admission admission;
    private final Runnable onGone;
    private final MsrpDecoder decoder;
    private final Map<SessionHandle, MsrpSession> bound = new LinkedHashMap<>();
    // as peers write To-Path, so that it is read once for each session
    private final Map<ByteSlice, MsrpSession> byPath = new HashMap<>();
    private final long openedMs;
    private @Nullable MsrpSession current;
    private boolean matched;
    private long lastReadMs;
    private long readingSinceMs;
    // the frame under way, or as much of it as came since it was last looked at
    private long progressSinceMs;
    private long progress;
    private long unwritableSinceMs = -1;
    private int pauses;
    private @Nullable ByteBuf gathering;
    private long unflushed;
    private boolean flushDue;
    private long calmUntilMs;
    private @Nullable CloseReason reason;
    private boolean gone;

    /// @param unmatched whether it was counted as unmatched
    MsrpConnection(
            Channel channel,
            MsrpLoop loop,
            boolean secure,
            boolean unmatched,
            EndpointLimits limits,
            MsrpEvents events,
            Sessions sessions,
            Admission admission,
            Runnable onGone) {
        this.channel = channel;
        this.loop = loop;
        this.secure = secure;
        this.matched = !unmatched;
        this.limits = limits;
        this.events = events;
        this.sessions = sessions;
        this.admission = admission;
        this.onGone = onGone;
        this.decoder = new MsrpDecoder(limits.frame());
        this.openedMs = loop.nowMs();
        this.lastReadMs = openedMs;
        this.readingSinceMs = openedMs;
        this.progressSinceMs = openedMs;
    }

    // ---- what comes in

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            lastReadMs = loop.nowMs();
            calmUntilMs = 0;
            if (in.hasArray()) {
                int from = in.arrayOffset() + in.readerIndex();
                decode(in.array(), from, from + in.readableBytes());
                return;
            }
            byte[] scratch = loop.scratch();
            while (in.isReadable() && reason == null) {
                int n = Math.min(in.readableBytes(), scratch.length);
                in.readBytes(scratch, 0, n);
                decode(scratch, 0, n);
            }
        } finally {
            in.release();
        }
    }

    private void decode(byte[] octets, int from, int to) {
        if (reason != null) {
            return;
        }
        if (!decoder.isPartial()) {
            begun();
        }
        progress += to - from;
        decoder.feed(octets, from, to);
        while (reason == null) {
            switch (decoder.next()) {
                case Head head -> head(head);
                case Body(ByteSlice piece) -> {
                    if (current != null) {
                        current.body(piece);
                    }
                }
                case End(End.Flag flag) -> {
                    begun();
                    MsrpSession session = current;
                    current = null;
                    if (session != null) {
                        session.end(flag);
                    }
                }
                case MsrpRead.Malformed(MsrpRule rule) -> {
                    events.malformed(rule);
                    close(CloseReason.MALFORMED);
                }
                case MsrpRead.Waiting _ -> {
                    return;
                }
            }
        }
    }

    /// A frame begins, or may begin.
    private void begun() {
        progressSinceMs = loop.nowMs();
        progress = 0;
    }

    private void head(Head head) {
        current = null;
        if (!head.isRequest()) {
            response(head);
            return;
        }
        events.request(MsrpEvents.Direction.IN, head.method());
        MsrpRule fault = head.fault();
        if (fault != MsrpRule.NONE) {
            events.malformed(fault);
            Answers.respond(this, events, head, MsrpStatus.BAD_REQUEST);
            return;
        }
        MsrpSession session = byPath.get(head.toPath());
        if (session == null) {
            session = match(head);
        }
        if (session != null) {
            current = session;
            session.head(head);
        }
    }

    private void response(Head head) {
        MsrpStatus status = MsrpStatus.of(head.status());
        MsrpSession addressed = byPath.get(head.toPath());
        if (addressed != null && addressed.response(head.transactionId(), status)) {
            endRefused(addressed);
            return;
        }
        for (MsrpSession session : List.copyOf(bound.values())) {
            if (session.response(head.transactionId(), status)) {
                if (!endRefused(session)) {
                    remember(head.toPath(), session);
                }
                return;
            }
        }
        events.strayResponse();
    }

    private boolean endRefused(MsrpSession session) {
        if (session.isRefused()) {
            for (SessionHandle handle : List.copyOf(bound.keySet())) {
                if (session.equals(bound.get(handle))) {
                    end(handle, CloseReason.REFUSED);
                    handle.close(CloseReason.REFUSED);
                }
            }
        }
        return session.isRefused();
    }

    /// Finds the session a request is for and binds it to this connection; null when the request
    /// was refused.
    private @Nullable MsrpSession match(Head head) {
        String first = Answers.first(head.toPath()).text();
        Optional<MsrpUri> uri = MsrpUri.parse(first).toOptional();
        if (uri.isEmpty()) {
            return refuse(head, MsrpStatus.BAD_REQUEST);
        }
        Optional<SessionHandle> found = sessions.find(uri.get().sessionId());
        if (found.isEmpty()) {
            return refuse(head, MsrpStatus.NO_SESSION);
        }
        SessionHandle handle = found.get();
        MsrpSession session = bound.get(handle);
        if (session == null) {
            if (handle.spec().secure() != secure || !isOf(handle.spec())) {
                return refuse(head, MsrpStatus.FORBIDDEN);
            }
            if (bound.size() == limits.sessionsPerConnection()) {
                return refuse(head, MsrpStatus.FORBIDDEN);
            }
            session = bind(handle, false);
        }
        if (session == null) {
            return refuse(head, MsrpStatus.BOUND_ELSEWHERE);
        }
        remember(head.toPath(), session);
        return session;
    }

    private @Nullable MsrpSession refuse(Head head, MsrpStatus status) {
        Answers.respond(this, events, head, status);
        return null;
    }

    private void remember(ByteSlice path, MsrpSession session) {
        if (byPath.size() < limits.sessionsPerConnection() * 2) {
            byPath.put(ByteSlice.of(path.toByteArray()), session);
        }
    }

    private boolean isOf(SessionSpec spec) {
        SslHandler ssl = channel.pipeline().get(SslHandler.class);
        return ssl == null || TlsSide.isOf(TlsSide.peerCertificate(ssl), spec.fingerprints());
    }

    private @Nullable MsrpSession bind(SessionHandle handle, boolean announce) {
        MsrpSession session = handle.bind(this, announce);
        if (session != null) {
            bound.put(handle, session);
            match();
            if (!isOf(handle.spec())) {
                // the answer to an offer came while it was being bound
                end(handle, CloseReason.FINGERPRINT);
                handle.close(CloseReason.FINGERPRINT);
                return null;
            }
        }
        return session;
    }

    /// The description of a peer that is bound already has come.
    void agreed(SessionHandle handle, MsrpSession session, List<OutgoingMessage> waiting) {
        if (!isOf(handle.spec())) {
            end(handle, CloseReason.FINGERPRINT);
            handle.close(CloseReason.FINGERPRINT);
        }
        session.peer(handle.spec().paths());
        waiting.forEach(session::send);
    }

    private void match() {
        if (!matched) {
            matched = true;
            admission.matched();
        }
    }

    /// Takes a session this side connects for.
    ///
    /// @return false when the connection does not serve it
    boolean adopt(SessionHandle handle) {
        if (reason != null
                || !channel.isActive()
                || bound.size() == limits.sessionsPerConnection()) {
            return false;
        }
        if (!isOf(handle.spec())) {
            handle.close(CloseReason.FINGERPRINT);
            if (bound.isEmpty()) {
                close(CloseReason.FINGERPRINT);
            }
            return true;
        }
        if (bind(handle, true) == null && bound.isEmpty()) {
            close(CloseReason.LOCAL);
        }
        return true;
    }

    // ---- the end of sessions and of the connection

    /// Ends one session, and the connection with its last one.
    void end(SessionHandle handle, CloseReason why) {
        MsrpSession session = bound.remove(handle);
        if (session == null) {
            return;
        }
        byPath.values().removeIf(session::equals);
        if (session.equals(current)) {
            current = null;
        }
        session.close(why);
        if (bound.isEmpty()) {
            close(CloseReason.LOCAL);
        }
    }

    void close(CloseReason why) {
        if (reason == null) {
            reason = why;
            handOver();
            if (why != CloseReason.SLOW_READER) {
                channel.flush();
            }
            channel.close();
        }
    }

    private void gone() {
        if (gone) {
            return;
        }
        gone = true;
        ByteBuf unsent = gathering;
        if (unsent != null) {
            gathering = null;
            unsent.release();
        }
        CloseReason why = reason == null ? CloseReason.PEER : reason;
        reason = why;
        loop.remove(this);
        match();
        admission.leave();
        onGone.run();
        events.connectionClosed(why);
        Map<SessionHandle, MsrpSession> ended = new LinkedHashMap<>(bound);
        bound.clear();
        byPath.clear();
        current = null;
        ended.forEach((handle, session) -> {
            session.close(why);
            handle.close(why);
        });
    }

    /// Looks at the clock. Most connections of many wait for somebody to say something: they are
    /// looked at seldom, until an octet comes or goes.
    void sweep(long nowMs) {
        if (nowMs < calmUntilMs) {
            return;
        }
        boolean reads = pauses == 0;
        if (!matched && nowMs - openedMs > limits.unmatchedMs()) {
            close(CloseReason.UNMATCHED);
        } else if (reads && decoder.isPartial() && isSlow(nowMs)) {
            close(CloseReason.SLOW_SENDER);
        } else if (unwritableSinceMs >= 0 && nowMs - unwritableSinceMs > limits.stalledMs()) {
            close(CloseReason.SLOW_READER);
        } else if (reads && nowMs - lastReadMs > limits.idleMs()) {
            close(CloseReason.IDLE);
        } else {
            boolean calm = matched && !decoder.isPartial() && unwritableSinceMs < 0;
            for (MsrpSession session : List.copyOf(bound.values())) {
                session.sweep(nowMs, limits.keepAliveMs());
                calm &= session.isCalm();
            }
            calmUntilMs = calm ? nowMs + limits.calmMs() : 0;
        }
    }

    /// Whether the frame under way stands still, or drips.
    private boolean isSlow(long nowMs) {
        if (nowMs - lastReadMs > limits.stalledMs()) {
            return true;
        }
        if (nowMs - progressSinceMs <= limits.stalledMs()) {
            return false;
        }
        boolean drips = progress < limits.progressOctets();
        begun();
        return drips;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done && !done.isSuccess()) {
            close(CloseReason.HANDSHAKE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        close(CloseReason.PEER);
    }

    // ---- what goes out

    @Override
    public void send(MsrpWriter frame) {
        if (reason != null || !channel.isActive()) {
            return;
        }
        int length = frame.length();
        ByteBuf out = gathering;
        if (out == null || out.readableBytes() + length > GATHERED) {
            handOver();
            out = channel.alloc().directBuffer(length);
            gathering = out;
        }
        write(out, frame.head());
        write(out, frame.body());
        write(out, frame.tail());
        unflushed += length;
        calmUntilMs = 0;
        if (unflushed + channel.bytesBeforeWritable() > limits.mostPending()) {
            close(CloseReason.SLOW_READER);
        } else if (!flushDue) {
            flushDue = true;
            execute(this::flush);
        }
    }

    private static void write(ByteBuf out, ByteSlice octets) {
        out.writeBytes(octets.array(), octets.offset(), octets.length());
    }

    private void handOver() {
        ByteBuf out = gathering;
        if (out != null) {
            gathering = null;
            channel.write(out, channel.voidPromise());
        }
    }

    private void flush() {
        flushDue = false;
        handOver();
        if (unflushed > 0) {
            boolean waiting = unflushed >= limits.pendingOctets();
            unflushed = 0;
            channel.flush();
            if (waiting && isWritable()) {
                goOn();
            }
        }
    }

    private void goOn() {
        for (MsrpSession session : List.copyOf(bound.values())) {
            session.more();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            unwritableSinceMs = -1;
            goOn();
        } else {
            unwritableSinceMs = loop.nowMs();
            calmUntilMs = 0;
            // what is not flushed would never become writable again
            if (!flushDue) {
                flushDue = true;
                execute(this::flush);
            }
        }
    }

    @Override
    public boolean isWritable() {
        return reason == null && channel.isWritable() && unflushed < limits.pendingOctets();
    }

    @Override
    public MsrpWriter writer() {
        return loop.writer();
    }

    @Override
    public TransactionIds ids() {
        return loop.ids();
    }

    @Override
    public long nowMs() {
        return loop.nowMs();
    }

    @Override
    public long readingSinceMs() {
        return pauses == 0 ? readingSinceMs : Long.MAX_VALUE;
    }

    @Override
    public void execute(Runnable task) {
        try {
            loop.eventLoop().execute(task);
        } catch (RejectedExecutionException _) {
            // the endpoint has been closed, and every session with it
        }
    }

    @Override
    public void pause() {
        pauses++;
        channel.config().setAutoRead(false);
    }

    @Override
    public void resume() {
        pauses--;
        if (pauses == 0) {
            readingSinceMs = loop.nowMs();
            lastReadMs = readingSinceMs;
            begun();
            channel.config().setAutoRead(true);
        }
    }
}
