package org.fivegmc.fallback.smpp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.PDUStringException;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataCodings;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.session.connection.ServerConnection;
import org.jsmpp.session.connection.ServerConnectionFactory;
import org.jsmpp.session.connection.socket.ServerSocketConnection;
import org.jsmpp.util.MessageId;

/// A short message center made of an independent SMPP implementation, on an ephemeral port of the
/// loopback address. Travels in the test-jar, for tests of the whole server.
public final class JsmppCenter implements ServerMessageReceiverListener, AutoCloseable {
    public static final String PASSWORD = "secret";

    /// What to do with a submission: returns the message id or throws a status.
    @FunctionalInterface
    public interface Behaviour {
        String accept(SubmitSm submit, SMPPServerSession session) throws ProcessRequestException;
    }

    public final ConcurrentLinkedQueue<SubmitSm> submissions = new ConcurrentLinkedQueue<>();
    public final List<SMPPServerSession> sessions = new CopyOnWriteArrayList<>();
    final AtomicInteger binds = new AtomicInteger();
    private final ServerSocket socket;
    private final SMPPServerSessionListener listener;
    private volatile Behaviour behaviour;

    public JsmppCenter(Behaviour behaviour) throws IOException {
        this(behaviour, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    public JsmppCenter(Behaviour behaviour, ServerSocket socket) throws IOException {
        this.behaviour = behaviour;
        this.socket = socket;
        var connection = new ServerSocketConnection(socket);
        this.listener = new SMPPServerSessionListener(socket.getLocalPort(), new Fixed(connection));
        listener.setMessageReceiverListener(this);
        listener.setPduProcessorDegree(40);
        listener.setQueueCapacity(10_000);
        Thread.ofVirtual().start(this::acceptAll);
    }

    public int port() {
        return socket.getLocalPort();
    }

    public void behave(Behaviour next) {
        behaviour = next;
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                SMPPServerSession session = listener.accept();
                Thread.ofVirtual().start(() -> bind(session));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void bind(SMPPServerSession session) {
        try {
            var request = session.waitForBind(5000);
            binds.incrementAndGet();
            if (request.getPassword().equals(PASSWORD)) {
                session.setTransactionTimer(20_000);
                request.accept("center", InterfaceVersion.IF_34);
                sessions.add(session);
            } else {
                request.reject(0x0e);
            }
        } catch (TimeoutException | IOException | PDUStringException | IllegalStateException _) {
            session.close();
        }
    }

    /// Sends a receipt and waits for the answer; throws what the answer refuses.
    public void receipt(SMPPServerSession session, String text, OptionalParameter... parameters)
            throws Exception {
        deliver(session, (byte) 0x04, text.getBytes(StandardCharsets.US_ASCII), parameters);
    }

    /// Sends a message from a handset and waits for the answer; throws what the answer refuses.
    public void fromHandset(SMPPServerSession session, String text) throws Exception {
        deliver(session, (byte) 0, text.getBytes(StandardCharsets.US_ASCII));
    }

    void deliver(
            SMPPServerSession session, byte esmClass, byte[] text, OptionalParameter... parameters)
            throws Exception {
        session.deliverShortMessage(
                "",
                TypeOfNumber.INTERNATIONAL,
                NumberingPlanIndicator.ISDN,
                "8613800000001",
                TypeOfNumber.UNKNOWN,
                NumberingPlanIndicator.ISDN,
                "10655",
                new ESMClass(esmClass),
                (byte) 0,
                (byte) 0,
                new RegisteredDelivery(0),
                DataCodings.ZERO,
                text,
                parameters);
    }

    @Override
    public SubmitSmResult onAcceptSubmitSm(SubmitSm submit, SMPPServerSession session)
            throws ProcessRequestException {
        String id = behaviour.accept(submit, session);
        submissions.add(submit);
        try {
            return new SubmitSmResult(new MessageId(id), new OptionalParameter[0]);
        } catch (PDUStringException fault) {
            throw new ProcessRequestException("id", 8, fault);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        socket.close();
        sessions.forEach(SMPPServerSession::close);
    }

    private record Fixed(ServerConnection connection) implements ServerConnectionFactory {
        @Override
        public ServerConnection listen(int port) {
            return connection;
        }

        @Override
        public ServerConnection listen(int port, int timeout) {
            return connection;
        }

        @Override
        public ServerConnection listen(int port, int timeout, int backlog) {
            return connection;
        }
    }

    private static ProcessRequestException unsupported() {
        return new ProcessRequestException("unsupported", 3);
    }

    @Override
    public SubmitMultiResult onAcceptSubmitMulti(SubmitMulti request, SMPPServerSession session)
            throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public QuerySmResult onAcceptQuerySm(QuerySm request, SMPPServerSession session)
            throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public void onAcceptReplaceSm(ReplaceSm request, SMPPServerSession session)
            throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public void onAcceptCancelSm(CancelSm request, SMPPServerSession session)
            throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public BroadcastSmResult onAcceptBroadcastSm(BroadcastSm request, SMPPServerSession session)
            throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public void onAcceptCancelBroadcastSm(CancelBroadcastSm request, SMPPServerSession session)
            throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public QueryBroadcastSmResult onAcceptQueryBroadcastSm(
            QueryBroadcastSm request, SMPPServerSession session) throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public DataSmResult onAcceptDataSm(DataSm request, Session session)
            throws ProcessRequestException {
        throw unsupported();
    }
}
