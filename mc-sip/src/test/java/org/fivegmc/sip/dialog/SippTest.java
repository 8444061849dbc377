package org.fivegmc.sip.dialog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.transport.SipTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// SIPp, a foreign SIP implementation, calls and is called.
@Timeout(60)
class SippTest {
    private static final int SECONDS = 20;

    @TempDir Path directory;
    private final Endpoint ours = new Endpoint(2);
    private final List<Process> processes = new ArrayList<>();

    @BeforeAll
    static void isInstalled() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "sipp"))),
                "no sipp on the path (Debian package sip-tester)");
    }

    @AfterEach
    void close() {
        processes.forEach(Process::destroyForcibly);
        ours.close();
    }

    private Process sipp(String scenario, SipTransport transport, int port, String... remote)
            throws IOException {
        Path file = Files.createFile(directory.resolve(scenario + ".xml"));
        try (var in = SippTest.class.getResourceAsStream("/sipp/" + scenario + ".xml")) {
            Files.write(file, java.util.Objects.requireNonNull(in).readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of("sipp"));
        command.addAll(List.of(remote));
        command.addAll(
                List.of(
                        "-sf",
                        file.toString(),
                        "-i",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-t",
                        transport == SipTransport.TCP ? "t1" : "u1",
                        "-m",
                        "1",
                        "-timeout",
                        SECONDS + "s",
                        "-timeout_error",
                        "-nostdin",
                        "-trace_err",
                        "-error_file",
                        directory.resolve("errors").toString()));
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("output").toFile())
                        .start();
        processes.add(process);
        return process;
    }

    private void passes(Process sipp) throws Exception {
        assertThat(sipp.waitFor(SECONDS + 10, TimeUnit.SECONDS)).isTrue();
        Path errors = directory.resolve("errors");
        assertThat(sipp.exitValue())
                .as(() -> {
                    try {
                        return Files.exists(errors)
                                ? Files.readString(errors, UTF_8)
                                : "no error file";
                    } catch (IOException e) {
                        return e.toString();
                    }
                })
                .isZero();
        await().until(() -> ours.dialogs.count() == 0);
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process calling(String scenario, SipTransport transport) throws IOException {
        return sipp(scenario, transport, freePort(), "127.0.0.1:" + ours.port(transport));
    }

    @ParameterizedTest
    @CsvSource({"UDP", "TCP"})
    @Tag("RFC3261-13.2.1")
    void callsUs(SipTransport transport) throws Exception {
        Process sipp = calling("calls", transport);
        IncomingInvite invite = ours.next(IncomingInvite.class);
        invite.progress(SipReply.of(180));
        invite.accept(Endpoint.ok(1), "", ours.new Owner());
        ours.next(Session.class);
        ours.next(IncomingOffer.class).accept(Endpoint.ok(2));
        assertThat(ours.next(SessionEnd.ByPeer.class).reasons())
                .containsExactly(Reason.sip(200, "done"));
        passes(sipp);
    }

    @Test
    @Tag("RFC3261-13.3.1.4")
    void losesItsAck() throws Exception {
        Process sipp = calling("loses-the-ack", SipTransport.TCP);
        ours.next(IncomingInvite.class).accept(Endpoint.ok(1), "", ours.new Owner());
        ours.next(Session.class).bye(Reason.sip(200, "done"));
        ours.next(SessionEnd.ByUs.class);
        passes(sipp);
    }

    @ParameterizedTest
    @CsvSource({"UDP", "TCP"})
    @Tag("RFC3261-9.2")
    void cancels(SipTransport transport) throws Exception {
        Process sipp = calling("cancels", transport);
        ours.next(IncomingInvite.class).progress(SipReply.of(180));
        assertThat(ours.next(SessionEnd.ByPeer.class).reasons())
                .containsExactly(new Reason("SIP", 487, ""));
        passes(sipp);
    }

    @Test
    @Tag("RFC4028-9")
    void asksForASessionThatIsTooShort() throws Exception {
        Process sipp = calling("asks-too-short", SipTransport.UDP);
        ours.next(IncomingInvite.class).accept(Endpoint.ok(1), "", ours.new Owner());
        ours.next(Session.class);
        ours.next(SessionEnd.ByPeer.class);
        passes(sipp);
    }

    private Call called(int port) {
        return ours.call(Endpoint.uri(SipTransport.UDP, port));
    }

    @Test
    @Tag("RFC3261-14.1")
    void isCalledAndHasGlare() throws Exception {
        int port = freePort();
        Process sipp = sipp("answers", SipTransport.UDP, port);
        called(port);
        ours.next(Integer.class);
        Session session = ours.next(CallOutcome.Established.class).session();
        BlockingQueue<OfferOutcome> outcomes = new LinkedBlockingQueue<>();
        session.offer(Endpoint.sdp(2), outcomes::add);
        assertThat(outcomes.poll(SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(OfferOutcome.Answered.class);
        session.bye(Reason.sip(200, "done"));
        passes(sipp);
    }

    @Test
    void answersWhileTheCancelIsUnderWay() throws Exception {
        int port = freePort();
        Process sipp = sipp("answers-while-cancelled", SipTransport.UDP, port);
        Call call = called(port);
        ours.next(Integer.class);
        call.cancel(Reason.sip(487, "stored"));
        ours.next(CallOutcome.Cancelled.class);
        passes(sipp);
    }

    @Test
    @Tag("RFC4028-7.3")
    void raisesTheIntervalAndDeclines() throws Exception {
        int port = freePort();
        Process sipp = sipp("raises-the-interval", SipTransport.UDP, port);
        called(port);
        CallOutcome.Refused refused = ours.next(CallOutcome.Refused.class);
        assertThat(refused.status()).isEqualTo(603);
        assertThat(refused.reasons()).containsExactly(Reason.sip(603, "not now"));
        passes(sipp);
    }
}
