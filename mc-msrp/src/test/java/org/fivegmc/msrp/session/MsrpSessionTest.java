package org.fivegmc.msrp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivegmc.msrp.codec.Body;
import org.fivegmc.msrp.codec.ByteRange;
import org.fivegmc.msrp.codec.End;
import org.fivegmc.msrp.codec.FailureReport;
import org.fivegmc.msrp.codec.Head;
import org.fivegmc.msrp.codec.MsrpDecoder;
import org.fivegmc.msrp.codec.MsrpLimits;
import org.fivegmc.msrp.codec.MsrpRead;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.wire.ByteSlice;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 4975 sections 5 and 7, one side against frames written by hand.
class MsrpSessionTest {
    private static final SessionLimits LIMITS =
            new SessionLimits(1_000, 2, 4, 2, 3, 4, 10, 2, 30_000, 60_000, 6);
    private static final String PATHS =
            "To-Path: msrp://us/a;tcp\r\nFrom-Path: msrp://them/b;tcp\r\n";

    private final PipedLink link = new PipedLink();
    private final List<RecordingSink> sinks = new ArrayList<>();
    private final List<MessageStart> starts = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<MsrpStatus> late = new ArrayList<>();
    private MsrpStatus refusal = MsrpStatus.OK;
    private final MsrpSession session =
            new MsrpSession(
                    MsrpSession.SessionPaths.of("msrp://us/a;tcp", "msrp://them/b;tcp"),
                    LIMITS,
                    new SessionOwner() {
                        @Override
                        public Opening open(MessageStart start) {
                            starts.add(start);
                            if (refusal != MsrpStatus.OK) {
                                return new Opening.Refused(refusal);
                            }
                            sinks.add(new RecordingSink());
                            return new Opening.Taken(sinks.getLast());
                        }

                        @Override
                        public void closed(CloseReason reason) {
                            ends.add(reason.name());
                        }
                    },
                    link,
                    new MsrpEvents() {
                        @Override
                        public void failedLate(MsrpStatus status) {
                            late.add(status);
                        }
                    });

    private void receive(String text) {
        var decoder = new MsrpDecoder(MsrpLimits.DEFAULTS);
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        decoder.feed(octets, 0, octets.length);
        boolean request = true;
        while (true) {
            switch (decoder.next()) {
                case Head head -> {
                    request = head.isRequest();
                    if (request) {
                        session.head(head);
                    } else {
                        session.response(head.transactionId(), MsrpStatus.of(head.status()));
                    }
                }
                case Body(ByteSlice octetsOfBody) -> session.body(octetsOfBody);
                case End(End.Flag flag) -> {
                    if (request) {
                        session.end(flag);
                    }
                }
                case MsrpRead.Malformed(var rule) -> throw new AssertionError(rule);
                case MsrpRead.Waiting _ -> {
                    return;
                }
            }
        }
    }

    private static String send(String id, String message, String range, String body, char flag) {
        return send(id, message, range, "", body, flag);
    }

    private static String send(
            String id, String message, String range, String more, String body, char flag) {
        return "MSRP "
                + id
                + " SEND\r\n"
                + PATHS
                + "Message-ID: "
                + message
                + "\r\nByte-Range: "
                + range
                + "\r\n"
                + more
                + "Content-Type: text/plain\r\n\r\n"
                + body
                + "\r\n-------"
                + id
                + flag
                + "\r\n";
    }

    /// First lines of what was sent since the last call.
    private List<String> sent() {
        List<String> lines =
                link.sent.stream()
                        .map(o -> new String(o, StandardCharsets.UTF_8).lines().findFirst())
                        .map(Optional::orElseThrow)
                        .toList();
        link.sent.clear();
        return lines;
    }

    private void answer(String startLine, int status) {
        String id = startLine.split(" ", 3)[1];
        receive("MSRP " + id + " " + status + " x\r\n" + PATHS + "-------" + id + "$\r\n");
    }

    private OutgoingMessage message(String id, int octets, FailureReport failures) {
        return new OutgoingMessage(
                id,
                "text/plain",
                BodySource.of(ByteSlice.of("x".repeat(octets))),
                false,
                failures,
                new SendListener() {
                    @Override
                    public void done(SendOutcome outcome) {
                        told.add(id + " " + outcome);
                    }

                    @Override
                    public void reported(MsrpStatus status, ByteRange range) {
                        told.add(id + " reported " + status + " " + range.start());
                    }
                });
    }

