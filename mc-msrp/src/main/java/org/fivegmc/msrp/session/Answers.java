package org.fivegmc.msrp.session;

import org.fivegmc.msrp.codec.ByteRange;
import org.fivegmc.msrp.codec.End;
import org.fivegmc.msrp.codec.Head;
import org.fivegmc.msrp.codec.MsrpMethod;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.wire.ByteSlice;

/// Sends what answers a request: its response, where one is due, and the REPORT of success.
public final class Answers {
    private Answers() {}

    /// Sends the response to a request, unless its sender does not want to hear it (RFC 4975
    /// section 7.2) or it is a REPORT, which never has one.
    public static void respond(
            SessionLink link, MsrpEvents events, Head request, MsrpStatus status) {
        boolean silent =
                switch (request.failureReport()) {
                    case YES -> false;
                    case PARTIAL -> status == MsrpStatus.OK;
                    case NO -> true;
                };
        if (silent || request.method() == MsrpMethod.REPORT || request.fromPath().isEmpty()) {
            return;
        }
        events.answered(MsrpEvents.Direction.IN, status);
        link.send(
                link.writer()
                        .response(
                                request.transactionId(),
                                status,
                                first(request.fromPath()),
                                first(request.toPath()))
                        .end(End.Flag.LAST));
    }

    /// Sends the REPORT that a message is there, if it is wanted (RFC 4975 section 7.1.2).
    static void reportSuccess(SessionLink link, MsrpEvents events, Head request, long total) {
        if (!request.successReport()) {
            return;
        }
        events.request(MsrpEvents.Direction.OUT, MsrpMethod.REPORT);
        link.send(
                link.writer()
                        .request(
                                link.ids().next(),
                                "REPORT",
                                request.fromPath(),
                                first(request.toPath()))
                        .header("Message-ID", request.messageId())
                        .byteRange(new ByteRange(1, total, total))
                        .status(MsrpStatus.OK)
                        .end(End.Flag.LAST));
    }

    /// The first URI of a path.
    public static ByteSlice first(ByteSlice path) {
        int blank = path.indexOf(' ', 0);
        return blank < 0 ? path : path.slice(0, blank);
    }
}
