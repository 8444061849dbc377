package org.fivegmc.loadtest.sessions;

/// What the requests of the users say. The same user is the same device in every run. Thread: the
/// loop's.
final class Users {
    static final String SDP = "application/sdp";

    private static final String TAGS =
            ";+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg,"
                    + "urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.largemsg,"
                    + "urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.session\"";

    /// What sessions are for: the last word of its identifier, and which way they go.
    enum Service {
        CHAT("session", "sendrecv", "sendrecv"),
        LARGE("largemsg", "sendonly", "recvonly");

        private final String word;
        private final String offered;
        private final String answered;

        Service(String word, String offered, String answered) {
            this.word = word;
            this.offered = offered;
            this.answered = answered;
        }

        private String tag() {
            return "+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm." + word + "\"";
        }
    }

    private final Service service;
    private final String domain;
    private final long first;
    private final int expires;
    private final String run;
    private long branches;

    /// @param run tells this run from others
    Users(Service service, String domain, long first, int expires, String run) {
        this.service = service;
        this.domain = domain;
        this.first = first;
        this.expires = expires;
        this.run = run;
    }

    String run() {
        return run;
    }

    String number(int user) {
        return "+86%011d".formatted(13_800_000_000L + first + user);
    }

    private String uri(int user) {
        return "sip:" + number(user) + "@" + domain + ";user=phone";
    }

    private StringBuilder head(
            String method, String uri, int port, String from, String to, String callId, int cseq) {
        return new StringBuilder(1024)
                .append(method)
                .append(' ')
                .append(uri)
                .append(" SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:")
                .append(port)
                .append(";branch=z9hG4bK")
                .append(run)
                .append(++branches)
                .append(";rport\r\nMax-Forwards: 70\r\nFrom: ")
                .append(from)
                .append("\r\nTo: ")
                .append(to)
                .append("\r\nCall-ID: ")
                .append(callId)
                .append("\r\nCSeq: ")
                .append(cseq)
                .append(' ')
                .append(method)
                .append("\r\n");
    }

    String contact(int user, int port) {
        return "Contact: <sip:%s@127.0.0.1:%d;transport=tcp>".formatted(number(user), port);
    }

    String register(int user, int port) {
        String address = "<" + uri(user) + ">";
        StringBuilder out =
                head(
                        "REGISTER",
                        "sip:" + domain,
                        port,
                        address + ";tag=r" + user,
                        address,
                        "r" + user + run,
                        1);
        out.append(contact(user, port))
                .append(
                        ";+sip.instance=\"<urn:uuid:5a7c0000-0000-4000-8001-%012d>\""
                                .formatted(first + user))
                .append(TAGS)
                .append("\r\nExpires: ")
                .append(expires)
                .append("\r\nSupported: path, outbound\r\n");
        return SipText.end(out, "", "");
    }

    String from(int user, String tag) {
        return "<" + uri(user) + ">;tag=" + tag;
    }

    String to(int user) {
        return "<tel:" + number(user) + ">";
    }

    String invite(int caller, int callee, int port, String callId, String sdp) {
        StringBuilder out =
                head(
                        "INVITE",
                        "tel:" + number(callee),
                        port,
                        from(caller, "a"),
                        to(callee),
                        callId,
                        1);
        out.append(contact(caller, port))
                .append(';')
                .append(service.tag())
                .append("\r\nP-Preferred-Identity: <")
                .append(uri(caller))
                .append(">\r\nP-Preferred-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.")
                .append(service.word)
                .append("\r\nAccept-Contact: *;")
                .append(service.tag())
                .append("\r\nConversation-ID: c")
                .append(callId)
                .append("\r\nContribution-ID: d")
                .append(callId)
                .append("\r\nAllow: INVITE, ACK, CANCEL, BYE, MESSAGE, OPTIONS, UPDATE\r\n");
        return SipText.end(out, SDP, sdp);
    }

    /// The ACK of a refusal, which has the branch of the INVITE (RFC 3261 section 17.1.1.3).
    String ack(int caller, int callee, int port, SipText answer, String callId) {
        String head =
                head(
                                "ACK",
                                "tel:" + number(callee),
                                port,
                                from(caller, "a"),
                                answer.header("To"),
                                callId,
                                1)
                        .toString();
        int via = head.indexOf("Via: ");
        int end = head.indexOf("\r\n", via);
        return SipText.end(
                new StringBuilder(head).replace(via, end, "Via: " + answer.header("Via")), "", "");
    }

    /// ACK or BYE.
    ///
    /// @param from,to with their tags
    String inDialog(
            String method,
            String target,
            String from,
            int port,
            String to,
            String callId,
            int cseq) {
        return SipText.end(head(method, target, port, from, to, callId, cseq), "", "");
    }

    /// What the caller offers, who connects.
    String offer(String path) {
        return description(path, service.offered);
    }

    /// What the callee answers, who connects too.
    String answer(String path) {
        return description(path, service.answered);
    }

    private static String description(String path, String direction) {
        return """
        v=0
        o=- 3900000000 3900000000 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=message 9 TCP/MSRP *
        a=path:{path}
        a=setup:active
        a=connection:new
        a=accept-types:message/cpim application/im-iscomposing+xml
        a=accept-wrapped-types:*
        a={direction}
        """
                .replace("{path}", path)
                .replace("{direction}", direction)
                .replace("\n", "\r\n");
    }
}
