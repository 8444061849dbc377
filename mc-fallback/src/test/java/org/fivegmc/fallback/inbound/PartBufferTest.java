package org.fivegmc.fallback.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.fivegmc.core.storage.TenantKey;
import org.fivegmc.fallback.spi.InboundAnswer;
import org.fivegmc.fallback.spi.InboundSms;
import org.fivegmc.fallback.spi.LinkTimes;
import org.fivegmc.fallback.spi.MessageTaker;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.PartNumber;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.fallback.text.TextCoding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartBufferTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final MemoryTenants store = new MemoryTenants();
    private final AtomicLong now = new AtomicLong(1_800_000_000_000L);
    private final List<InboundSms> taken = new CopyOnWriteArrayList<>();
    private final List<Integer> counts = new CopyOnWriteArrayList<>();
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final List<PartBuffer> opened = new ArrayList<>();
    private volatile boolean busy;
    private volatile InboundAnswer answer = InboundAnswer.TAKEN;
    private int most = 100;

    private final MessageTaker taker =
            new MessageTaker() {
                @Override
                public boolean serves(String digits) {
                    return digits.startsWith("10655");
                }

                @Override
                public CompletionStage<InboundAnswer> take(InboundSms message, int parts) {
                    if (busy) {
                        return CompletableFuture.failedFuture(new IllegalStateException("busy"));
                    }
                    taken.add(message);
                    counts.add(parts);
                    return CompletableFuture.completedFuture(answer);
                }
            };

    private PartBuffer open() {
        var buffer =
                new PartBuffer(
                        store,
                        new PartBuffer.Limits(most, PATIENCE),
                        taker,
                        () -> Instant.ofEpochMilli(now.get()),
                        faults::add);
        buffer.start();
        opened.add(buffer);
        return buffer;
    }

    @AfterEach
    void close() {
        opened.forEach(PartBuffer::close);
    }

    private static InboundSms sms(PartNumber number, TextCoding coding, byte[] octets) {
        return new InboundSms(
                "smsc-1",
                SmsAddress.international("8613800000001"),
                SmsAddress.serviceCode("10655"),
                coding,
                number,
                Octets.of(octets),
                "",
                LinkTimes.NONE);
    }

    private static InboundSms part(int reference, int sequence, int total, String text) {
        return sms(
                new PartNumber(reference, sequence, total),
                TextCoding.LATIN1,
                text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static InboundAnswer answered(CompletionStage<InboundAnswer> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private List<String> texts() {
        return taken.stream().map(InboundSms::text).toList();
    }

    private long waitingRows() {
        return store.rows.keySet().stream().filter(k -> !k.id().endsWith("|0")).count();
    }

    @Test
    void partsAreAnsweredOneByOneAndJoinedInAnyOrder() throws Exception {
        PartBuffer buffer = open();
        assertThat(answered(buffer.take(part(7, 3, 3, "c")))).isEqualTo(InboundAnswer.TAKEN);
        assertThat(answered(buffer.take(part(7, 1, 3, "a")))).isEqualTo(InboundAnswer.TAKEN);
        assertThat(waitingRows()).isEqualTo(2);
        assertThat(taken).isEmpty();
        answer = InboundAnswer.REFUSED;
        assertThat(answered(buffer.take(part(7, 2, 3, "b")))).isEqualTo(InboundAnswer.REFUSED);
        assertThat(texts()).containsExactly("abc");
        assertThat(counts).containsExactly(3);
        assertThat(taken.getFirst().number().concatenated()).isFalse();
        await().until(() -> buffer.waiting() == 0 && waitingRows() == 0);
    }

    @Test
    void aCharacterCutInTwoIsWholeAgain() throws Exception {
        byte[] all = "好😀好".getBytes(StandardCharsets.UTF_16BE);
        PartBuffer buffer = open();
        for (int i = 0; i < 2; i++) {
            byte[] half = Arrays.copyOfRange(all, 4 * i, 4 * i + 4);
            answered(buffer.take(sms(new PartNumber(1, i + 1, 2), TextCoding.UCS2, half)));
        }
        assertThat(texts()).containsExactly("好😀好");
    }

    @Test
    void messagesOfOtherReferencesAndUsersAreApart() throws Exception {
        PartBuffer buffer = open();
        answered(buffer.take(part(1, 1, 2, "a")));
        answered(buffer.take(part(2, 1, 2, "x")));
        answered(buffer.take(part(2, 2, 2, "y")));
        answered(buffer.take(part(1, 2, 2, "b")));
        assertThat(texts()).containsExactly("xy", "ab");
        assertThat(taken.stream().map(InboundSms::id).distinct()).hasSize(2);
    }

    @Test
    void whatMissesItsOthersGoesAloneAfterTheTime() throws Exception {
        PartBuffer buffer = open();
        answered(buffer.take(part(1, 2, 2, "alone")));
        answered(buffer.take(part(2, 1, 4, "a")));
        answered(buffer.take(part(2, 2, 4, "b")));
        answered(buffer.take(part(2, 4, 4, "d")));
        now.addAndGet(PATIENCE.toMillis() - 1);
        Thread.sleep(600); // two looks
        assertThat(taken).isEmpty();
        now.addAndGet(2); // the second is named by the next millisecond
        await().until(() -> taken.size() == 2);
        assertThat(texts()).containsExactlyInAnyOrder("\u2026 alone", "ab \u2026 d");
        await().until(() -> buffer.waiting() == 0);
        assertThat(faults).isEmpty();
    }

    @Test
    void aPartThatComesAgainIsKnownAlsoAfterItsMessageAndAStart() throws Exception {
        PartBuffer buffer = open();
        answered(buffer.take(part(7, 1, 2, "a")));
        answered(buffer.take(part(7, 1, 2, "a")));
        assertThat(buffer.waiting()).isEqualTo(1);
        answered(buffer.take(part(7, 2, 2, "b")));
        await().until(() -> buffer.waiting() == 0);
        buffer.close();

        PartBuffer again = open();
        assertThat(answered(again.take(part(7, 2, 2, "b")))).isEqualTo(InboundAnswer.TAKEN);
        assertThat(again.waiting()).isZero();
        // other words are another message, though the handset uses the reference again
        answered(again.take(part(7, 2, 2, "d")));
        assertThat(again.waiting()).isEqualTo(1);
        answered(again.take(part(7, 1, 2, "c")));
        await().until(() -> texts().equals(List.of("ab", "cd")));
        now.addAndGet(PartBuffer.KNOWN.toMillis());
        await().until(store.rows::isEmpty);
    }

    @Test
    void anotherMessageWithTheSameReferenceDoesNotSwallowTheFirst() throws Exception {
        PartBuffer buffer = open();
        answered(buffer.take(part(7, 1, 2, "first")));
        answered(buffer.take(part(7, 1, 2, "second ")));
        answered(buffer.take(part(7, 2, 2, "one")));
        await().until(() -> taken.size() == 2);
        assertThat(texts()).containsExactlyInAnyOrder("first \u2026", "second one");
    }

    @Test
    void whatWaitsIsThereAfterAStart() throws Exception {
        PartBuffer buffer = open();
        answered(buffer.take(part(7, 1, 2, "a")));
        buffer.close();
        PartBuffer again = open();
        assertThat(again.waiting()).isEqualTo(1);
        answered(again.take(part(7, 2, 2, "b")));
        assertThat(texts()).containsExactly("ab");
    }

    /// The last part is durable, so its center is told so; the message must not depend on it.
    @Test
    void aTakerThatIsBusyIsAskedAgainWithTheSameId() throws Exception {
        busy = true;
        PartBuffer buffer = open();
        answered(buffer.take(part(7, 1, 2, "a")));
        assertThat(answered(buffer.take(part(7, 2, 2, "b")))).isEqualTo(InboundAnswer.TAKEN);
        buffer.close();
        PartBuffer again = open();
        busy = false;
        await().until(() -> taken.size() == 1);
        String id = taken.getFirst().id();
        assertThat(id).isNotEmpty();
        // the rows stay when the store fails behind the taker: the same is handed over again
        await().until(() -> again.waiting() == 0);
        assertThat(waitingRows()).isZero();
    }

    @Test
    void theSameIsHandedOverAgainWhenTheRowsCanNotGo() throws Exception {
        PartBuffer buffer = open();
        busy = true;
        answered(buffer.take(part(7, 1, 2, "a")));
        answered(buffer.take(part(7, 2, 2, "b")));
        store.broken = true;
        busy = false;
        await().until(() -> taken.size() >= 2);
        store.broken = false;
        await().until(() -> buffer.waiting() == 0);
        assertThat(taken.stream().map(InboundSms::id).distinct()).hasSize(1);
        assertThat(faults).isNotEmpty();
    }

    @Test
    void moreThanTheLimitHasToComeAgain() throws Exception {
        most = 2;
        PartBuffer buffer = open();
        answered(buffer.take(part(1, 1, 3, "a")));
        answered(buffer.take(part(1, 2, 3, "b")));
        assertThatThrownBy(() -> answered(buffer.take(part(2, 1, 2, "x"))))
                .hasRootCauseMessage("2 parts of messages wait already, the limit");
        now.addAndGet(PATIENCE.toMillis());
        await().until(() -> buffer.waiting() == 0);
        assertThat(answered(buffer.take(part(2, 1, 2, "x")))).isEqualTo(InboundAnswer.TAKEN);
    }

    @Test
    void aStoreThatFailsRefusesThePart() throws Exception {
        PartBuffer buffer = open();
        store.broken = true;
        assertThatThrownBy(() -> answered(buffer.take(part(1, 1, 2, "a"))))
                .hasRootCauseMessage("broken");
        store.broken = false;
        assertThat(buffer.waiting()).isZero();
        answered(buffer.take(part(1, 1, 2, "a")));
        answered(buffer.take(part(1, 2, 2, "b")));
        assertThat(texts()).containsExactly("ab");
    }

    @Test
    void aRowThatCanNotBeReadStaysAndIsTold() {
        store.rows.put(new TenantKey(TenantKey.Kind.SMS_PART, "x|1|1"), new byte[] {9});
        assertThat(open().waiting()).isZero();
        assertThat(faults).hasSize(1);
        assertThat(store.rows).hasSize(1);
    }

    @Test
    void onlyWhatIsForSomebodyAndATextIsTaken() throws Exception {
        var inbox = new MessageInbox(taker, open());
        InboundSms whole = part(0, 1, 1, "hi");
        assertThat(answered(inbox.apply(whole))).isEqualTo(InboundAnswer.TAKEN);
        assertThat(answered(inbox.apply(sms(PartNumber.only(), TextCoding.NONE, new byte[] {1}))))
                .isEqualTo(InboundAnswer.REFUSED);
        var nobody =
                new InboundSms(
                        whole.gateway(),
                        whole.source(),
                        SmsAddress.serviceCode("10699"),
                        whole.coding(),
                        new PartNumber(1, 1, 2),
                        whole.octets(),
                        "",
                        LinkTimes.NONE);
        assertThat(answered(inbox.apply(nobody))).isEqualTo(InboundAnswer.NOBODY);
        assertThat(texts()).containsExactly("hi");
        assertThat(counts).containsExactly(1);
    }
}
