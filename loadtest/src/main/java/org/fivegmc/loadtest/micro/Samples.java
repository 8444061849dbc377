package org.fivegmc.loadtest.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageIdMint;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.Subscriber;

/// What the benchmarks work on: a message of the size and with the headers of a handset's, its
/// sender and its recipient.
final class Samples {
    /// Some time in 2026, milliseconds since the epoch.
    static final long NOW_MS = 1_790_000_000_000L;

    static final Msisdn SENDER = new Msisdn(8613800000001L);
    static final Msisdn RECIPIENT = new Msisdn(8613800000002L);

    private static final int TEXT_BYTES = 619;
    private static final long DAY_MS = 86_400_000L;

    private Samples() {}

    /// CPIM with IMDN headers, about 900 bytes.
    static byte[] cpim() {
        return crlf(
                """
                From: <sip:+8613800000001@rcs.local>
                To: <sip:+8613800000002@rcs.local>
                DateTime: 2026-11-26T08:00:00.000Z
                NS: imdn <urn:ietf:params:imdn>
                imdn.Message-ID: 5f3b9c1e7d2a4b60
                imdn.Disposition-Notification: positive-delivery, display

                Content-Type: text/plain;charset=UTF-8

                """
                        + "x".repeat(TEXT_BYTES));
    }

    /// A MESSAGE with that body and what an IMS core adds, about 1,900 bytes.
    static byte[] message() {
        byte[] body = cpim();
        byte[] head =
                crlf(
                        """
                        MESSAGE sip:+8613800000002@rcs.local;user=phone SIP/2.0
                        Via: SIP/2.0/UDP 127.0.0.1:5071;branch=z9hG4bK776asdhds;rport
                        Max-Forwards: 68
                        Route: <sip:127.0.0.1:5060;lr>
                        From: <sip:+8613800000001@rcs.local>;tag=49583
                        To: <sip:+8613800000002@rcs.local;user=phone>
                        Call-ID: asd88asd77a@127.0.0.1
                        CSeq: 1 MESSAGE
                        P-Asserted-Identity: <sip:+8613800000001@rcs.local>
                        P-Asserted-Identity: <tel:+8613800000001>
                        P-Asserted-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg
                        Accept-Contact: *;+g.3gpp.icsi-ref="urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg"
                        Conversation-ID: f81d4fae-7dec-11d0-a765-00a0c91e6bf6
                        Contribution-ID: abcdef-1234-5678-90ab-cdef01234567
                        P-Access-Network-Info: 3GPP-NR-FDD;utran-cell-id-3gpp=460001234567890
                        P-Charging-Vector: icid-value=1234bc9876e-8f2a;icid-generated-at=127.0.0.4;orig-ioi=rcs.local
                        P-Visited-Network-ID: rcs.local
                        User-Agent: IM-client/OMA1.0 Example/Phone-1.0
                        Allow: MESSAGE, OPTIONS, REGISTER
                        Content-Type: message/cpim
                        Content-Length: {length}

                        """
                                .replace("{length}", Integer.toString(body.length)));
        byte[] whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    /// The recipient's handset, registered.
    static Binding binding() {
        return new Binding(
                new DeviceId("urn:uuid:00000000-0000-1000-8000-000a95a0e128"),
                new Capabilities(Capabilities.PAGER | Capabilities.CHAT),
                NOW_MS,
                NOW_MS + DAY_MS,
                "sip:+8613800000002@127.0.0.1:5071".getBytes(UTF_8));
    }

    static Subscriber recipient() {
        return Subscriber.discovered(RECIPIENT)
                .withBindings(List.of(binding()), binding().capabilities(), NOW_MS);
    }

    /// Accepted just now, with reports asked for.
    static Delivery delivery() {
        return Delivery.accepted(
                new Message(
                        new MessageIdMint(1).next(NOW_MS),
                        SENDER,
                        RECIPIENT,
                        new ImdnMessageId("5f3b9c1e7d2a4b60"),
                        Purpose.CONTENT,
                        new Dispositions(Dispositions.POSITIVE_DELIVERY | Dispositions.DISPLAY),
                        FallbackOffer.RENDERED,
                        Payload.of("message/cpim", cpim()),
                        NOW_MS,
                        NOW_MS + DAY_MS,
                        Handling.USUAL));
    }

    private static byte[] crlf(String lines) {
        return lines.replace("\n", "\r\n").getBytes(UTF_8);
    }
}
