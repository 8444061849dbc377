package org.fivegmc.sip.dialog;

import java.util.Optional;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMessage;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.codec.Span;

/// What both sides agreed on about the lifetime of a session (RFC 4028): when it ends unless it is
/// refreshed, and who does that.
///
/// As the server of an INVITE or UPDATE (RFC 4028 section 9, table 2):
///
/// | `timer` in Supported | refresher in the request | refresher |
/// |---|---|---|
/// | no | whatever | we; the peer need not know |
/// | yes | uac | the peer |
/// | yes | uas | we |
/// | yes | none | as before in this session, else as configured |
///
/// An interval below ours in Min-SE is 422 for a peer that supports timers, and raised for another.
///
/// @param seconds the interval; 0 for a session without a timer
/// @param ours whether we refresh
record SessionTimer(int seconds, boolean ours) {
    static final String OPTION = "timer";

    static final SessionTimer NONE = new SessionTimer(0, false);

    /// The absolute minimum (RFC 4028 section 4), in seconds.
    static final int LEAST = 90;

    /// Before the end, the side that waits for the refresh gives up (RFC 4028 section 10), in
    /// seconds; a third of the interval if that is less.
    private static final int MARGIN = 32;

    /// The finding about a request.
    sealed interface Verdict {}

    /// @param timer what is agreed
    /// @param supported whether the peer knows session timers
    record Agreed(SessionTimer timer, boolean supported) implements Verdict {
        /// The answer with what was agreed.
        SipReply tell(SipReply reply) {
            SipReply told =
                    reply.with(
                            HeaderName.SESSION_EXPIRES,
                            timer.seconds + ";refresher=" + (timer.ours ? "uas" : "uac"));
            return supported && !timer.ours ? told.with(HeaderName.REQUIRE, OPTION) : told;
        }
    }

    /// @param reply 422 or 400
    record Refused(SipReply reply) implements Verdict {}

    /// As the server of a request.
    ///
    /// @param before what was agreed earlier in the session; [#NONE] at its beginning
    static Verdict asServer(
            SipRequest request, SessionTimerSettings settings, SessionTimer before) {
        boolean supported = supports(request);
        Span asked = request.header(HeaderName.SESSION_EXPIRES);
        int minimum = Math.max(minSe(request), settings.minSe());
        int interval = Math.max(settings.interval(), minimum);
        if (asked == null) {
            return new Agreed(
                    new SessionTimer(interval, !supported || refreshes(settings, before)),
                    supported);
        }
        HeaderFields fields = HeaderFields.of(asked);
        int seconds = seconds(fields.first());
        if (seconds < 0) {
            return new Refused(SipReply.of(400, "Bad Request: session-expires"));
        }
        if (seconds < settings.minSe() && supported) {
            return new Refused(
                    SipReply.of(422).with(HeaderName.MIN_SE, Integer.toString(settings.minSe())));
        }
        Span refresher = fields.params().get("refresher");
        boolean ours =
                !supported
                        || (refresher == null
                                ? refreshes(settings, before)
                                : refresher.equalsIgnoreCase("uas"));
        return new Agreed(
                new SessionTimer(Math.max(minimum, Math.min(seconds, interval)), ours), supported);
    }

    private static boolean refreshes(SessionTimerSettings settings, SessionTimer before) {
        return before.seconds == 0 ? settings.refreshes() : before.ours;
    }

    /// As the client of a request that was answered. A peer that says nothing of timers is
    /// refreshed by us: that finds it gone.
    ///
    /// @param asked the interval of the request, in seconds
    static SessionTimer asClient(SipResponse response, int asked) {
        Span told = response.header(HeaderName.SESSION_EXPIRES);
        if (told == null) {
            return new SessionTimer(asked, true);
        }
        HeaderFields fields = HeaderFields.of(told);
        int seconds = seconds(fields.first());
        Span refresher = fields.params().get("refresher");
        return new SessionTimer(
                seconds < 0 ? asked : Math.max(seconds, LEAST),
                refresher == null || !refresher.equalsIgnoreCase("uas"));
    }

    /// Puts the wish for an interval into a request.
    ///
    /// @param refresher `uac`, `uas`, or empty to leave it to the peer
    static void ask(OutgoingRequest.Builder request, int seconds, int minSe, String refresher) {
        request.header(
                        HeaderName.SESSION_EXPIRES,
                        refresher.isEmpty()
                                ? Integer.toString(seconds)
                                : seconds + ";refresher=" + refresher)
                .header(HeaderName.MIN_SE, Integer.toString(minSe));
    }

    /// The least interval that a 422 demands, or empty when it does not say.
    static Optional<Integer> demanded(SipResponse response) {
        int least = minSe(response);
        return least > 0 ? Optional.of(least) : Optional.empty();
    }

    static boolean supports(SipMessage message) {
        return names(message, HeaderName.SUPPORTED) || names(message, HeaderName.REQUIRE);
    }

    private static boolean names(SipMessage message, HeaderName header) {
        return message.values(header).stream().anyMatch(v -> v.equalsIgnoreCase(OPTION));
    }

    private static int minSe(SipMessage message) {
        Span value = message.header(HeaderName.MIN_SE);
        return value == null ? 0 : Math.max(0, seconds(HeaderFields.of(value).first()));
    }

    /// A day is the most; -1 for what is no number.
    private static int seconds(String text) {
        return (int) Math.min(86_400, SipMessage.seconds(Span.of(text)).orElse(-1));
    }

    /// After what time we refresh, in milliseconds.
    long refreshMs() {
        return seconds * 500L;
    }

    /// After what time without a refresh the session ends, in milliseconds.
    long endMs() {
        return (seconds - Math.min(MARGIN, seconds / 3)) * 1_000L;
    }
}
