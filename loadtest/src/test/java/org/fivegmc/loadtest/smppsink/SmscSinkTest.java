package org.fivegmc.loadtest.smppsink;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataCodings;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SmscSinkTest {
    private final Queue<DeliverSm> receipts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();

    @Test
    void owesAReceiptForEverySubmissionThatAsksForOne() throws Exception {
        try (SmscSink sink = SmscSink.open(options("--receipt-delay", "0-20"))) {
            SMPPSession esme = bind(sink, "secret");
            List<String> ids = new ArrayList<>();
            for (int n = 0; n < 20; n++) {
                ids.add(submit(esme, SMSCDeliveryReceipt.SUCCESS_FAILURE));
            }
            submit(esme, SMSCDeliveryReceipt.DEFAULT);
            await().until(() -> sink.receipts().acknowledged() == 20);
            assertThat(sink.submitted()).isEqualTo(21);
            assertThat(sink.receipts().owed()).isZero();
            assertThat(receipts)
                    .extracting(SmscSinkTest::receiptedId)
                    .containsExactlyInAnyOrderElementsOf(ids);
            DeliverSm receipt = receipts.element();
            assertThat(receipt.isSmscDeliveryReceipt()).isTrue();
            assertThat(receipt.getSourceAddr()).isEqualTo("8613800000001");
            assertThat(receipt.getDestAddress()).isEqualTo("10655");
            assertThat(new String(receipt.getShortMessage(), US_ASCII))
                    .startsWith("id:" + receiptedId(receipt) + " sub:001 dlvrd:001 submit date:")
                    .contains(" stat:DELIVRD err:000");
            esme.unbindAndClose();
        }
    }

    @Test
    void sendsAgainWhatIsNotAcknowledged() throws Exception {
        refusals.set(1);
        try (SmscSink sink = SmscSink.open(options("--receipt-delay", "0"))) {
            SMPPSession esme = bind(sink, "secret");
            String id = submit(esme, SMSCDeliveryReceipt.SUCCESS_FAILURE);
            await().until(() -> sink.receipts().refused() == 1);
            assertThat(sink.receipts().owed()).isEqualTo(1);
            await().until(() -> sink.receipts().acknowledged() == 1);
            assertThat(sink.receipts().sentAgain()).isEqualTo(1);
            assertThat(sink.receipts().owed()).isZero();
            assertThat(receipts).extracting(SmscSinkTest::receiptedId).containsOnly(id);
            esme.unbindAndClose();
        }
    }

    @Test
    void keepsReceiptsForAnAccountThatIsNotThere() throws Exception {
        try (SmscSink sink = SmscSink.open(options("--receipt-delay", "200"))) {
            SMPPSession first = bind(sink, "secret");
            submit(first, SMSCDeliveryReceipt.SUCCESS_FAILURE);
            first.unbindAndClose();
            await().until(() -> sink.receipts().sentAgain() > 0);
            SMPPSession second = bind(sink, "secret");
            await().until(() -> sink.receipts().acknowledged() == 1);
            second.unbindAndClose();
        }
    }

    @Test
    void refusesAWrongPassword() throws Exception {
        try (SmscSink sink = SmscSink.open(options())) {
            assertThatThrownBy(() -> bind(sink, "guess")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void receiptsSayItInTextOrInParameters() {
        Instant time = Instant.parse("2026-01-02T03:04:05Z");
        assertThat(new String(ReceiptForm.TEXT.text("7", time, time), US_ASCII))
                .isEqualTo(
                        "id:7 sub:001 dlvrd:001 submit date:2601020304 done date:2601020304"
                                + " stat:DELIVRD err:000 text:");
        assertThat(ReceiptForm.TEXT.parameters("7")).isEmpty();
        assertThat(ReceiptForm.TLV.text("7", time, time)).isEmpty();
        assertThat(ReceiptForm.BOTH.parameters("7")).hasSize(2);
    }

    @Test
    void optionsSayWhatIsWrong() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("--receipt-delay", "5-2"))
                .withMessageContaining("--receipt-delay must be a whole number from 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("--receipt-form", "fax"))
                .withMessageContaining("text, tlv or both");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, UTF_8);
        assertThat(SmscSink.run(List.of("--speed", "9"), out)).isEqualTo(2);
        assertThat(printed.toString(UTF_8)).contains("--speed").contains("usage: ./5gmc load smsc");
    }

    @Test
    void nothingSubmittedIsNoSuccess() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int status =
                SmscSink.run(
                        List.of("--port", "0", "--seconds", "1"),
                        new PrintStream(printed, true, UTF_8));
        assertThat(status).isEqualTo(1);
        assertThat(printed.toString(UTF_8)).contains("SMSC on 127.0.0.1 port ");
    }

    private static SinkOptions options(String... more) {
        List<String> all = new ArrayList<>(List.of("--port", "0", "--password", "secret"));
        all.addAll(List.of(more));
        return SinkOptions.parse(all);
    }

    private static String receiptedId(DeliverSm receipt) {
        return receipt.getOptionalParameter(OptionalParameter.Receipted_message_id.class)
                .getValueAsString();
    }

    private SMPPSession bind(SmscSink sink, String password) throws IOException {
        SMPPSession session = new SMPPSession();
        session.setMessageReceiverListener(
                new MessageReceiverListener() {
                    @Override
                    public void onAcceptDeliverSm(DeliverSm deliver)
                            throws ProcessRequestException {
                        receipts.add(deliver);
                        if (refusals.getAndDecrement() > 0) {
                            throw new ProcessRequestException("not now", 0x14);
                        }
                    }

                    @Override
                    public void onAcceptAlertNotification(AlertNotification alert) {}

                    @Override
                    public DataSmResult onAcceptDataSm(DataSm data, Session source)
                            throws ProcessRequestException {
                        throw new ProcessRequestException("none", 3);
                    }
                });
        session.connectAndBind(
                "127.0.0.1",
                sink.port(),
                new BindParameter(
                        BindType.BIND_TRX,
                        "5gmc",
                        password,
                        "",
                        TypeOfNumber.UNKNOWN,
                        NumberingPlanIndicator.UNKNOWN,
                        null));
        return session;
    }

    private static String submit(SMPPSession esme, SMSCDeliveryReceipt receipt) throws Exception {
        return esme.submitShortMessage(
                        "",
                        TypeOfNumber.UNKNOWN,
                        NumberingPlanIndicator.ISDN,
                        "10655",
                        TypeOfNumber.INTERNATIONAL,
                        NumberingPlanIndicator.ISDN,
                        "8613800000001",
                        new ESMClass(),
                        (byte) 0,
                        (byte) 0,
                        null,
                        null,
                        new RegisteredDelivery(receipt),
                        (byte) 0,
                        DataCodings.ZERO,
                        (byte) 0,
                        "hello".getBytes(US_ASCII))
                .getMessageId();
    }
}