    // ---- receiving

    @Test
    void theLastChunkIsAnsweredByTheOwner() {
        receive(send("t1", "m", "1-2/5", "he", '+'));
        assertThat(sent()).containsExactly("MSRP t1 200 OK");
        receive(send("t2", "m", "3-5/5", "llo", '$'));
        assertThat(sinks.getFirst().calls).containsExactly("complete hello");
        assertThat(sent()).isEmpty();
        completion(0).accept();
        completion(0).accept();
        assertThat(sent()).containsExactly("MSRP t2 200 OK");
        MessageStart start = starts.getFirst();
        assertThat(start.messageId()).isEqualTo("m");
        assertThat(start.contentType()).isEqualTo("text/plain");
        assertThat(start.total()).isEqualTo(5);
    }

    private Completion completion(int sink) {
        Completion completion = sinks.get(sink).completion;
        if (completion == null) {
            throw new AssertionError("not complete");
        }
        return completion;
    }

    @Tag("RFC4975-7.2")
    @Test
    void responsesGoBackTheWayRequestsCame() {
        receive(
                """
                MSRP t1 SEND
                To-Path: msrp://us/a;tcp msrp://x/y;tcp
                From-Path: msrp://relay/r;tcp msrp://them/b;tcp
                -------t1$
                """
                        .replace("\n", "\r\n"));
        assertThat(new String(link.sent.getFirst(), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        MSRP t1 200 OK
                        To-Path: msrp://relay/r;tcp
                        From-Path: msrp://us/a;tcp
                        -------t1$
                        """
                                .replace("\n", "\r\n"));
    }

    @Tag("RFC4975-7.1.2")
    @Test
    @Tag("RFC4975-7.1.3")
    void successIsReportedWhenItIsWanted() {
        receive(send("t1", "m", "1-*/*", "Success-Report: yes\r\n", "hello", '$'));
        completion(0).accept();
        assertThat(link.sent).hasSize(2);
        assertThat(new String(link.sent.getLast(), StandardCharsets.UTF_8))
                .contains("REPORT\r\nTo-Path: msrp://them/b;tcp\r\nFrom-Path: msrp://us/a;tcp\r\n")
                .contains("Message-ID: m\r\nByte-Range: 1-5/5\r\nStatus: 000 200 OK\r\n");
    }

    @Test
    @Tag("RFC4975-7.1.3")
    void aRefusedMessageIsAnsweredSoAndNotReported() {
        receive(send("t1", "m", "1-*/*", "Success-Report: yes\r\n", "hello", '$'));
        completion(0).refuse(MsrpStatus.FORBIDDEN);
        completion(0).accept();
        assertThat(sent()).containsExactly("MSRP t1 403 Forbidden");
    }

    @Tag("RFC4975-7.2")
    @ParameterizedTest
    @EnumSource(FailureReport.class)
    void answersAreAsWished(FailureReport wish) {
        String wished = "Failure-Report: " + wish.label() + "\r\n";
        receive(send("t1", "m", "1-1/2", wished, "a", '+'));
        receive(send("t2", "n", "1-2000/2000", wished, "a", '+'));
        assertThat(sent())
                .isEqualTo(
                        switch (wish) {
                            case YES ->
                                    List.of("MSRP t1 200 OK", "MSRP t2 413 Stop Sending Message");
                            case NO -> List.of();
                            case PARTIAL -> List.of("MSRP t2 413 Stop Sending Message");
                        });
    }

    @Test
    void anOwnerRefusesAtTheFirstOctet() {
        refusal = MsrpStatus.UNSUPPORTED_TYPE;
        receive(send("t1", "m", "1-2/5", "he", '+'));
        assertThat(sent()).containsExactly("MSRP t1 415 Unsupported Media Type");
    }

    @Tag("RFC4975-5.4")
    @Test
    void keepAlivesAreAnsweredAndOpenNothing() {
        receive("MSRP t1 SEND\r\n" + PATHS + "Byte-Range: 0-0/0\r\n-------t1$\r\n");
        receive("MSRP t2 SEND\r\n" + PATHS + "Message-ID: 1\r\n\r\n-------t2$\r\n");
        receive(send("t3", "m", "1-0/0", "", '$'));
        assertThat(sent()).containsExactly("MSRP t1 200 OK", "MSRP t2 200 OK", "MSRP t3 200 OK");
        assertThat(starts).isEmpty();
    }

    @Tag("RFC4975-10.2")
    @Test
    @Tag("RFC4975-10.7")
    @Tag("RFC4975-10.9")
    void badRequestsAreAnswered() {
        receive(send("t1", "m", "x", "hello", '$'));
        receive("MSRP t2 AUTH\r\n" + PATHS + "-------t2$\r\n");
        receive(send("t3", "m", "9-10/5", "hello", '$'));
        assertThat(sent())
                .containsExactly(
                        "MSRP t1 400 Bad Request",
                        "MSRP t2 501 Unknown Method",
                        "MSRP t3 423 Parameter Out Of Bounds");
    }

    @Tag("RFC4975-10.5")
    @Test
    void aMessageThatGrowsTooLargeIsStopped() {
        receive(send("t1", "m", "1-*/*", "x".repeat(1_001), '+'));
        assertThat(sent()).containsExactly("MSRP t1 413 Stop Sending Message");
        assertThat(sinks.getFirst().calls).containsExactly("abort TOO_LARGE");
    }

    @Test
    @Tag("RFC4975-7.1.1")
    void sendersGiveUp() {
        receive(send("t1", "m", "1-2/5", "he", '+'));
        receive(send("t2", "m", "3-5/5", "l", '#'));
        assertThat(sinks.getFirst().calls).containsExactly("abort SENDER");
        receive(send("t3", "n", "1-2/5", "he", '+'));
        receive(
                "MSRP t4 SEND\r\n"
                        + PATHS
                        + "Message-ID: n\r\nByte-Range: 3-2/5\r\n-------t4#\r\n");
        assertThat(sinks.get(1).calls).containsExactly("abort SENDER");
        assertThat(sent()).hasSize(4).allMatch(line -> line.endsWith("200 OK"));
    }

    @Test
    void anEmptyLastChunkEndsAMessageOfOpenSize() {
        receive(send("t1", "m", "1-*/*", "hello", '+'));
        receive(
                "MSRP t2 SEND\r\n"
                        + PATHS
                        + "Message-ID: m\r\nByte-Range: 6-5/*\r\n-------t2$\r\n");
        assertThat(sinks.getFirst().calls).containsExactly("complete hello");
    }

    @Tag("RFC4975-7.3.1")
    @Test
    void messagesInterleave() {
        receive(
                send("t1", "m", "1-2/4", "ab", '+')
                        + send("t2", "n", "1-1/1", "z", '$')
                        + send("t3", "m", "3-4/4", "cd", '$'));
        assertThat(sinks.get(0).calls).containsExactly("complete abcd");
        assertThat(sinks.get(1).calls).containsExactly("complete z");
    }

    @Test
    void openMessagesHaveALimit() {
        receive(send("t1", "m1", "1-1/5", "a", '+') + send("t2", "m2", "1-1/5", "a", '+'));
        receive(send("t3", "m3", "1-1/5", "a", '+'));
        assertThat(sent())
                .containsExactly(
                        "MSRP t1 200 OK", "MSRP t2 200 OK", "MSRP t3 413 Stop Sending Message");
    }

    @Test
    void messagesThatDoNotGoOnAreGivenUp() {
        receive(send("t1", "m", "1-1/5", "a", '+'));
        session.sweep(link.nowMs + 60_000, 0);
        assertThat(sinks.getFirst().calls).isEmpty();
        session.sweep(link.nowMs + 60_001, 0);
        assertThat(sinks.getFirst().calls).containsExactly("abort TIMEOUT");
    }

    @Test
    void readingRestsWhileASinkIsSlow() {
        receive(send("t1", "m", "1-1/5", "a", '+'));
        sinks.getFirst().wantsMore = false;
        receive(send("t2", "m", "2-2/5", "b", '+') + send("t3", "m", "3-3/5", "c", '+'));
        assertThat(link.pauses).isEqualTo(1);
        session.sweep(link.nowMs + 100_000, 0);
        assertThat(sinks.getFirst().calls).isEmpty();
        starts.getFirst().resume().run();
        starts.getFirst().resume().run();
        assertThat(link.pauses).isZero();
    }

    @Test
    void readingRestsWhileTooMuchIsNotSafe() {
        receive(send("t1", "m1", "1-1/1", "a", '$'));
        assertThat(link.pauses).isZero();
        receive(send("t2", "m2", "1-1/1", "a", '$') + send("t3", "m3", "1-1/1", "a", '$'));
        assertThat(link.pauses).isEqualTo(1);
        completion(0).accept();
        assertThat(link.pauses).isEqualTo(1);
        completion(1).refuse(MsrpStatus.FORBIDDEN);
        assertThat(link.pauses).isZero();
    }

    @Test
    void closingAbortsAndReleases() {
        receive(send("t1", "m1", "1-1/1", "a", '$') + send("t2", "m2", "1-1/1", "a", '$'));
        receive(send("t3", "m3", "1-1/5", "a", '+'));
        session.close(CloseReason.PEER);
        session.close(CloseReason.LOCAL);
        assertThat(link.pauses).isZero();
        assertThat(sinks.get(2).calls).containsExactly("abort SESSION_CLOSED");
        assertThat(ends).containsExactly("PEER");
        link.sent.clear();
        completion(0).accept();
        assertThat(link.sent).isEmpty();
    }

    // ---- sending

    @Tag("RFC4975-7.1.1")
    @Test
    void aMessageIsSentInChunks() {
        session.send(message("m", 25, FailureReport.YES));
        assertThat(new String(link.sent.get(1), StandardCharsets.UTF_8))
                .contains("To-Path: msrp://them/b;tcp\r\nFrom-Path: msrp://us/a;tcp\r\n")
                .contains("Message-ID: m\r\nByte-Range: 11-20/25\r\nContent-Type: text/plain\r\n")
                .contains("\r\n\r\nxxxxxxxxxx\r\n-------");
        List<String> chunks = sent();
        assertThat(chunks).hasSize(3);
        answer(chunks.get(2), 200);
        answer(chunks.get(0), 200);
        assertThat(told).isEmpty();
        answer(chunks.get(1), 200);
        assertThat(told).containsExactly("m Sent[]");
    }

    @Test
    void theWindowIsFilledAgainByAnswers() {
        session.send(message("m", 60, FailureReport.YES));
        List<String> first = sent();
        assertThat(first).hasSize(4);
        answer(first.getFirst(), 200);
        assertThat(sent()).hasSize(1);
    }

    @Tag("RFC4975-5.1")
    @Test
    void messagesTakeTurns() {
        link.writable = false;
        session.send(message("long", 40, FailureReport.NO));
        session.send(message("short", 5, FailureReport.NO));
        link.writable = true;
        session.more();
        assertThat(told).containsExactly("short Sent[]", "long Sent[]");
        assertThat(link.sent).hasSize(5);
    }

    @Test
    void queuedMessagesHaveALimit() {
        link.writable = false;
        for (int i = 0; i < 4; i++) {
            session.send(message("m" + i, 5, FailureReport.YES));
        }
        assertThat(told).containsExactly("m3 Overloaded[]");
    }

    /// Everything else would be refused as well, and an abort would go nowhere.
    @ParameterizedTest
    @ValueSource(ints = {481, 506})
    @Tag("RFC4975-10.8")
    @Tag("RFC4975-10.10")
    void whoDoesNotKnowTheSessionIsSentNothingMore(int status) {
        session.send(message("m", 60, FailureReport.YES));
        session.send(message("next", 5, FailureReport.YES));
        answer(sent().getFirst(), status);
        assertThat(told).containsExactly("m Lost[why=REFUSED, maybeThere=false]");
        assertThat(link.sent).isEmpty();
        assertThat(session.isRefused()).isTrue();
        session.close(CloseReason.REFUSED);
        assertThat(told).last().isEqualTo("next Lost[why=REFUSED, maybeThere=false]");
    }

    /// A message may be unwelcome in a session that goes on.
    @ParameterizedTest
    @ValueSource(ints = {400, 403, 408, 413, 415, 423, 501})
    void whoRefusesAMessageDoesNotRefuseTheSession(int status) {
        session.send(message("m", 5, FailureReport.YES));
        answer(sent().getFirst(), status);
        assertThat(session.isRefused()).isFalse();
    }

    @Test
    void aRefusalStopsTheMessage() {
        session.send(message("m", 60, FailureReport.YES));
        List<String> chunks = sent();
        answer(chunks.getFirst(), 413);
        assertThat(told).containsExactly("m Refused[status=STOP_SENDING]");
        assertThat(new String(link.sent.getFirst(), StandardCharsets.UTF_8))
                .contains("Byte-Range: 41-40/60\r\n")
                .endsWith("#\r\n");
        link.sent.clear();
        answer(chunks.get(1), 413);
        answer(chunks.get(2), 200);
        assertThat(told).hasSize(2).last().isEqualTo("m reported STOP_SENDING 11");
        assertThat(link.sent).isEmpty();
    }

    @Tag("RFC4975-7.1.4")
    @Test
    void silenceIsATimeOut() {
        session.send(message("m", 60, FailureReport.YES));
        session.sweep(link.nowMs + 29_999, 0);
        assertThat(told).isEmpty();
        session.sweep(link.nowMs + 30_000, 0);
        assertThat(told).containsExactly("m TimedOut[maybeThere=false]");
    }

    @Test
    void silenceOfAWholeMessageIsInDoubt() {
        session.send(message("m", 5, FailureReport.YES));
        session.sweep(link.nowMs + 30_000, 0);
        assertThat(told).containsExactly("m TimedOut[maybeThere=true]");
    }

    @Test
    void nobodyIsLateWhileNobodyListens() {
        session.send(message("m", 5, FailureReport.YES));
        link.pause();
        session.sweep(link.nowMs + 60_000, 0);
        assertThat(told).isEmpty();
    }

    @Test
    void partialFailuresComeAfterwards() {
        session.send(message("m", 60, FailureReport.PARTIAL));
        assertThat(told).containsExactly("m Sent[]");
        List<String> chunks = sent();
        assertThat(chunks).hasSize(6);
        answer(chunks.getLast(), 400);
        assertThat(told).hasSize(2).last().isEqualTo("m reported BAD_REQUEST 51");
        answer(chunks.getFirst(), 400);
        assertThat(told).as("only as many as the window are kept").hasSize(2);
    }

    @Test
    void cancelling() {
        session.send(message("m", 60, FailureReport.YES));
        session.cancel("other");
        session.cancel("m");
        assertThat(told).containsExactly("m Cancelled[]");
        assertThat(new String(link.sent.getLast(), StandardCharsets.UTF_8)).endsWith("#\r\n");
    }

    @Tag("RFC4975-7.3.2")
    @Test
    void reportsAreTold() {
        for (String id : List.of("m1", "m2", "m3")) {
            session.send(message(id, 5, FailureReport.YES));
            answer(sent().getFirst(), 200);
        }
        told.clear();
        for (String id : List.of("m1", "m3", "unknown")) {
            receive(
                    "MSRP r1 REPORT\r\n"
                            + PATHS
                            + "Message-ID: "
                            + id
                            + "\r\nByte-Range: 1-5/5\r\nStatus: 000 200 OK\r\n-------r1$\r\n");
        }
        assertThat(told).containsExactly("m3 reported OK 1");
        assertThat(link.sent).as("a REPORT is not answered").isEmpty();
    }

    private void report(String messageId, String range, int status) {
        receive(
                "MSRP r1 REPORT\r\n"
                        + PATHS
                        + "Message-ID: "
                        + messageId
                        + "\r\nByte-Range: "
                        + range
                        + "\r\nStatus: 000 "
                        + status
                        + " no\r\n-------r1$\r\n");
    }

    @Tag("RFC4975-7.3.2")
    @Test
    void aReportOfFailureStopsWhatIsBeingSent() {
        session.send(message("m", 60, FailureReport.YES));
        session.send(message("next", 5, FailureReport.YES));
        List<String> chunks = sent();
        report("m", "1-10/60", 413);
        assertThat(told).containsExactly("m Refused[status=STOP_SENDING]");
        assertThat(new String(link.sent.getFirst(), StandardCharsets.UTF_8))
                .contains("Byte-Range: 41-40/60\r\n")
                .endsWith("#\r\n");
        answer(chunks.getFirst(), 200);
        assertThat(told).as("once").hasSize(1);
    }

    @Tag("RFC4975-7.3.2")
    @Test
    void aReportOfFailureBeforeTheLastAnswerIsNoSuccess() {
        session.send(message("m", 5, FailureReport.YES));
        String chunk = sent().getFirst();
        report("m", "1-5/5", 403);
        answer(chunk, 200);
        assertThat(told).containsExactly("m Refused[status=FORBIDDEN]");
    }

    @Test
    void aReportOfFailureAfterTheAnswersIsCounted() {
        session.send(message("m", 5, FailureReport.YES));
        answer(sent().getFirst(), 200);
        report("m", "1-5/5", 413);
        assertThat(told).containsExactly("m Sent[]", "m reported STOP_SENDING 1");
        assertThat(late).containsExactly(MsrpStatus.STOP_SENDING);
    }

    @Test
    void aSourceMayStarve() {
        var more = new boolean[1];
        BodySource source =
                new BodySource() {
                    @Override
                    public long total() {
                        return 15;
                    }

                    @Override
                    public ByteSlice read(long offset, int most) {
                        return offset == 0 || more[0]
                                ? ByteSlice.of("x".repeat(most))
                                : ByteSlice.EMPTY;
                    }
                };
        session.send(
                OutgoingMessage.of(
                        "m", "text/plain", source, outcome -> told.add(outcome.toString())));
        assertThat(sent()).hasSize(1);
        session.send(message("n", 5, FailureReport.YES));
        assertThat(sent()).hasSize(1);
        more[0] = true;
        session.more();
        assertThat(sent()).hasSize(1);
    }

    @Test
    void whatIsNotAnsweredAtTheEndIsLost() {
        session.send(message("whole", 5, FailureReport.YES));
        session.send(message("begun", 60, FailureReport.YES));
        session.close(CloseReason.PEER);
        session.send(message("late", 5, FailureReport.YES));
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "whole Lost[why=PEER, maybeThere=true]",
                        "begun Lost[why=PEER, maybeThere=false]",
                        "late Lost[why=LOCAL, maybeThere=false]");
    }

    @Tag("RFC4975-5.4")
    @Test
    void keepsAlive() {
        session.sweep(link.nowMs + 99, 100);
        assertThat(link.sent).isEmpty();
        link.nowMs += 100;
        session.sweep(link.nowMs, 100);
        assertThat(new String(link.sent.getFirst(), StandardCharsets.UTF_8))
                .contains("Byte-Range: 1-0/0\r\n-------");
        answer(sent().getFirst(), 481);
        assertThat(session.isRefused()).isTrue();
    }

    @Test
    void headersCanNotBeSmuggledIn() {
        assertThatThrownBy(() ->
                        OutgoingMessage.of(
                                "m",
                                "text/plain\r\nX: y",
                                BodySource.of(ByteSlice.of("x")),
                                outcome -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMessageThatDripsIsAborted() {
        receive(send("t1", "m", "1-5/500", "hello", '+'));
        for (int at = 6; at <= 11; at++) {
            link.nowMs += 10_001;
            receive(send("t" + at, "m", at + "-" + at + "/500", "x", '+'));
            session.sweep(link.nowMs, 0);
        }
        // eleven octets came within the first 60 s, so it goes on
        assertThat(sinks.getFirst().calls).noneMatch(call -> call.startsWith("abort"));
        for (int at = 12; at <= 16; at++) {
            link.nowMs += 12_001;
            receive(send("t" + at, "m", at + "-" + at + "/500", "x", '+'));
            session.sweep(link.nowMs, 0);
        }
        assertThat(sinks.getFirst().calls).last().isEqualTo("abort TIMEOUT");
    }

    /// It is not late: nobody reads what it sends.
    @Test
    void aMessageWaitsWhileAnotherOnesSinkIsSlow() {
        receive(send("t1", "first", "1-3/500", "one", '+'));
        receive(send("t2", "second", "1-3/500", "two", '+'));
        link.pauses = 1;
        link.nowMs += 100_000;
        session.sweep(link.nowMs, 0);
        link.pauses = 0;
        link.readingSinceMs = link.nowMs;
        link.nowMs += 50_000;
        session.sweep(link.nowMs, 0);
        assertThat(sinks).noneMatch(sink -> sink.calls.contains("abort TIMEOUT"));
        link.nowMs += 10_001;
        session.sweep(link.nowMs, 0);
        assertThat(sinks).allMatch(sink -> sink.calls.contains("abort TIMEOUT"));
    }
}
