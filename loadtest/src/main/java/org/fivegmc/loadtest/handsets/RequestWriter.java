package org.fivegmc.loadtest.handsets;

import static org.fivegmc.loadtest.wire.SipBytes.ascii;

import java.util.Optional;
import org.fivegmc.loadtest.handsets.Transaction.Kind;

/// Writes the requests of handsets as bytes: REGISTER with the feature tags of a UP 2.4 client, and
/// MESSAGE with a CPIM text or an IMDN report, with the headers a client behind an IMS core has.
/// The same transaction always gives the same bytes. Thread: one.
final class RequestWriter {
    /// Fewer bytes a CPIM body of ours cannot have.
    static final int LEAST_BODY = 400;

    private static final byte[] VIA_UDP = ascii(" SIP/2.0\r\nVia: SIP/2.0/UDP ");
    private static final byte[] VIA_TCP = ascii(" SIP/2.0\r\nVia: SIP/2.0/TCP ");
    private static final byte[] BRANCH = ascii(";branch=z9hG4bK");
    private static final byte[] FROM = ascii(";rport\r\nMax-Forwards: 70\r\nFrom: <sip:");
    private static final byte[] TAG = ascii(">;tag=");
    private static final byte[] TO = ascii("\r\nTo: <sip:");
    private static final byte[] CALL_ID = ascii(">\r\nCall-ID: ");
    private static final byte[] CSEQ = ascii("\r\nCSeq: ");
    private static final byte[] CONTACT = ascii("\r\nContact: <sip:");
    private static final byte[] INSTANCE =
            ascii(">;+sip.instance=\"<urn:uuid:5a7c0000-0000-4000-8000-8613");
    private static final byte[] TAGS =
            ascii(
                    ">\";+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg,"
                            + "urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.largemsg,"
                            + "urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.deferred\""
                            + ";+g.3gpp.iari-ref=\"urn%3Aurn-7%3A3gpp-application.ims.iari.rcs.fthttp,"
                            + "urn%3Aurn-7%3A3gpp-application.ims.iari.rcs.geopush\""
                            + ";+g.gsma.rcs.cpm.pager-large\r\nExpires: ");
    private static final byte[] AGENT =
            lines(
                    "",
                    "User-Agent: CPM-client/OMA2.2 RCS-client/UP_2.4 client-5GMC/load",
                    "Allow: INVITE, ACK, CANCEL, BYE, MESSAGE, OPTIONS, NOTIFY, UPDATE, PRACK",
                    "");
    private static final byte[] SUPPORTED = ascii("Supported: path, outbound, gruu\r\n");
    private static final byte[] LENGTH = ascii("Content-Length: ");
    private static final byte[] END = ascii("\r\n\r\n");
    private static final byte[] ASSERTED = ascii("\r\nP-Asserted-Identity: <sip:");
    private static final byte[] PREFERRED = ascii("\r\nP-Preferred-Identity: <sip:");
    private static final byte[] SERVICE =
            lines(
                    ">",
                    "Accept-Contact: *;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg\"",
                    "P-Preferred-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg",
                    "P-Access-Network-Info: 3GPP-NR-FDD;utran-cell-id-3gpp=46000010203040506",
                    "P-Visited-Network-ID: \"visited.network.invalid\"",
                    "P-Charging-Vector: icid-value=\"5a7c-0000-4000-8000\";icid-generated-at=192.0.2.1;orig-ioi=home1.invalid",
                    "Conversation-ID: ");
    private static final byte[] CONTRIBUTION = ascii("\r\nContribution-ID: ");
    private static final byte[] CPIM_TYPE = ascii("Content-Type: message/cpim\r\n");
    private static final byte[] CPIM =
            lines(
                    "From: <sip:anonymous@anonymous.invalid>",
                    "To: <sip:anonymous@anonymous.invalid>",
                    "NS: imdn <urn:ietf:params:imdn>",
                    "imdn.Message-ID: ");
    private static final byte[] DATE_TIME = ascii("\r\nDateTime: ");
    private static final byte[] TEXT_PART =
            lines("", "", "Content-Type: text/plain;charset=UTF-8", "", "");
    private static final byte[] ASK_DELIVERED =
            ascii("\r\nimdn.Disposition-Notification: positive-delivery");
    private static final byte[] ASK_DISPLAYED = ascii(", display");
    private static final byte[] REPORT_PART =
            lines(
                    "",
                    "",
                    "Content-Type: message/imdn+xml",
                    "Content-Disposition: notification",
                    "",
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                            + "<imdn xmlns=\"urn:ietf:params:xml:ns:imdn\"><message-id>");
    private static final byte[] REPORT_TIME = ascii("</message-id><datetime>");
    private static final byte[] DELIVERED =
            ascii(
                    "</datetime><delivery-notification><status><delivered/></status></delivery-notification></imdn>");
    private static final byte[] DISPLAYED =
            ascii(
                    "</datetime><display-notification><status><displayed/></status></display-notification></imdn>");
    private static final long SECOND = 1_000_000;

    private final LoadProfile profile;
    private final Crowd crowd;
    private final Ledger ledger;
    private final RunClock clock;
    private final MessageKey keys;
    private final String run;
    private final byte[] at;
    private final byte[] home;
    private final Draft body = new Draft();
    private long dateSecond = -1;
    private byte[] date = new byte[0];

