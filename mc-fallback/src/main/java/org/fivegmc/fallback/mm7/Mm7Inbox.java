package org.fivegmc.fallback.mm7;

import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.time.Duration;
import org.fivegmc.fallback.receipt.DeliveryReceipt;
import org.fivegmc.fallback.receipt.SmsState;
import org.fivegmc.fallback.spi.FallbackEvents;
import org.fivegmc.fallback.spi.GatewayCallbacks;
import org.fivegmc.fallback.spi.GatewayReceipt;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;

/// Takes what an MMSC posts to us: reports on delivery, and reports on reading, which also say that
/// the message was delivered. Each is answered when it is durable. Messages of handsets are refused
/// for good, since nothing here takes them.
///
/// Which message a report is about tells its MessageID alone: MMSCs differ in whom they call sender
/// and recipient. Blocks, on threads of the listener; thread-safe.
public final class Mm7Inbox {
    /// Octets of a request that are read, apart from messages of handsets.
    public static final int OCTETS_MAX = Mm7Document.OCTETS_MAX;

    /// Longest MessageID that is kept.
    static final int ID_MAX = 200;

    private static final int OK = 1000;
    private static final int NOT_NOW = 3000;
    private static final int WRONG = 2007;
    private static final int NOT_SUPPORTED = 4003;

    private static final int HTTP_OK = 200;
    private static final int HTTP_FAULT = 500;
    private static final int HTTP_BUSY = 503;

    private final String gateway;
    private final Mm7Writer writer;
    private final GatewayCallbacks callbacks;
    private final FallbackEvents events;
    private final Duration patience;

    Mm7Inbox(Mm7GatewayConfig config, GatewayCallbacks callbacks, FallbackEvents events) {
        this.gateway = config.id();
        this.writer = new Mm7Writer(config.account());
        this.callbacks = callbacks;
        this.events = events;
        this.patience = config.callback();
    }

    /// What is answered, as `text/xml; charset=utf-8`.
    ///
    /// @param status of HTTP
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Reply(int status, byte[] body) {}

    /// @param body up to [#OCTETS_MAX] octets, or one more for too many
    public Reply answer(String contentType, byte[] body) {
        return switch (Mm7Document.read(contentType, ByteSlice.of(body))) {
            case Parse.Malformed<Mm7Document>(_, String rule) -> {
                events.malformed(gateway, rule);
                yield new Reply(HTTP_FAULT, writer.fault("", WRONG, rule));
            }
            case Parse.Parsed<Mm7Document>(Mm7Document document) -> answer(document);
        };
    }

    private Reply answer(Mm7Document document) {
        String id = document.text("MessageID");
        return switch (document.operation()) {
            case "DeliveryReportReq" ->
                    report(document, "DeliveryReportRsp", state(document.text("MMStatus")));
            case "ReadReplyReq" -> {
                // deleting without reading needs no delivery before
                boolean read = document.text("MMStatus").toLowerCase(Locale.ROOT).equals("read");
                yield report(
                        document, "ReadReplyRsp", read ? SmsState.DELIVERED : SmsState.UNKNOWN);
            }
            case "DeliverReq" -> {
                events.inbound(gateway);
                events.malformed(gateway, "a message of a handset, which nothing here takes");
                yield reply(document, "DeliverRsp", NOT_SUPPORTED, "not supported");
            }
            default -> {
                String rule = "operation " + document.operation() + " is not known";
                events.malformed(gateway, rule + (id.isEmpty() ? "" : " (with a MessageID)"));
                yield new Reply(
                        HTTP_FAULT, writer.fault(document.transactionId(), NOT_SUPPORTED, rule));
            }
        };
    }

    private Reply report(Mm7Document document, String answer, SmsState state) {
        String id = document.text("MessageID");
        String missing =
                document.transactionId().isEmpty()
                        ? "TransactionID"
                        : id.isEmpty() || id.length() > ID_MAX ? "MessageID" : "";
        if (!missing.isEmpty()) {
            String rule = missing + " is missing or too long";
            events.malformed(gateway, rule);
            return new Reply(HTTP_FAULT, writer.fault(document.transactionId(), WRONG, rule));
        }
        events.receipt(gateway, state);
        var receipt =
                new GatewayReceipt(
                        gateway,
                        id,
                        address(document, "Sender"),
                        address(document, "Recipient"),
                        /* intermediate= */ false,
                        GatewayReceipt.NO_TIME,
                        new DeliveryReceipt(
                                id,
                                state,
                                document.statusText(),
                                "",
                                DeliveryReceipt.NO_REFERENCE,
                                "",
                                document.text("Date")));
        if (durable(callbacks.onReceipt(receipt))) {
            return reply(document, answer, OK, "Success");
        }
        events.deliveryRefused(gateway);
        return new Reply(
                HTTP_BUSY,
                writer.answer(answer, document.transactionId(), NOT_NOW, "try again later"));
    }

    private boolean durable(CompletionStage<Void> stage) {
        try {
            stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException _) {
            return false;
        }
    }

    private Reply reply(Mm7Document document, String operation, int status, String text) {
        return new Reply(HTTP_OK, writer.answer(operation, document.transactionId(), status, text));
    }

    private static SmsAddress address(Mm7Document document, String parent) {
        String number = document.text(parent + "/Number");
        String shown = number.isEmpty() ? document.text(parent + "/ShortCode") : number;
        return SmsAddress.international(shown.startsWith("+") ? shown.substring(1) : shown);
    }

    /// From `MMStatus`; what a later version has is not final.
    static SmsState state(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "retrieved" -> SmsState.DELIVERED;
            case "expired" -> SmsState.EXPIRED;
            case "rejected" -> SmsState.REJECTED;
            case "unrecognised", "unreachable" -> SmsState.UNDELIVERABLE;
            case "deferred", "forwarded" -> SmsState.ENROUTE;
            default -> SmsState.UNKNOWN;
        };
    }
}
