package org.fivegmc.fallback.mm7;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.fivegmc.fallback.spi.OutboundMms;
import org.fivegmc.wire.xml.XmlText;

/// Writes the envelopes of MM7 (TS 23.140 section 8.7.8 and its schema: elements in this order).
/// Thread-safe.
final class Mm7Writer {
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    /// Octets of a subject, which TS 23.140 leaves to the center and handsets cut.
    private static final int SUBJECT_MAX = 80;

    private final Mm7Account account;

    Mm7Writer(Mm7Account account) {
        this.account = account;
    }

    /// A SubmitReq.
    ///
    /// @param contentId of the part that the message is in
    String submit(OutboundMms message, String transactionId, String contentId, Instant now) {
        StringBuilder out = begin(transactionId);
        operation(out, "SubmitReq");
        out.append("<SenderIdentification>");
        XmlText.element(out, "VASPID", account.vaspId());
        XmlText.element(out, "VASID", account.vasId());
        out.append("<SenderAddress>");
        sender(out, message);
        out.append("</SenderAddress></SenderIdentification><Recipients><To>");
        XmlText.element(out, "Number", "+" + message.destination().digits());
        out.append("</To></Recipients>");
        XmlText.element(out, "ServiceCode", account.serviceCode());
        out.append("<MessageClass>Informational</MessageClass>");
        XmlText.element(out, "TimeStamp", TIME.format(now));
        if (!message.validity().isZero()) {
            XmlText.element(out, "ExpiryDate", TIME.format(now.plus(message.validity())));
        }
        XmlText.element(out, "DeliveryReport", Boolean.toString(message.wantReceipt()));
        XmlText.element(out, "ReadReply", Boolean.toString(message.wantReceipt()));
        out.append("<Priority>Normal</Priority>");
        XmlText.element(out, "Subject", cut(message.subject()));
        out.append("<Content href=\"cid:");
        XmlText.append(out, contentId);
        out.append("\" allowAdaptations=\"true\"/></SubmitReq>");
        return end(out);
    }

    private void sender(StringBuilder out, OutboundMms message) {
        if (!account.senderCode().isEmpty()) {
            XmlText.element(out, "ShortCode", account.senderCode());
        } else if (message.source().ton() == 1) {
            XmlText.element(out, "Number", "+" + message.source().digits());
        } else {
            XmlText.element(out, "ShortCode", message.source().digits());
        }
    }

    private static String cut(String subject) {
        return subject.codePointCount(0, subject.length()) <= SUBJECT_MAX
                ? subject
                : subject.substring(0, subject.offsetByCodePoints(0, SUBJECT_MAX));
    }

    /// The answer to a request of the MMSC.
    ///
    /// @param operation of the answer, such as `DeliveryReportRsp`
    byte[] answer(String operation, String transactionId, int status, String text) {
        StringBuilder out = begin(transactionId);
        operation(out, operation);
        status(out, status, text);
        out.append("</").append(operation).append('>');
        return end(out).getBytes(StandardCharsets.UTF_8);
    }

    /// What is said to a request that can't be read: a fault with a VASPErrorRsp.
    byte[] fault(String transactionId, int status, String text) {
        StringBuilder out = begin(transactionId);
        out.append("<env:Fault><faultcode>env:Client</faultcode><faultstring>Client error");
        out.append("</faultstring><detail>");
        operation(out, "VASPErrorRsp");
        status(out, status, text);
        out.append("</VASPErrorRsp></detail></env:Fault>");
        return end(out).getBytes(StandardCharsets.UTF_8);
    }

    private static void status(StringBuilder out, int status, String text) {
        out.append("<Status><StatusCode>").append(status).append("</StatusCode>");
        XmlText.element(out, "StatusText", text);
        out.append("</Status>");
    }

    private StringBuilder begin(String transactionId) {
        StringBuilder out =
                new StringBuilder(1024)
                        .append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
                        .append("<env:Envelope xmlns:env=\"")
                        .append(SOAP)
                        .append("\"><env:Header><TransactionID xmlns=\"");
        XmlText.append(out, account.schema());
        out.append("\" env:mustUnderstand=\"1\">");
        XmlText.append(out, transactionId);
        return out.append("</TransactionID></env:Header><env:Body>");
    }

    private void operation(StringBuilder out, String name) {
        out.append('<').append(name).append(" xmlns=\"");
        XmlText.append(out, account.schema());
        out.append("\">");
        XmlText.element(out, "MM7Version", account.version());
    }

    private static String end(StringBuilder out) {
        return out.append("</env:Body></env:Envelope>").toString();
    }
}
