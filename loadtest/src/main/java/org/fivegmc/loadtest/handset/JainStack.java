package org.fivegmc.loadtest.handset;

import gov.nist.javax.sip.EventScanner;
import gov.nist.javax.sip.EventWrapper;
import gov.nist.javax.sip.SipStackImpl;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EventObject;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.sip.ClientTransaction;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.ObjectInUseException;
import javax.sip.PeerUnavailableException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// One JAIN-SIP stack with one listening point. Requests go out as text which JAIN-SIP parses, so
/// that what is sent is JAIN-SIP's reading of it and not ours.
///
/// Threads: [#send] may be called by any; the request handler runs on the stack's thread and must
/// not wait for answers.
final class JainStack implements AutoCloseable {
    /// Stands for "no answer at all" (Timer F) and for a broken transport.
    static final int NO_ANSWER = 408;

    /// How long a stack may take until it receives, and how often that is looked at.
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    private static final Duration START_POLL = Duration.ofMillis(2);

    private final SipStack stack;
    private final SipProvider provider;
    private final MessageFactory messages;

    private JainStack(SipStack stack, SipProvider provider, MessageFactory messages) {
        this.stack = stack;
        this.provider = provider;
        this.messages = messages;
    }

    /// Opens `local` (a port of this machine) towards `server`.
    static JainStack open(
            InetSocketAddress local,
            InetSocketAddress server,
            Profile.Transport transport,
            Consumer<Incoming> handler) {
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "handset-" + UUID.randomUUID());
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        properties.setProperty("javax.sip.ROUTER_PATH", FixedRouter.class.getName());
        properties.setProperty(
                "javax.sip.OUTBOUND_PROXY",
                "%s:%d/%s"
                        .formatted(
                                server.getAddress().getHostAddress(),
                                server.getPort(),
                                transport.token()));
        properties.setProperty("gov.nist.javax.sip.STACK_LOGGER", NoStackLog.class.getName());
        properties.setProperty("gov.nist.javax.sip.SERVER_LOGGER", NoServerLog.class.getName());
        // One thread keeps the order of arrival.
        properties.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", "1");
        SipFactory factory = SipFactory.getInstance();
        try {
            SipStack stack;
            MessageFactory messages;
            synchronized (JainStack.class) { // the factory is a singleton without locks
                factory.setPathName("gov.nist");
                stack = factory.createSipStack(properties);
                messages = factory.createMessageFactory();
            }
            ListeningPoint point =
                    stack.createListeningPoint(
                            local.getAddress().getHostAddress(),
                            local.getPort(),
                            transport.token());
            SipProvider provider = stack.createSipProvider(point);
            JainStack opened = new JainStack(stack, provider, messages);
            provider.addSipListener(opened.new Listener(handler));
            return opened;
        } catch (PeerUnavailableException | ObjectInUseException failed) {
            throw new IllegalStateException("JAIN-SIP did not start", failed);
        } catch (SipException | InvalidArgumentException | java.util.TooManyListenersException e) {
            throw new IllegalStateException("cannot listen on " + local, e);
        }
    }

    /// Sends a request given as text without body headers; the future ends with the final answer,
    /// or with a response of status [#NO_ANSWER] made here. It never ends exceptionally.
    CompletableFuture<Answer> send(String head, String contentType, byte[] body) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        try {
            Request request = messages.createRequest(head);
            if (body.length > 0) {
                String[] type = contentType.split("/", 2);
                request.setContent(
                        body,
                        SipFactory.getInstance()
                                .createHeaderFactory()
                                .createContentTypeHeader(type[0], type[1]));
            }
            ClientTransaction transaction = provider.getNewClientTransaction(request);
            transaction.setApplicationData(answer);
            transaction.sendRequest();
        } catch (ParseException | PeerUnavailableException wrong) {
            throw new IllegalArgumentException("not a SIP request: " + head, wrong);
        } catch (SipException unsent) {
            answer.complete(Answer.none(String.valueOf(unsent.getMessage())));
        }
        return answer;
    }

    @Override
    public void close() {
        EventScanner scanner =
                stack instanceof SipStackImpl implementation
                        ? implementation.getEventScanner()
                        : null;
        awaitReceiving();
        stack.stop();
        if (scanner != null) {
            // Told to stop, its thread still waits for an event and would keep the JVM alive.
            scanner.addEvent(new EventWrapper(new EventObject(this), null));
        }
    }

    /// JAIN-SIP's UDP receiver makes its channels on its own thread, after `start()` has returned;
    /// a stop before that ends with a NullPointerException and leaves the port open. Once the
    /// thread reads its socket, everything is there.
    private void awaitReceiving() {
        for (ListeningPoint point : provider.getListeningPoints()) {
            if (!point.getTransport().equalsIgnoreCase(ListeningPoint.UDP)) {
                continue;
            }
            String receiver =
                    "MessageProcessorThread-UDP-%s/%d"
                            .formatted(point.getIPAddress(), point.getPort());
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < START_LIMIT.toNanos() && !reads(receiver)) {
                LockSupport.parkNanos(START_POLL.toNanos());
            }
        }
    }

    private static boolean reads(String receiver) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals(receiver))
                .flatMap(thread -> Arrays.stream(thread.getValue()))
                .anyMatch(frame -> frame.getClassName().equals("java.net.DatagramSocket"));
    }

    /// A request that came in and the way to answer it.
    final class Incoming {
        private final Request request;
        private final ServerTransaction transaction;

        private Incoming(Request request, ServerTransaction transaction) {
            this.request = request;
            this.transaction = transaction;
        }

        Request request() {
            return request;
        }

        /// Answers with `status` and further header lines (`Name: value`).
        void answer(int status, String... headers) {
            try {
                Response response = messages.createResponse(status, request);
                for (String header : headers) {
                    int colon = header.indexOf(':');
                    response.addHeader(
                            SipFactory.getInstance()
                                    .createHeaderFactory()
                                    .createHeader(
                                            header.substring(0, colon),
                                            header.substring(colon + 1).strip()));
                }
                transaction.sendResponse(response);
            } catch (ParseException | InvalidArgumentException | SipException unsent) {
                throw new IllegalStateException("cannot answer", unsent);
            }
        }
    }

    private final class Listener implements SipListener {
        private final Consumer<Incoming> handler;

        private Listener(Consumer<Incoming> handler) {
            this.handler = handler;
        }

        @Override
        public void processRequest(RequestEvent event) {
            try {
                ServerTransaction transaction = event.getServerTransaction();
                if (transaction == null) {
                    transaction = provider.getNewServerTransaction(event.getRequest());
                }
                handler.accept(new Incoming(event.getRequest(), transaction));
            } catch (SipException _) {
                // A retransmission the stack is already busy with.
            }
        }

        @Override
        public void processResponse(ResponseEvent event) {
            if (event.getResponse().getStatusCode() >= 200) {
                finish(event.getClientTransaction(), Answer.of(event.getResponse()));
            }
        }

        @Override
        public void processTimeout(TimeoutEvent event) {
            if (!event.isServerTransaction()) {
                finish(event.getClientTransaction(), Answer.none("timeout"));
            }
        }

        @Override
        public void processIOException(IOExceptionEvent event) {
            if (event.getSource() instanceof ClientTransaction transaction) {
                finish(transaction, Answer.none("transport"));
            }
        }

        @Override
        public void processTransactionTerminated(TransactionTerminatedEvent event) {
            if (!event.isServerTransaction()) {
                finish(event.getClientTransaction(), Answer.none("transaction ended"));
            }
        }

        @Override
        public void processDialogTerminated(DialogTerminatedEvent event) {}

        private void finish(ClientTransaction transaction, Answer answer) {
            if (transaction != null
                    && transaction.getApplicationData() instanceof CompletableFuture<?> waiting) {
                @SuppressWarnings("unchecked")
                CompletableFuture<Answer> future = (CompletableFuture<Answer>) waiting;
                future.complete(answer);
            }
        }
    }
}
