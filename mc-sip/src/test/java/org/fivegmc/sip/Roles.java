package org.fivegmc.sip;

import gov.nist.javax.sip.parser.StringMsgParser;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.fivegmc.sip.exchange.Requests;
import org.fivegmc.sip.exchange.Incoming;
import org.fivegmc.core.center.SteppedCenter;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.subscriber.Credentials;
import org.fivegmc.core.subscriber.Subscriber;
import org.fivegmc.sip.codec.NameAddr;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.ResponseWriter;
import org.fivegmc.sip.codec.SipCheck;
import org.fivegmc.sip.codec.SipLimits;
import org.fivegmc.sip.codec.SipParser;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.codec.SipWriter;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.identity.HomeNumbers;
import org.fivegmc.sip.registrar.RegistrarPolicy;
import org.fivegmc.wire.uri.NumberPlan;

/// The roles' surroundings without a network: a center that runs when told, requests from text,
/// answers and outgoing requests that another stack's parser has read too.
public final class Roles {

    public static final Msisdn ALICE = (Msisdn) SteppedCenter.ALICE;
    public static final Msisdn BOB = (Msisdn) SteppedCenter.BOB;

    public static final HomeNumbers NUMBERS = new HomeNumbers("ims.example", NumberPlan.china());

    public static final RegistrarPolicy POLICY =
            new RegistrarPolicy(60, 3600, 600, true, true, List.of("<sip:orig@mc.ims.example;lr>"));

    public final SteppedCenter steps = new SteppedCenter();
    public final Outbox outbox = new Outbox();

    /// A request that waits for its answer.
    public static final class Arrived implements Incoming {

        private final SipRequest request;
        private final List<SipResponse> answers = new ArrayList<>();
        private final List<RuntimeException> faults = new ArrayList<>();
        private String flow = "TCP 192.0.2.1 5062 1";

        private Arrived(SipRequest request) {
            this.request = request;
        }

        public Arrived over(String name) {
            flow = name;
            return this;
        }

        @Override
        public SipRequest request() {
            return request;
        }

        @Override
        public InetAddress source() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public String flow() {
            return flow;
        }

        @Override
        public boolean isConnection() {
            return flow.startsWith("T");
        }

        @Override
        public void failed(RuntimeException fault) {
            faults.add(fault);
            reply(SipReply.of(500));
        }

        /// What roles threw.
        public List<RuntimeException> faults() {
            return List.copyOf(faults);
        }

        @Override
        public void reply(SipReply reply) {
            var writer = new SipWriter();
            ResponseWriter.write(writer, request, reply, "t1", "192.0.2.1", 5062);
            judged(writer.toByteArray());
            answers.add(
                    (SipResponse)
                            new SipParser(SipLimits.DEFAULTS).parseDatagram(writer.toByteArray()));
        }

        public boolean isAnswered() {
            return !answers.isEmpty();
        }

        /// The one answer.
        public SipResponse answer() {
            if (answers.size() != 1) {
                throw new AssertionError(answers.size() + " answers");
            }
            return answers.getFirst();
        }

        public int status() {
            return answer().status();
        }

        /// All fields of a name, unfolded.
        public List<String> fields(String name) {
            return Roles.fields(answer(), name);
        }
    }

    /// Keeps what is sent and lets a test answer.
    public static final class Outbox implements Requests {

        /// One request as it would leave.
        public record Sent(SipRequest request, NextHop to, Consumer<Outcome> done) {

            public void answer(int status, String... contacts) {
                done.accept(
                        new Outcome.Answered(
                                status,
                                "because",
                                0,
                                java.util.Arrays.stream(contacts).map(Roles::address).toList()));
            }

            public List<String> fields(String name) {
                return Roles.fields(request, name);
            }
        }

        private final List<Sent> sent = new ArrayList<>();

        @Override
        public void send(OutgoingRequest request, NextHop to, Consumer<Outcome> done) {
            var writer = new SipWriter();
            request.write(writer, "SIP/2.0/TCP 192.0.2.9:5060;branch=z9hG4bK1");
            judged(writer.toByteArray());
            sent.add(new Sent(parsed(writer.toByteArray()), to, done));
        }

        public int size() {
            return sent.size();
        }

        public Sent last() {
            return sent.getLast();
        }
    }

    private static NameAddr address(String text) {
        return Optional.ofNullable(NameAddr.parse(Span.of(text))).orElseThrow();
    }

    /// A request from text: lines end with LF, body after an empty line; Via, Max-Forwards and
    /// Content-Length are added.
    public static Arrived arrive(String text) {
        return arrive(text, new byte[0]);
    }

    /// The same with a body of its own.
    public static Arrived arrive(String head, byte[] more) {
        int blank = head.indexOf("\n\n");
        String start = blank < 0 ? head.strip() : head.substring(0, blank);
        byte[] inline =
                blank < 0
                        ? more
                        : head.substring(blank + 2)
                                .replace("\n", "\r\n")
                                .getBytes(StandardCharsets.UTF_8);
        int line = start.indexOf('\n');
        String full =
                start.substring(0, line)
                        + "\nVia: SIP/2.0/TCP 192.0.2.1:5062;branch=z9hG4bKa;rport\nMax-Forwards: 70"
                        + start.substring(line)
                        + "\nContent-Length: "
                        + inline.length
                        + "\n\n";
        byte[] bytes = full.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] whole = java.util.Arrays.copyOf(bytes, bytes.length + inline.length);
        System.arraycopy(inline, 0, whole, bytes.length, inline.length);
        return new Arrived(parsed(whole));
    }

    public static SipRequest parsed(byte[] bytes) {
        if (!(new SipParser(SipLimits.DEFAULTS).parseDatagram(bytes) instanceof SipRequest request)
                || !(new SipCheck(Set.of("path")).check(request) instanceof SipCheck.Passed)) {
            throw new AssertionError(new String(bytes, StandardCharsets.UTF_8));
        }
        return request;
    }

    /// Another stack must read what the roles write.
    private static void judged(byte[] bytes) {
        try {
            new StringMsgParser()
                    .parseSIPMessage(
                            bytes,
                            true,
                            true,
                            (e, _, _, header, _) -> {
                                throw new ParseException(header + ": " + e.getMessage(), 0);
                            });
        } catch (ParseException e) {
            throw new AssertionError(new String(bytes, StandardCharsets.UTF_8), e);
        }
    }

    private static List<String> fields(org.fivegmc.sip.codec.SipMessage message, String name) {
        var found = new ArrayList<String>();
        for (int i = 0; i < message.headerCount(); i++) {
            if (message.headerNameText(i).equalsIgnoreCase(name)) {
                found.add(message.headerValue(i).unfolded());
            }
        }
        return found;
    }

    public void provision(Msisdn user, Credentials credentials) {
        settled(steps.center().provision(user, true, credentials));
    }

    public Subscriber subscriber(Msisdn user) {
        return settled(steps.center().subscriber(user)).orElseThrow();
    }

    public <T> T settled(CompletableFuture<T> future) {
        steps.settle();
        return future.join();
    }
}
