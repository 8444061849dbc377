package org.fivegmc.msrp.session;

import org.fivegmc.msrp.codec.FailureReport;

/// A message to send.
///
/// @param messageId unique in the session
/// @param contentType with its parameters
/// @param successReport whether the peer shall report that it has the whole message
/// @param failureReport with anything but `YES` nobody hears that a message got lost
/// @param listener told what becomes of it
public record OutgoingMessage(
        String messageId,
        String contentType,
        BodySource source,
        boolean successReport,
        FailureReport failureReport,
        SendListener listener) {
    public OutgoingMessage {
        if (source.total() < 1) {
            throw new IllegalArgumentException("MSRP has no empty messages");
        }
        requireVisible(messageId, false);
        requireVisible(contentType, true);
    }

    /// A message whose chunks are answered and that is not reported on: how RCS sends.
    public static OutgoingMessage of(
            String messageId, String contentType, BodySource source, SendListener listener) {
        return new OutgoingMessage(
                messageId, contentType, source, false, FailureReport.YES, listener);
    }

    private static void requireVisible(String value, boolean blanks) {
        boolean sound = !value.isEmpty();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            sound &= c > ' ' || (blanks && c == ' ');
            sound &= c != 0x7f;
        }
        if (!sound) {
            throw new IllegalArgumentException("not fit for a header");
        }
    }
}
