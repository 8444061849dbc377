package org.fivegmc.loadtest.handset;

/// A message that was sent in large message mode.
///
/// @param sipStatus the final answer to the INVITE
/// @param msrpStatus of the message: 200 when every chunk was answered so, 408 when the connection
///   ended or no answer came in time, 0 when it was not begun
/// @param sha256 of the content, in hexadecimal
public record LargeSent(int sipStatus, int msrpStatus, String imdnId, String sha256) {
    public boolean accepted() {
        return sipStatus == 200 && msrpStatus == 200;
    }
}
