package org.fivegmc.core.subscriber;

import java.util.ArrayList;
import java.util.List;

/// What a device or a user can receive, as a bit set, with how that became known. The bits are part
/// of the stored form:
///
/// ```
/// | 63..32 when evidence came, seconds since the epoch | 31..12 0 | 11..10 source | 9..0 what |
/// ```
public record Capabilities(long bits) {

    /// How it became known what a device can receive.
    public enum Source {
        /// By the feature tags of its REGISTER, which may be none.
        TAGS(0, "tags"),
        /// By its answer to OPTIONS.
        OPTIONS(1, "OPTIONS"),
        /// By what is known of its model.
        TABLE(2, "table"),
        /// By what it refused.
        EVIDENCE(3, "evidence");

        private final int code;
        private final String word;

        Source(int code, String word) {
            this.code = code;
            this.word = word;
        }

        /// For people.
        public String word() {
            return word;
        }
    }

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

    /// All of the above.
    public static final long EVERYTHING = (1 << 10) - 1;

    private static final int SOURCE_AT = 10;
    private static final long SOURCE = 3L << SOURCE_AT;
    private static final int TIME_AT = 32;

    public static final Capabilities NONE = new Capabilities(0);

    public boolean has(long capability) {
        return (bits & capability) != 0;
    }

    /// What one of both can, by the source of the first that can anything; when evidence came is
    /// lost.
    public Capabilities union(Capabilities other) {
        Capabilities told = (bits & EVERYTHING) == 0 ? other : this;
        return new Capabilities((bits | other.bits) & EVERYTHING | told.bits & SOURCE);
    }

    public Source source() {
        return switch ((int) ((bits & SOURCE) >>> SOURCE_AT)) {
            case 0 -> Source.TAGS;
            case 1 -> Source.OPTIONS;
            case 2 -> Source.TABLE;
            default -> Source.EVIDENCE;
        };
    }

    /// The same, known by something else.
    public Capabilities from(Source source) {
        return new Capabilities(bits & EVERYTHING | (long) source.code << SOURCE_AT);
    }

    /// What is left after the device has refused something.
    ///
    /// @param refuted what it can not
    /// @param nowMs milliseconds since the epoch
    public Capabilities without(long refuted, long nowMs) {
        return new Capabilities(
                bits & EVERYTHING & ~refuted & ~PRESUMED
                        | (long) Source.EVIDENCE.code << SOURCE_AT
                        | nowMs / 1000 << TIME_AT);
    }

    /// Since when this is known, milliseconds since the epoch.
    ///
    /// @param registeredAtMs when the device registered, which tells it where there is no evidence
    public long knownAtMs(long registeredAtMs) {
        long seconds = bits >>> TIME_AT;
        return seconds == 0 ? registeredAtMs : seconds * 1000;
    }

    /// Whether somebody said that the device can nothing, be it by the table of models, an answer
    /// to OPTIONS or a refusal: whatever its tags say.
    public boolean isRefuted() {
        return (bits & EVERYTHING) == 0 && (bits & SOURCE) != 0;
    }

    /// Whether a standalone message can be delivered as SIP MESSAGE.
    public boolean takesPager() {
        return has(PAGER | PLAIN_SIP);
    }

    /// Whether it is an RCS client: reports and system messages come to every one as SIP MESSAGE,
    /// also when its own messages go over sessions alone (RCC.07 section 3.2.3).
    public boolean takesNotices() {
        return has(PAGER | LARGE | CHAT);
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
