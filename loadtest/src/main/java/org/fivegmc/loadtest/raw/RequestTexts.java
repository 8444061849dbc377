package org.fivegmc.loadtest.raw;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The requests as text with holes for [Template]: what an RCS handset sends, as it arrives behind
/// an IMS core (RCC.07, CPM 2.2, TS 24.229). Bodies and headers have the usual sizes: a MESSAGE
/// with 900 bytes of CPIM is about 1,900 bytes long, a REGISTER about 740.
final class RequestTexts {
    private static final String IARI = "urn%3Aurn-7%3A3gpp-application.ims.iari.rcs.";
    private static final String ICSI = "urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.";

    /// The character before the run's in a branch: that of a first request, and that of one with
    /// credentials, which is a transaction of its own under the same id.
    static final String FIRST = "a";

    static final String PROVEN = "b";

    private static final int LONGEST_PORT = 65_535;
    private static final String FILLER =
            "Sunday at seven at the harbour gate, bring the long rope. ";
    private static final String CPIM_TYPE = "Content-Type: text/plain;charset=UTF-8\r\n";
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

    private final RawOptions options;
    private final String run;

    RequestTexts(RawOptions options, RequestId run) {
        this.options = options;
        this.run = run.runText();
    }

    /// The request of the run's method as it leaves `port` of the local address.
    Template request(int port) {
        return switch (options.method()) {
            case MESSAGE -> Template.of(message(port));
            case REGISTER -> Template.of(register(port, FIRST, ""));
            case OPTIONS -> Template.of(options(port));
        };
    }

    /// Bytes of the longest request of the run.
    int longest() {
        int credentials = options.password().isEmpty() ? 0 : Credentials.MAX_HEADER;
        return request(LONGEST_PORT).length() + credentials;
    }

    private String message(int port) {
        String body = body();
        return filled(
                        """
                        MESSAGE sip:+86138{user}@{domain};user=phone SIP/2.0
                        {via}
                        Max-Forwards: 68
                        From: <sip:{from}@{domain}>;tag={run}{id}
                        To: <sip:+86138{user}@{domain};user=phone>
                        Call-ID: {run}{id}@{local}
                        CSeq: 1 MESSAGE
                        P-Asserted-Identity: <sip:{from}@{domain}>, <tel:{from}>
                        P-Asserted-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg
                        P-Access-Network-Info: 3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=460001a2b0c3
                        P-Charging-Vector: icid-value="{run}{id}"
                        Accept-Contact: *;+g.3gpp.icsi-ref="{icsi}msg";require;explicit
                        Conversation-ID: 7c1e4f0a-52d3-4b7e-9a36-{run}0001
                        Contribution-ID: {run}{id}
                        User-Agent: CPM-client/OMA2.2 RCS-client/UP_2.4 term-Load/RAW client-5GMC
                        Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, MESSAGE, NOTIFY, PRACK, UPDATE
                        Content-Type: message/cpim
                        Content-Length: {length}

                        """,
                        port,
                        FIRST)
                .replace("{length}", Integer.toString(Template.of(body).length()))
                .concat(body);
    }

    /// A CPIM of `--body` octets, the text as long as it takes.
    private String body() {
        String head =
                """
                From: <sip:{from}@{domain}>
                To: <sip:anonymous@anonymous.invalid>
                DateTime: {now}
                NS: imdn <urn:ietf:params:imdn>
                imdn.Message-ID: {run}{id}
                """
                        .replace("{now}", now());
        if (options.imdn()) {
            head += "imdn.Disposition-Notification: positive-delivery, display\n";
        }
        head = filled(head + "\n", 0, "") + CPIM_TYPE;
        int fixed = Template.of(head).length();
        int text = Math.max(1, options.body() - fixed - "Content-Length: 0000\r\n\r\n".length());
        // Five digits need one more place than four, three one less.
        text += 4 - Integer.toString(text).length();
        return head
                + "Content-Length: "
                + text
                + "\r\n\r\n"
                + FILLER.repeat(text / FILLER.length() + 1).substring(0, text);
    }

    private static String now() {
        return OffsetDateTime.now(ZoneOffset.ofHours(8)).format(DATE_TIME);
    }

    /// @param phase [#FIRST] or [#PROVEN]
    /// @param authorization an Authorization header with its line end, or nothing
    String register(int port, String phase, String authorization) {
        return filled(
                        """
                        REGISTER sip:{domain} SIP/2.0
                        {via}
                        Max-Forwards: 70
                        From: <sip:+86138{user}@{domain}>;tag={run}{id}
                        To: <sip:+86138{user}@{domain}>
                        Call-ID: {run}{user}{device}@{local}
                        CSeq: {cseq} REGISTER
                        {authorization}\
                        Contact: <sip:+86138{user}@{local}:{contact};transport={protocol};device={device}>\
                        ;+sip.instance="<urn:gsma:imei:{user}-00000{device}-0>"\
                        ;+g.3gpp.icsi-ref="{icsi}msg,{icsi}session"\
                        ;+g.3gpp.iari-ref="{iari}fthttp,{iari}chatbot.sa"\
                        ;+g.gsma.rcs.botversion="#=1,#=2"
                        Expires: {expires}
                        Supported: path, gruu
                        User-Agent: CPM-client/OMA2.2 RCS-client/UP_2.4 term-Load/RAW client-5GMC
                        Content-Length: 0

                        """,
                        port,
                        phase)
                .replace("{authorization}", authorization)
                .replace("{expires}", Integer.toString(options.expires()))
                .replace(
                        "{contact}",
                        Integer.toString(options.answer() > 0 ? options.answer() : port));
    }

    private String options(int port) {
        return filled(
                """
                OPTIONS sip:+86138{user}@{domain};user=phone SIP/2.0
                {via}
                Max-Forwards: 68
                From: <sip:{from}@{domain}>;tag={run}{id}
                To: <sip:+86138{user}@{domain};user=phone>
                Call-ID: {run}{id}@{local}
                CSeq: 1 OPTIONS
                P-Asserted-Identity: <sip:{from}@{domain}>, <tel:{from}>
                Contact: <sip:{from}@{local}:{port};transport={protocol}>\
                ;+g.3gpp.icsi-ref="{icsi}msg,{icsi}session"
                Accept-Contact: *;+g.3gpp.icsi-ref="{icsi}msg"
                Accept: application/sdp
                User-Agent: CPM-client/OMA2.2 RCS-client/UP_2.4 term-Load/RAW client-5GMC
                Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, MESSAGE, NOTIFY, PRACK, UPDATE
                Content-Length: 0

                """,
                port,
                FIRST);
    }

    /// Fills what stays the same all through a run, and makes the line ends those of SIP.
    private String filled(String text, int port, String phase) {
        return text.replace("\n", "\r\n")
                .replace(
                        "{via}",
                        "Via: SIP/2.0/{transport} {local}:{port};branch=z9hG4bK{phase}{run}{id};rport")
                .replace("{transport}", options.tcp() ? "TCP" : "UDP")
                .replace("{protocol}", options.tcp() ? "tcp" : "udp")
                .replace("{phase}", phase)
                .replace("{port}", Integer.toString(port))
                .replace("{local}", options.local().hostText())
                .replace("{domain}", options.domain())
                .replace("{from}", options.from())
                .replace("{icsi}", ICSI)
                .replace("{iari}", IARI)
                .replace("{run}", run);
    }
}
