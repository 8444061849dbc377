package org.fivegmc.core.subscriber;

import java.util.ArrayList;
import java.util.List;

/// What a device or a user can receive, as a bit set; the bits are part of the stored form.
public record Capabilities(long bits) {

    /// Standalone messages by SIP MESSAGE with CPIM (`oma.cpm.msg`).
    public static final long PAGER = 1;

    /// Standalone messages by MSRP (`oma.cpm.largemsg`).
    public static final long LARGE = 1 << 1;

    /// One-to-one chat sessions (`oma.cpm.session`).
    public static final long CHAT = 1 << 2;

    public static final long FILE_TRANSFER_HTTP = 1 << 3;
    public static final long GEOLOCATION = 1 << 4;

    /// Chatbots over sessions, and over standalone messages.
    public static final long CHATBOT = 1 << 5;

    public static final long CHATBOT_STANDALONE = 1 << 6;

    /// Legacy SIMPLE-IM chat (`+g.oma.sip-im`).
    public static final long SIMPLE_IM = 1 << 7;

    /// A client without any RCS tag: it takes SIP MESSAGE with plain text and sends no reports.
    public static final long PLAIN_SIP = 1 << 8;

    /// Nobody has said anything about the device yet: what else is here is presumed, and it is
    /// being asked.
    public static final long PRESUMED = 1 << 9;

    public static final Capabilities NONE = new Capabilities(0);

    public boolean has(long capability) {
        return (bits & capability) != 0;
    }

    public Capabilities union(Capabilities other) {
        return new Capabilities(bits | other.bits);
    }

    /// Whether a standalone message can be delivered as SIP MESSAGE.
    public boolean takesPager() {
        return has(PAGER | PLAIN_SIP);
    }

    /// Names for people, in the order of the bits.
    public List<String> names() {
        String[] names = {
            "pager",
            "large",
            "chat",
            "ft-http",
            "geolocation",
            "chatbot",
            "chatbot-standalone",
            "simple-im",
            "plain-sip",
            "presumed"
        };
        var set = new ArrayList<String>();
        for (int i = 0; i < names.length; i++) {
            if ((bits & 1L << i) != 0) {
                set.add(names[i]);
            }
        }
        return set;
    }
}