    /// `run` tells this run from others, and this loop from those beside it.
    RequestWriter(
            LoadProfile profile,
            Crowd crowd,
            Ledger ledger,
            RunClock clock,
            MessageKey keys,
            String run) {
        this.profile = profile;
        this.crowd = crowd;
        this.ledger = ledger;
        this.clock = clock;
        this.keys = keys;
        this.run = run;
        this.at = ascii("@" + profile.domain());
        this.home = ascii("sip:" + profile.domain());
    }

    /// Marks a text's own id in it, so that a copy under another id is found out.
    static final byte[] TOKEN = ascii("this is message ");

    /// `authorization` is a whole header line, or empty.
    void write(Draft out, Transaction transaction, Flow flow, Optional<String> authorization) {
        if (transaction.kind.isRegistration()) {
            register(out.clear(), transaction, flow, authorization);
        } else {
            message(out.clear(), transaction, flow, authorization);
        }
    }

    /// The Request-URI.
    String uri(Transaction one) {
        Draft uri = body.clear();
        if (one.kind.isRegistration()) {
            uri.put(home);
        } else {
            uri.put("tel:");
            crowd.number(uri, receiver(one));
        }
        return uri.toString();
    }

    private int receiver(Transaction one) {
        return one.kind.isReport() ? ledger.sender(one.pair) : ledger.recipient(one.pair);
    }

    private void register(Draft out, Transaction one, Flow flow, Optional<String> authorization) {
        out.put("REGISTER ").put(home);
        via(out, one, flow);
        user(out, one.handset);
        out.put(TAG).hex(one.generation, 8).put(TO);
        user(out, one.handset);
        out.put(CALL_ID).put('r').put(run).hex(one.handset, 8).put(at).put(CSEQ);
        out.decimal(one.cseq).put(" REGISTER").put(CONTACT);
        crowd.number(out, one.handset);
        out.put('@').put(flow.local());
        out.put(flow.reliable() ? ";transport=tcp" : ";transport=udp").put(INSTANCE);
        // The same device in every run: it replaces what an earlier run left registered.
        crowd.digits(out, one.handset);
        out.put(TAGS);
        out.decimal(one.kind == Kind.UNREGISTER ? 0 : profile.expires()).put(AGENT).put(SUPPORTED);
        authorization.ifPresent(out::put);
        out.put(LENGTH).put('0').put(END);
    }

    private void message(Draft out, Transaction one, Flow flow, Optional<String> authorization) {
        cpim(body.clear(), one);
        int to = receiver(one);
        out.put("MESSAGE tel:");
        crowd.number(out, to);
        via(out, one, flow);
        user(out, one.handset);
        out.put(TAG).hex(one.generation, 8).put(TO);
        user(out, to);
        out.put(CALL_ID).put(run).hex(one.slot, 8).hex(one.generation, 8).put(at).put(CSEQ);
        out.decimal(one.cseq).put(" MESSAGE");
        out.put(profile.password().isEmpty() ? ASSERTED : PREFERRED);
        user(out, one.handset);
        out.put(SERVICE).put('c').put(run).hex(one.pair, 8).put(at).put(CONTRIBUTION);
        out.put(run).hex(one.pair, 8).hex(one.sequence, 8).put(at).put(AGENT);
        authorization.ifPresent(out::put);
        out.put(CPIM_TYPE).put(LENGTH).decimal(body.length()).put(END);
        out.put(body.bytes(), 0, body.length());
    }

    private void cpim(Draft out, Transaction one) {
        out.put(CPIM);
        char kind =
                switch (one.kind) {
                    case DELIVERED -> MessageKey.DELIVERED;
                    case DISPLAYED -> MessageKey.DISPLAYED;
                    default -> MessageKey.TEXT;
                };
        keys.write(out, kind, one.pair, one.sequence, one.due);
        out.put(DATE_TIME).put(dateTime(one.due));
        if (kind == MessageKey.TEXT) {
            if (profile.reports().delivered()) {
                out.put(ASK_DELIVERED);
            }
            if (profile.reports().displayed()) {
                out.put(ASK_DISPLAYED);
            }
            out.put(TEXT_PART).put(TOKEN);
            keys.write(out, kind, one.pair, one.sequence, one.due);
            while (out.length() < profile.bodyBytes()) {
                out.put((char) ('a' + out.length() % 26));
            }
        } else {
            out.put(REPORT_PART);
            keys.write(out, MessageKey.TEXT, one.pair, one.sequence, one.about);
            out.put(REPORT_TIME).put(dateTime(one.about));
            out.put(kind == MessageKey.DELIVERED ? DELIVERED : DISPLAYED);
        }
    }

    private void via(Draft out, Transaction one, Flow flow) {
        out.put(flow.reliable() ? VIA_TCP : VIA_UDP).put(flow.local()).put(BRANCH).put(run);
        out.hex(one.slot, 8).hex(one.generation, 8).put(FROM);
    }

    private void user(Draft out, int handset) {
        crowd.number(out, handset);
        out.put(at);
    }

    private static byte[] lines(String... lines) {
        return ascii(String.join("\r\n", lines));
    }

    private byte[] dateTime(long micros) {
        if (micros / SECOND != dateSecond) {
            dateSecond = micros / SECOND;
            date = ascii(clock.dateTime(micros));
        }
        return date;
    }
}
