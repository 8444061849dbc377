package org.fivegmc.loadtest.handset;

import java.time.Instant;

/// A message as the handset saw it, of any content.
///
/// @param number counts the distinct messages of this handset from 1 and gives their order
/// @param arrivedNanos [System#nanoTime] when it was there, before it was answered: tells the order
///   in which messages came by SIP and by MSRP, which are read by different threads
/// @param sender see [SipFields#sender]; the other party in a chat the handset opened
/// @param contentType of the content of the CPIM message
/// @param octets of the content
/// @param sha256 of the content as it was on the wire, in hexadecimal
/// @param text the content as text with base64 undone and line ends of LF; empty when it is neither
///   text nor XML nor JSON nor a multipart, or longer than [#MOST_TEXT]
/// @param sip the headers it came with
public record ReceivedMessage(
        int number,
        Instant at,
        long arrivedNanos,
        Mode mode,
        String sender,
        String imdnId,
        String dateTime,
        String dispositions,
        String contentType,
        long octets,
        String sha256,
        String text,
        SipFields sip) {
    /// Octets of a message, headers included, that are looked at as text.
    public static final int MOST_TEXT = org.fivegmc.loadtest.msrp.ReceivedMessage.KEPT;

    /// Whether the sender asked for that report.
    public boolean asksFor(Disposition disposition) {
        return dispositions.contains(disposition.token());
    }
}
