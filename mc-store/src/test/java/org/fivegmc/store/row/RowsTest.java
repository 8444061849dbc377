package org.fivegmc.store.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.HoldReason;
import org.fivegmc.core.delivery.Outcome;
import org.fivegmc.core.delivery.PartState;
import org.fivegmc.core.delivery.SmsLeg;
import org.fivegmc.core.message.Bearer;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.Failure;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.MmsContent;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.Family;
import org.fivegmc.core.storage.FlightRow;
import org.fivegmc.core.storage.InboxEntry;
import org.fivegmc.core.storage.ParkedReceipt;
import org.fivegmc.core.storage.SmsPartRef;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.TimerRef;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.Credentials;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.RegisterOrder;
import org.fivegmc.core.subscriber.Subscriber;
import org.junit.jupiter.api.Test;

class RowsTest {

    private static final UserAddress ALICE = new Msisdn(8613800000001L);
    private static final MessageId ID = new MessageId(1, 2);

    private static byte[] bytes(Consumer<CommitRecord> write) {
        var record = new CommitRecord(16);
        record.put(Family.INBOX).value();
        write.accept(record);
        record.end();
        var value = new ArrayList<byte[]>();
        record.replay((_, _, array, _, _, at, length) ->
                value.add(Arrays.copyOfRange(array, at, at + length)));
        return value.getFirst();
    }

