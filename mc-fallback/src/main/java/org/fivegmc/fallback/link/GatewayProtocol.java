package org.fivegmc.fallback.link;

import org.fivegmc.fallback.answer.Meaning;
import org.fivegmc.fallback.spi.OutboundSms;

/// What one protocol adds to a [LinkedGateway]. Stateless, any thread, except for what [#session]
/// makes.
public interface GatewayProtocol {
    /// In names of threads: `smpp`.
    String name();

    /// What a silent peer is asked with: `enquire_link`.
    String probe();

    /// Why the unit can never be written; empty if it can.
    String obstacle(OutboundSms unit);

    /// Whether links may submit at all.
    boolean submits();

    /// What a status says about a submission.
    Meaning meaning(int status);

    /// For people: the status in words and as a number.
    String describe(int status);

    /// The form of a message id under which its receipts will be looked for; empty when they are
    /// found otherwise.
    String submitId(String raw);

    /// The protocol on one link; lives as long as the link, over all its sessions.
    LinkSession session(Link link);
}
