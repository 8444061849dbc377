package org.fivegmc.loadtest.handset;

import gov.nist.javax.sip.EventScanner;
import gov.nist.javax.sip.EventWrapper;
import gov.nist.javax.sip.SipStackImpl;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EventObject;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.ObjectInUseException;
import javax.sip.PeerUnavailableException;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;

/// One JAIN-SIP stack with one listening point. Requests go out as text which JAIN-SIP parses, so
/// that what is sent is JAIN-SIP's reading of it and not ours.
///
/// Dialogs are JAIN-SIP's too, made for INVITE alone; its automatic ones would be made for what the
/// handset refuses as well, and would answer in its place.
///
/// Threads: the methods that send may be called by any; the request handler runs on the stack's
/// thread and must not wait for answers.
final class JainStack implements AutoCloseable {
    /// Stands for "no answer at all" (Timer F) and for a broken transport.
    static final int NO_ANSWER = 408;

    /// How long a stack may take until it receives, and how often that is looked at.
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    private static final Duration START_POLL = Duration.ofMillis(2);

    private final SipStack stack;
    private final SipProvider provider;
    private final MessageFactory messages;
    private final Set<Awaited> waiting = ConcurrentHashMap.newKeySet();

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
            provider.addSipListener(new StackListener(provider, messages, handler));
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
        Awaited awaited = waited(Awaited.onlyLast());
        try {
            ClientTransaction transaction =
                    provider.getNewClientTransaction(request(head, contentType, body));
            transaction.setApplicationData(awaited);
            transaction.sendRequest();
        } catch (SipException | IllegalStateException unsent) { // or the stack is stopping
            awaited.last().complete(Answer.none(String.valueOf(unsent.getMessage())));
        }
        return awaited.last();
    }

    /// Sends an INVITE given as text, with a dialog that its answer will establish. A 2xx is
    /// acknowledged before it is told.
    ///
    /// @return nothing when it could not be sent, which is told as the answer
    Optional<Invitation> invite(String head, String contentType, byte[] body, Awaited awaited) {
        waited(awaited);
        try {
            ClientTransaction transaction =
                    provider.getNewClientTransaction(request(head, contentType, body));
            transaction.setApplicationData(awaited);
            Dialog dialog = provider.getNewDialog(transaction);
            transaction.sendRequest();
            return Optional.of(new Invitation(transaction, dialog));
        } catch (SipException | IllegalStateException unsent) { // or the stack is stopping
            awaited.last().complete(Answer.none(String.valueOf(unsent.getMessage())));
            return Optional.empty();
        }
    }

    /// An INVITE that was sent.
    record Invitation(ClientTransaction transaction, Dialog dialog) {}

    /// Sends CANCEL, which must wait for a provisional answer (RFC 3261 section 9.1). Whether it
    /// was in time is seen by the answer to the INVITE.
    void cancel(Invitation invitation) {
        try {
            provider.getNewClientTransaction(invitation.transaction().createCancel()).sendRequest();
        } catch (SipException _) {
            // the INVITE has been answered, or the transport is gone
        }
    }

    /// Sends a request within a dialog, with header lines that replace those of JAIN-SIP.
    CompletableFuture<Answer> send(
            Dialog dialog, String method, List<String> headers, String contentType, byte[] body) {
        Awaited awaited = waited(Awaited.onlyLast());
        try {
            Request request = dialog.createRequest(method);
            for (String header : headers) {
                Headers.set(request, header);
            }
            Headers.content(request, contentType, body);
            ClientTransaction transaction = provider.getNewClientTransaction(request);
            transaction.setApplicationData(awaited);
            dialog.sendRequest(transaction);
        } catch (ParseException wrong) {
            throw new IllegalArgumentException("not SIP: " + headers, wrong);
        } catch (SipException | IllegalStateException unsent) { // or the stack is stopping
            awaited.last().complete(Answer.none(String.valueOf(unsent.getMessage())));
        }
        return awaited.last();
    }

    private Awaited waited(Awaited awaited) {
        waiting.add(awaited);
        CompletionStage<Answer> last = awaited.last();
        last.thenRun(() -> waiting.remove(awaited));
        return awaited;
    }

    /// Whoever waits for an answer hears that there is none, as when a connection is seen to end:
    /// JAIN-SIP tells that by its timers alone, after 32 s.
    void abandon() {
        List.copyOf(waiting).forEach(who -> who.last().complete(Answer.none("connection lost")));
    }

    private Request request(String head, String contentType, byte[] body) {
        try {
            Request request = messages.createRequest(head);
            Headers.content(request, contentType, body);
            return request;
        } catch (ParseException wrong) {
            throw new IllegalArgumentException("not a SIP request: " + head, wrong);
        }
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
}