    private static <T> T pick(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static String text(Random random) {
        int length = 1 + random.nextInt(random.nextInt(20) == 0 ? 250 : 20);
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) (random.nextBoolean() ? 'a' + random.nextInt(26) : 0x4e2d));
        }
        return text.toString();
    }

    private static byte[] octets(Random random) {
        byte[] octets = new byte[random.nextInt(300)];
        random.nextBytes(octets);
        return octets;
    }

    private static DeviceId device(Random random) {
        return new DeviceId(text(random));
    }

    private static DeliveryState state(Random random) {
        return switch (random.nextInt(4)) {
            case 0 ->
                    new DeliveryState.Held(
                            pick(random, HoldReason.values()),
                            random.nextLong(),
                            random.nextLong());
            case 1 -> {
                var legs = new ArrayList<DeliveryState.Leg>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    legs.add(
                            new DeliveryState.Leg(
                                    device(random), pick(random, DeliveryState.LegState.values())));
                }
                yield new DeliveryState.Sending(legs, random.nextLong(), random.nextLong());
            }
            case 2 -> {
                var parts = new ArrayList<PartState>();
                for (int i = 1 + random.nextInt(10); i > 0; i--) {
                    parts.add(pick(random, PartState.values()));
                }
                yield new DeliveryState.Sms(
                        new SmsLeg(
                                text(random),
                                random.nextInt(),
                                random.nextInt(9),
                                random.nextInt(9),
                                parts,
                                pick(random, Bearer.values())),
                        random.nextLong(),
                        random.nextLong());
            }
            default -> {
                Outcome outcome = pick(random, Outcome.values());
                boolean failed = outcome == Outcome.FAILED || outcome == Outcome.EXPIRED;
                yield new DeliveryState.Over(
                        outcome,
                        random.nextLong(),
                        failed ? pick(random, Failure.values()) : Failure.UNKNOWN);
            }
        };
    }

    private static Payload payload(Random random) {
        String type = text(random);
        byte[] body = octets(random);
        BodyRef whole =
                random.nextInt(3) > 0
                        ? null
                        : new BodyRef(text(random), body.length + random.nextLong(1L << 40));
        return new Payload(type, body, octets(random), whole);
    }

    private static Payload complete(Payload payload) {
        return new Payload(payload.contentType(), payload.body(), payload.edgeHeaders());
    }

    private static Purpose purpose(Random random) {
        return switch (random.nextInt(4)) {
            case 0, 1 -> Purpose.CONTENT;
            case 2 ->
                    new Purpose.Report(
                            new ImdnMessageId(text(random)), pick(random, ReportKind.values()));
            default ->
                    new Purpose.Mirror(
                            new ImdnMessageId(text(random)), pick(random, ReportKind.values()));
        };
    }

    private static Delivery delivery(Random random) {
        return delivery(random, /* mayWait= */ true);
    }

    private static Delivery delivery(Random random, boolean mayWait) {
        Purpose purpose = purpose(random);
        Payload payload = payload(random);
        FallbackOffer[] offers = {
            FallbackOffer.NONE, FallbackOffer.RENDERED, new FallbackOffer.Sms(text(random))
        };
        var message =
                new Message(
                        ID,
                        new ChatbotAddress(text(random)),
                        ALICE,
                        new ImdnMessageId(text(random)),
                        purpose,
                        new Dispositions(random.nextInt(32)),
                        pick(random, offers),
                        purpose instanceof Purpose.Mirror ? complete(payload) : payload,
                        random.nextLong(),
                        random.nextLong(),
                        Handling.usual(mayWait));
        var delivered = new ArrayList<DeviceId>();
        for (int i = random.nextInt(3); i > 0; i--) {
            delivered.add(device(random));
        }
        return new Delivery(
                message,
                state(random),
                random.nextInt(),
                delivered,
                random.nextInt(1024),
                random.nextBoolean() ? 0 : random.nextLong());
    }

    private static Subscriber subscriber(Random random) {
        var bindings = new ArrayList<Binding>();
        for (int i = random.nextInt(4); i > 0; i--) {
            bindings.add(
                    new Binding(
                            device(random),
                            new Capabilities(random.nextLong()),
                            random.nextLong(),
                            random.nextLong(),
                            octets(random),
                            new RegisterOrder(random.nextLong(), random.nextInt())));
        }
        return new Subscriber(
                ALICE,
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean() ? Credentials.NONE : new Credentials.Password(text(random)),
                random.nextLong(),
                bindings,
                new Capabilities(random.nextLong()),
                random.nextLong());
    }

    @Test
    void flightsRoundTrip() {
        var bot = new ChatbotAddress("sip:bot@botplatform.example");
        var row =
                new FlightRow(
                        7,
                        8,
                        List.of(
                                new TimerRef(50, ALICE, ID),
                                new TimerRef(50, bot, new MessageId(3, 4))));
        byte[] value = bytes(out -> FlightRows.write(out, row));
        assertThat(FlightRows.read(7, 8, value)).isEqualTo(row);
        byte[] later = Arrays.copyOf(value, value.length + 5);
        assertThat(FlightRows.read(7, 8, later)).isEqualTo(row);
        for (int length = 0; length < value.length; length++) {
            byte[] cut = Arrays.copyOf(value, length);
            assertThatThrownBy(() -> FlightRows.read(7, 8, cut))
                    .isInstanceOf(StorageException.class);
        }
        byte[] nobody = bytes(out -> out.u8(FlightRows.VERSION).i64(50).u8(0));
        assertThatThrownBy(() -> FlightRows.read(7, 8, nobody))
                .isInstanceOf(StorageException.class);
    }

    /// Written down, so that a change of the layout is seen.
    @Test
    void flightsAreStoredLikeThis() {
        var row = new FlightRow(7, 8, List.of(new TimerRef(50, ALICE, ID)));
        assertThat(HexFormat.of().formatHex(bytes(out -> FlightRows.write(out, row))))
                .isEqualTo(
                        "01"
                                + "0000000000000032"
                                + "01"
                                + "01"
                                + "000007d58e7d3a01"
                                + "0000000000000001"
                                + "0000000000000002");
    }

    @Test
    void deliveriesRoundTripAndIgnoreWhatIsAppended() {
        qt().forAll(longs().all())
                .checkAssert(seed -> {
                    Delivery delivery = delivery(new Random(seed));
                    byte[] row = bytes(r -> DeliveryRow.write(r, delivery));
                    assertThat(DeliveryRow.read(ALICE, ID, row))
                            .usingRecursiveComparison()
                            .isEqualTo(delivery);
                    byte[] later = Arrays.copyOf(row, row.length + 7);
                    assertThat(DeliveryRow.read(ALICE, ID, later))
                            .usingRecursiveComparison()
                            .isEqualTo(delivery);
                });
    }

    @Test
    void theHeadOfADeliveryNeedsNothingBehindIt() {
        qt().forAll(longs().all())
                .checkAssert(seed -> {
                    Delivery delivery = delivery(new Random(seed));
                    byte[] row = bytes(r -> DeliveryRow.write(r, delivery));
                    assertThat(DeliveryRow.readEntry(ID, row)).isEqualTo(InboxEntry.of(delivery));
                    Arrays.fill(row, row.length - afterTheHead(delivery), row.length, (byte) -1);
                    assertThat(DeliveryRow.readEntry(ID, row)).isEqualTo(InboxEntry.of(delivery));
                });
    }

    /// At least so many octets of a row are the message's and not the queue's.
    private static int afterTheHead(Delivery delivery) {
        Payload payload = delivery.message().payload();
        return payload.body().length + payload.edgeHeaders().length;
    }

    @Test
    void subscribersRoundTripAndIgnoreWhatIsAppended() {
        qt().forAll(longs().all())
                .checkAssert(seed -> {
                    Subscriber subscriber = subscriber(new Random(seed));
                    byte[] row = bytes(r -> SubscriberRow.write(r, subscriber));
                    byte[] later = Arrays.copyOf(row, row.length + 7);
                    for (byte[] stored : List.of(row, later)) {
                        assertThat(SubscriberRow.read(ALICE, stored))
                                .usingRecursiveComparison()
                                .isEqualTo(subscriber);
                    }
                });
    }

    @Test
    void expiringRowsRoundTrip() {
        var part = new SmsPartRef(ALICE, ID, 3);
        byte[] correlation = bytes(r -> ExpiringRows.writeCorrelation(r, part, 77));
        assertThat(ExpiringRows.readCorrelation(correlation)).isEqualTo(part);
        assertThat(ExpiringRows.forgetAtMs(correlation)).isEqualTo(77);
        var receipt = new ParkedReceipt(true, "DELIVRD", 5);
        byte[] parked = bytes(r -> ExpiringRows.writeParked(r, receipt, -1));
        assertThat(ExpiringRows.readParked(parked)).isEqualTo(receipt);
        assertThat(ExpiringRows.forgetAtMs(parked)).isEqualTo(-1);
        byte[] accepted = bytes(r -> ExpiringRows.writeAccepted(r, ID, 9));
        assertThat(ExpiringRows.readAccepted(accepted)).isEqualTo(ID);
    }

    @Test
    void aRowThatIsCutOffIsCorrupt() {
        qt().forAll(longs().all(), integers().between(0, 1_000_000))
                .checkAssert((seed, cut) -> {
                    Delivery delivery = delivery(new Random(seed));
                    byte[] row = bytes(r -> DeliveryRow.write(r, delivery));
                    byte[] torn = Arrays.copyOf(row, cut % row.length);
                    assertThatThrownBy(() -> DeliveryRow.read(ALICE, ID, torn))
                            .isInstanceOfSatisfying(
                                    StorageException.class,
                                    e ->
                                            assertThat(e.kind())
                                                    .isEqualTo(StorageException.Kind.CORRUPT));
                });
    }

    @Test
    void damageIsCorruptionOrAnotherValueAndNothingElse() {
        qt().forAll(longs().all())
                .checkAssert(seed -> {
                    var random = new Random(seed);
                    byte[] row = bytes(r -> DeliveryRow.write(r, delivery(random)));
                    row[random.nextInt(row.length)] = (byte) random.nextInt();
                    try {
                        assertThat(DeliveryRow.read(ALICE, ID, row)).isNotNull();
                    } catch (StorageException e) {
                        assertThat(e.kind()).isEqualTo(StorageException.Kind.CORRUPT);
                    }
                });
    }

    @Test
    void versionOneOfADeliveryStaysAsItIs() {
        var message =
                new Message(
                        ID,
                        new ChatbotAddress("sip:b@x"),
                        ALICE,
                        new ImdnMessageId("i1"),
                        Purpose.CONTENT,
                        new Dispositions(3),
                        FallbackOffer.RENDERED,
                        new Payload("a/b", "hi".getBytes(StandardCharsets.UTF_8), new byte[] {9}),
                        0x10,
                        0x20,
                        Handling.USUAL);
        var delivery =
                new Delivery(
                        message,
                        new DeliveryState.Held(HoldReason.OFFLINE, 0x30, 0x40),
                        5,
                        List.of(new DeviceId("d")),
                        6);
        assertThat(HexFormat.of().formatHex(bytes(r -> DeliveryRow.write(r, delivery))))
                .isEqualTo(
                        "01"
                                + "01"
                                + "02"
                                + "0000000000000030"
                                + "0000000000000040"
                                + "01"
                                + "0200077369703a624078"
                                + "0000"
                                + "02"
                                + "00000005"
                                + "00000006"
                                + "00000003"
                                + "0000000000000010"
                                + "0000000000000020"
                                + "026931"
                                + "03612f62"
                                + "01"
                                + "0164"
                                + "0109"
                                + "026869");
    }

    /// An older program reads over it.
    @Test
    void aDeliveryThatMayBeThereSaysSoAtTheEnd() {
        var random = new Random(7);
        for (int i = 0; i < 100; i++) {
            Delivery sure = inDoubt(delivery(random, true), false);
            Delivery inDoubt = inDoubt(sure, true);
            byte[] stored = bytes(r -> DeliveryRow.write(r, inDoubt));
            byte[] before = bytes(r -> DeliveryRow.write(r, sure));
            assertThat(stored).startsWith(before).hasSize(before.length + 1).endsWith(1);
            Message message = sure.message();
            assertThat(DeliveryRow.read(message.recipient(), message.id(), stored).maybeThere())
                    .isTrue();
            assertThat(DeliveryRow.read(message.recipient(), message.id(), before).maybeThere())
                    .isFalse();
        }
    }

    /// The same: it would keep the message, as if nothing had been said.
    @Test
    void aDeliveryThatMustNotWaitSaysSoBehindThat() {
        var random = new Random(8);
        for (int i = 0; i < 100; i++) {
            boolean doubt = random.nextBoolean();
            long seed = random.nextLong();
            Delivery kept = inDoubt(delivery(new Random(seed), true), doubt);
            Delivery atOnce = inDoubt(delivery(new Random(seed), false), doubt);
            byte[] stored = bytes(r -> DeliveryRow.write(r, atOnce));
            byte[] before = bytes(r -> DeliveryRow.write(r, kept));
            assertThat(stored)
                    .startsWith(before)
                    .hasSize(before.length + (doubt ? 1 : 2))
                    .endsWith(doubt ? 1 : 0, 1);
            Message message = kept.message();
            Delivery read = DeliveryRow.read(message.recipient(), message.id(), stored);
            assertThat(read.message().mayWait()).isFalse();
            assertThat(read.maybeThere()).isEqualTo(doubt);
            assertThat(DeliveryRow.read(message.recipient(), message.id(), before).message())
                    .matches(Message::mayWait);
        }
    }

    /// The same: it would send it as SMS, or not at all.
    @Test
    void aDeliveryThatMayLeaveAsMmsSaysSoBehindThat() {
        var random = new Random(9);
        for (int i = 0; i < 100; i++) {
            boolean doubt = random.nextBoolean();
            boolean mayWait = random.nextBoolean();
            Delivery without = inDoubt(delivery(random, mayWait), doubt);
            var content = new MmsContent(text(random), text(random), octets(random));
            Delivery with = offering(without, content);
            byte[] before = bytes(r -> DeliveryRow.write(r, without));
            byte[] stored = bytes(r -> DeliveryRow.write(r, with));
            assertThat(stored).startsWith(before);
            for (int appended : new int[] {0, 5}) {
                byte[] later = Arrays.copyOf(stored, stored.length + appended);
                assertThat(DeliveryRow.read(ALICE, ID, later))
                        .usingRecursiveComparison()
                        .isEqualTo(with);
            }
        }
    }

    /// The same: but before its time its reason to be held is one that it does not know.
    @Test
    void aDeliveryWithATimeSaysSoBehindThat() {
        var random = new Random(11);
        for (int i = 0; i < 100; i++) {
            Delivery without = inDoubt(delivery(random, random.nextBoolean()), i % 2 == 0);
            Delivery either =
                    i % 3 == 0
                            ? offering(
                                    without,
                                    new MmsContent(text(random), text(random), octets(random)))
                            : without;
            Delivery with =
                    starting(either, random.nextLong(1, Long.MAX_VALUE), TrafficClass.USUAL);
            byte[] before = bytes(r -> DeliveryRow.write(r, either));
            byte[] stored = bytes(r -> DeliveryRow.write(r, with));
            assertThat(stored).startsWith(before);
            for (int appended : new int[] {0, 5, 9}) {
                byte[] later = Arrays.copyOf(stored, stored.length + appended);
                assertThat(DeliveryRow.read(ALICE, ID, later))
                        .usingRecursiveComparison()
                        .isEqualTo(with);
            }
        }
    }

    /// The same: it would send it with the others. A class of a later version is a usual one.
    @Test
    void aDeliveryOfAClassSaysSoBehindThat() {
        var random = new Random(12);
        for (int i = 0; i < 100; i++) {
            Delivery any = inDoubt(delivery(random, random.nextBoolean()), i % 2 == 0);
            Delivery either =
                    i % 3 == 0
                            ? offering(
                                    any, new MmsContent(text(random), text(random), octets(random)))
                            : any;
            long notBefore = i % 5 == 0 ? random.nextLong(1, Long.MAX_VALUE) : 0;
            Delivery usual = starting(either, notBefore, TrafficClass.USUAL);
            byte[] before = bytes(r -> DeliveryRow.write(r, usual));
            for (var code :
                    Map.of(
                                    TrafficClass.ALERT, 1,
                                    TrafficClass.VERIFICATION, 2,
                                    TrafficClass.MARKETING, 3)
                            .entrySet()) {
                Delivery with = starting(either, notBefore, code.getKey());
                byte[] stored = bytes(r -> DeliveryRow.write(r, with));
                assertThat(stored).startsWith(before).endsWith(code.getValue());
                for (int appended : new int[] {0, 1, 9}) {
                    byte[] later = Arrays.copyOf(stored, stored.length + appended);
                    assertThat(DeliveryRow.read(ALICE, ID, later))
                            .usingRecursiveComparison()
                            .isEqualTo(with);
                }
                stored[stored.length - 1] = 9;
                assertThat(DeliveryRow.read(ALICE, ID, stored))
                        .usingRecursiveComparison()
                        .isEqualTo(usual);
            }
        }
    }

    /// What versions without classes have written: without anything at the end, and with a time.
    @Test
    void aRowOfAVersionWithoutClassesIsAUsualOne() {
        String row =
                "01"
                        + "01"
                        + "02"
                        + "0000000000000030"
                        + "0000000000000040"
                        + "01"
                        + "0200077369703a624078"
                        + "0000"
                        + "02"
                        + "00000005"
                        + "00000006"
                        + "00000003"
                        + "0000000000000010"
                        + "0000000000000020"
                        + "026931"
                        + "03612f62"
                        + "01"
                        + "0164"
                        + "0109"
                        + "026869";
        for (String end : List.of("", "01", "0001", "000000" + "0000000000000099")) {
            Message read =
                    DeliveryRow.read(ALICE, ID, HexFormat.of().parseHex(row + end)).message();
            assertThat(read.trafficClass()).isEqualTo(TrafficClass.TRANSACTION);
            assertThat(read.notBeforeMs()).isEqualTo(end.endsWith("99") ? 0x99 : 0);
        }
    }

    private static Delivery starting(
            Delivery delivery, long notBeforeMs, TrafficClass trafficClass) {
        Message m = delivery.message();
        var message =
                new Message(
                        m.id(),
                        m.sender(),
                        m.recipient(),
                        m.imdnId(),
                        m.purpose(),
                        m.dispositions(),
                        m.fallback(),
                        m.payload(),
                        m.acceptedAtMs(),
                        m.expiresAtMs(),
                        new Handling(m.mayWait(), notBeforeMs, trafficClass));
        return new Delivery(
                message,
                delivery.state(),
                delivery.attempts(),
                delivery.delivered(),
                delivery.reportsDue(),
                delivery.reportAtMs(),
                delivery.maybeThere());
    }

    /// An older program reads that it was an SMS.
    @Test
    void theEndOfAnMmsIsOneOfAnSmsWithAReason() {
        Delivery any = delivery(new Random(10));
        String version = any.message().payload().whole() == null ? "01" : "02";
        for (boolean mms : new boolean[] {false, true}) {
            var over =
                    new DeliveryState.Over(mms ? Outcome.DELIVERED_MMS : Outcome.DELIVERED_SMS, 7);
            var delivery = new Delivery(any.message(), over, 0, List.of(), 1);
            byte[] stored = bytes(r -> DeliveryRow.write(r, delivery));
            assertThat(HexFormat.of().formatHex(stored, 0, 19))
                    .isEqualTo(
                            (any.message().isMirror() ? "03" : version)
                                    + "0402"
                                    + "0000000000000007"
                                    + "000000000000000"
                                    + (mms ? "6" : "0"));
            assertThat(DeliveryRow.read(ALICE, ID, stored).state()).isEqualTo(over);
        }
    }

    private static Delivery offering(Delivery delivery, MmsContent content) {
        Message m = delivery.message();
        var message =
                new Message(
                        m.id(),
                        m.sender(),
                        m.recipient(),
                        m.imdnId(),
                        m.purpose(),
                        m.dispositions(),
                        new FallbackOffer.Mms(content, m.fallback()),
                        m.payload(),
                        m.acceptedAtMs(),
                        m.expiresAtMs(),
                        Handling.usual(m.mayWait()));
        return new Delivery(
                message,
                delivery.state(),
                delivery.attempts(),
                delivery.delivered(),
                delivery.reportsDue(),
                delivery.reportAtMs(),
                delivery.maybeThere());
    }

    private static Delivery inDoubt(Delivery delivery, boolean maybeThere) {
        return new Delivery(
                delivery.message(),
                delivery.state(),
                delivery.attempts(),
                delivery.delivered(),
                delivery.reportsDue(),
                delivery.reportAtMs(),
                maybeThere);
    }

    /// What an older program must not read: it would take the head for the message.
    @Test
    void aDeliveryWhoseBodyIsElsewhereIsOfVersionTwo() {
        var message =
                new Message(
                        ID,
                        new ChatbotAddress("sip:b@x"),
                        ALICE,
                        new ImdnMessageId("i1"),
                        Purpose.CONTENT,
                        new Dispositions(3),
                        FallbackOffer.RENDERED,
                        new Payload(
                                "a/b",
                                "hi".getBytes(StandardCharsets.UTF_8),
                                new byte[] {9},
                                new BodyRef("d/1", 0x6400000)),
                        0x10,
                        0x20,
                        Handling.USUAL);
        var delivery =
                new Delivery(
                        message,
                        new DeliveryState.Held(HoldReason.OFFLINE, 0x30, 0x40),
                        5,
                        List.of(new DeviceId("d")),
                        6);
        String stored =
                "02"
                        + "01"
                        + "02"
                        + "0000000000000030"
                        + "0000000000000040"
                        + "01"
                        + "0200077369703a624078"
                        + "0000"
                        + "02"
                        + "00000005"
                        + "00000006"
                        + "00000003"
                        + "0000000000000010"
                        + "0000000000000020"
                        + "026931"
                        + "03612f62"
                        + "01"
                        + "0164"
                        + "0109"
                        + "026869"
                        + "03642f31"
                        + "0000000006400000";
        assertThat(HexFormat.of().formatHex(bytes(r -> DeliveryRow.write(r, delivery))))
                .isEqualTo(stored);
        byte[] row = HexFormat.of().parseHex(stored);
        assertThat(DeliveryRow.read(ALICE, ID, row)).usingRecursiveComparison().isEqualTo(delivery);
        row[0] = 3; // of a report
        assertThatThrownBy(() -> DeliveryRow.read(ALICE, ID, row))
                .isInstanceOf(StorageException.class);
        row[0] = 4;
        assertThatThrownBy(() -> DeliveryRow.read(ALICE, ID, row))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> DeliveryRow.readEntry(ID, row))
                .isInstanceOf(StorageException.class);
    }

    /// What an older program must not read: it would take it for a report by the sender.
    @Test
    void aReportForTheDevicesOfItsOwnUserIsOfVersionThree() {
        var message =
                new Message(
                        ID,
                        new ChatbotAddress("sip:b@x"),
                        ALICE,
                        new ImdnMessageId("i1"),
                        new Purpose.Mirror(new ImdnMessageId("m1"), ReportKind.DISPLAYED),
                        Dispositions.NONE,
                        FallbackOffer.NONE,
                        new Payload("a/b", "hi".getBytes(StandardCharsets.UTF_8), new byte[] {9}),
                        0x10,
                        0x20,
                        Handling.USUAL);
        var delivery =
                new Delivery(
                        message,
                        new DeliveryState.Held(HoldReason.BACKOFF, 0x30, 0x40),
                        5,
                        List.of(new DeviceId("d")),
                        0);
        assertThat(HexFormat.of().formatHex(bytes(r -> DeliveryRow.write(r, delivery))))
                .isEqualTo(
                        "03"
                                + "01"
                                + "03"
                                + "0000000000000030"
                                + "0000000000000040"
                                + "02"
                                + "0200077369703a624078"
                                + "0002"
                                + "01"
                                + "00000005"
                                + "00000000"
                                + "00000000"
                                + "0000000000000010"
                                + "0000000000000020"
                                + "026931"
                                + "026d31"
                                + "03612f62"
                                + "01"
                                + "0164"
                                + "0109"
                                + "026869");
    }

    @Test
    void versionOneOfASubscriberStaysAsItIs() {
        var subscriber =
                new Subscriber(
                        ALICE,
                        true,
                        true,
                        new Credentials.Password("pw"),
                        1,
                        List.of(
                                new Binding(
                                        new DeviceId("d"),
                                        new Capabilities(2),
                                        3,
                                        4,
                                        new byte[] {5},
                                        new RegisterOrder(8, 9))),
                        new Capabilities(6),
                        7);
        String first =
                "010302"
                        + "0000000000000001"
                        + "0000000000000006"
                        + "0000000000000007"
                        + "027077"
                        + "01"
                        + "0164"
                        + "0000000000000002"
                        + "0000000000000003"
                        + "0000000000000004"
                        + "0105";
        assertThat(HexFormat.of().formatHex(bytes(r -> SubscriberRow.write(r, subscriber))))
                .isEqualTo(first + "0000000000000008" + "00000009");
        assertThat(SubscriberRow.read(ALICE, HexFormat.of().parseHex(first)).bindings())
                .singleElement()
                .matches(b -> b.contact()[0] == 5 && !b.order().isKnown());
    }

    @Test
    void versionOneOfTheExpiringRowsStaysAsItIs() {
        String id = "0000000000000001" + "0000000000000002";
        assertThat(HexFormat.of().formatHex(bytes(r -> ExpiringRows.writeAccepted(r, ID, 9))))
                .isEqualTo("01" + "0000000000000009" + id);
        assertThat(
                        HexFormat.of()
                                .formatHex(
                                        bytes(r ->
                                                ExpiringRows.writeCorrelation(
                                                        r, new SmsPartRef(ALICE, ID, 3), 9))))
                .isEqualTo("01" + "0000000000000009" + id + "00000003" + "01000007d58e7d3a01");
        var receipt = new ParkedReceipt(true, "X", 5);
        assertThat(HexFormat.of().formatHex(bytes(r -> ExpiringRows.writeParked(r, receipt, 9))))
                .isEqualTo("01" + "0000000000000009" + "01" + "0000000000000005" + "0158");
        assertThat(bytes(TimerRow::write)).containsExactly(1);
    }
}
