package org.fivegmc.core.message;

/// What a message has in it when it leaves as MMS.
///
/// @param subject empty for none
/// @param contentType of the body, parameters included: a text, or a multipart of texts and media;
///   empty when the sender has brought nothing and the network makes it of the message
/// @param body never changed after it was handed over
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record MmsContent(String subject, String contentType, byte[] body) {

    private static final byte[] NOTHING = {};

    /// What the network makes of the message.
    public static MmsContent rendered(String subject) {
        return new MmsContent(subject, "", NOTHING);
    }

    public boolean isRendered() {
        return contentType.isEmpty();
    }
}
