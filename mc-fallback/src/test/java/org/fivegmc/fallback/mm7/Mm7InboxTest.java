package org.fivegmc.fallback.mm7;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.fivegmc.fallback.link.RecordingCallbacks;
import org.fivegmc.fallback.link.RecordingEvents;
import org.fivegmc.fallback.receipt.SmsState;
import org.fivegmc.fallback.spi.GatewayReceipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Mm7InboxTest {
    private static final String REL_5 = Mm7Account.SCHEMAS + "REL-5-MM7-1-0";

    private final RecordingCallbacks callbacks = new RecordingCallbacks();
    private final RecordingEvents events = new RecordingEvents();
    private final Mm7Inbox inbox =
            new Mm7Inbox(
                    Mm7Rig.config(URI.create("http://127.0.0.1:9"), 1, 1, Duration.ofSeconds(1)),
                    callbacks,
                    events);

    private static String envelope(String operation) {
        return """
        <e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header>\
        <TransactionID xmlns="%s" e:mustUnderstand="1">t&amp;1</TransactionID></e:Header>\
        <e:Body>%s</e:Body></e:Envelope>\
        """
                .formatted(REL_5, operation);
    }

    private static String report(String status) {
        return envelope(
                """
                <DeliveryReportReq xmlns="%s"><MM7Version>5.3.0</MM7Version>\
                <MessageID>id-1</MessageID><Recipient><ShortCode>10655</ShortCode></Recipient>\
                <Sender><Number>+8613900000001</Number></Sender><Date>2026-11-28T01:02:03Z</Date>\
                <MMStatus>%s</MMStatus></DeliveryReportReq>\
                """
                        .formatted(REL_5, status));
    }

    private Mm7Inbox.Reply answer(String body) {
        return inbox.answer("text/xml; charset=utf-8", body.getBytes(UTF_8));
    }

    private static String text(Mm7Inbox.Reply reply) {
        return new String(reply.body(), UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "Retrieved, DELIVERED, true",
        "Expired, EXPIRED, true",
        "Rejected, REJECTED, true",
        "Unrecognised, UNDELIVERABLE, true",
        "Indeterminate, UNKNOWN, false",
        "Forwarded, ENROUTE, false",
        "Deferred, ENROUTE, false",
        "Later, UNKNOWN, false"
    })
    void aReportOnDeliveryIsHandedOnAndAnswered(String status, SmsState state, boolean last) {
        Mm7Inbox.Reply reply = answer(report(status));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(text(reply))
                .contains(
                        "<DeliveryReportRsp xmlns=\"" + Mm7Rig.ACCOUNT.schema() + "\">",
                        "env:mustUnderstand=\"1\">t&amp;1</TransactionID>",
                        "<StatusCode>1000</StatusCode>");
        GatewayReceipt receipt = callbacks.receipts.element();
        assertThat(receipt.messageId()).isEqualTo("id-1");
        assertThat(receipt.gateway()).isEqualTo("mmsc-1");
        assertThat(receipt.receipt().state()).isEqualTo(state);
        assertThat(receipt.isFinal()).isEqualTo(last);
    }

    @ParameterizedTest
    @CsvSource({"Read, DELIVERED", "Deleted, UNKNOWN"})
    void whatWasReadWasDelivered(String status, SmsState state) {
        String body = report(status).replace("DeliveryReportReq", "ReadReplyReq");
        assertThat(text(answer(body))).contains("<ReadReplyRsp", "<StatusCode>1000</StatusCode>");
        assertThat(callbacks.receipts.element().receipt().state()).isEqualTo(state);
    }

    @Test
    void whatIsNotDurableInTimeIsAskedForAgain() {
        callbacks.durable = CompletableFuture::new;
        Mm7Inbox.Reply reply = answer(report("Retrieved"));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(text(reply)).contains("<StatusCode>3000</StatusCode>");
        assertThat(events.deliveriesRefused.get()).isEqualTo(1);
        callbacks.durable = () -> CompletableFuture.failedFuture(new IllegalStateException());
        assertThat(answer(report("Retrieved")).status()).isEqualTo(503);
    }

    @Test
    void messagesOfHandsetsAreRefusedForGood() {
        String body = envelope("<DeliverReq xmlns=\"" + REL_5 + "\"><Sender/></DeliverReq>");
        Mm7Inbox.Reply reply = answer(body);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(text(reply)).contains("<DeliverRsp", "<StatusCode>4003</StatusCode>");
        assertThat(callbacks.receipts).isEmpty();
    }

    @Test
    void whatCanNotBeReadGetsAFaultThatSaysWhy() {
        String noId = report("Retrieved").replaceAll("<MessageID>.*</MessageID>", "");
        String noTransaction =
                report("Retrieved").replaceAll("<TransactionID.*</TransactionID>", "");
        String longId = report("Retrieved").replace("id-1", "x".repeat(201));
        String entity = "<!DOCTYPE e [<!ENTITY x \"y\">]>" + report("Retrieved");
        String tooLong = report("Retrieved") + " ".repeat(Mm7Inbox.OCTETS_MAX);
        String unknown = envelope("<CancelReq/>");
        String[][] all = {
            {noId, "MessageID is missing"},
            {noTransaction, "TransactionID is missing"},
            {longId, "MessageID is missing or too long"},
            {entity, "document type is not allowed"},
            {tooLong, "longer than 65536 octets"},
            {unknown, "operation CancelReq is not known"},
            {"<a/>", "no SOAP envelope"}
        };
        for (String[] one : all) {
            Mm7Inbox.Reply reply = answer(one[0]);
            assertThat(reply.status()).isEqualTo(500);
            assertThat(text(reply))
                    .contains("<env:Fault>", "<VASPErrorRsp", "<StatusText>", one[1]);
        }
        assertThat(events.malformed).hasSize(all.length);
        assertThat(callbacks.receipts).isEmpty();
    }
}
