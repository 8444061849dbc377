package org.fivegmc.wire.revoke;

/// What a revocation document says. Absent texts are empty; a message id is always there.
public sealed interface RevokeDocument {

    /// The sender's id of the message it is about, `imdn.Message-ID`.
    String messageId();

    /// URI of the sender of that message, as far as the document tells.
    String from();

    /// URI of the recipient of that message, as far as the document tells.
    String to();

    /// The sender wants the message back.
    record Request(
            String messageId, String conversationId, String contributionId, String from, String to)
            implements RevokeDocument {}

    /// What became of the wish.
    record Response(String messageId, boolean success, String from, String to)
            implements RevokeDocument {}
}
