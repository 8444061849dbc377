package org.fivegmc.wire.rcs;

import java.util.Locale;
import java.util.Optional;

/// A service or capability a device or the network announces, and how its feature tag is spelt: a
/// value of `+g.3gpp.icsi-ref` or `+g.3gpp.iari-ref` (3GPP TS 24.229 section 7.2A.8), or a tag of
/// its own.
public enum RcsService {
    STANDALONE_PAGER(0, Form.ICSI, "oma.cpm.msg"),
    STANDALONE_LARGE(1, Form.ICSI, "oma.cpm.largemsg"),
    DEFERRED(2, Form.ICSI, "oma.cpm.deferred"),
    CHAT_SESSION(3, Form.ICSI, "oma.cpm.session"),
    SYSTEM_MSG(4, Form.ICSI, "oma.cpm.systemmsg"),
    FT_MSRP(5, Form.ICSI, "oma.cpm.filetransfer"),
    CALL_COMPOSER(6, Form.ICSI, "gsma.callcomposer"),
    CALL_UNANSWERED(7, Form.ICSI, "gsma.callunanswered"),
    SHARED_MAP(8, Form.ICSI, "gsma.sharedmap"),
    SHARED_SKETCH(9, Form.ICSI, "gsma.sharedsketch"),
    FT_HTTP(10, Form.IARI, "rcs.fthttp"),
    FT_SMS(11, Form.IARI, "rcs.ftsms"),
    FT_THUMBNAIL(12, Form.IARI, "rcs.ftthumb"),
    FT_STORE_AND_FORWARD(13, Form.IARI, "rcs.ftstandfw"),
    FT_LEGACY(14, Form.IARI, "rcse.ft"),
    GEOPUSH(15, Form.IARI, "rcs.geopush"),
    GEOSMS(16, Form.IARI, "rcs.geosms"),
    CHATBOT(17, Form.IARI, "rcs.chatbot"),
    CHATBOT_SA(18, Form.IARI, "rcs.chatbot.sa"),
    FULL_GROUP_CHAT(19, Form.IARI, "rcs.fullsfgroupchat"),
    SIMPLE_IM_IARI(20, Form.IARI, "rcse.im"),
    PRESENCE_DISCOVERY(21, Form.IARI, "rcse.dp"),
    PAGER_LARGE(22, Form.TAG, "+g.gsma.rcs.cpm.pager-large"),
    CPIM_EXT(23, Form.TAG, "+g.gsma.rcs.cpimext"),
    ISBOT(24, Form.TAG, "+g.gsma.rcs.isbot"),
    MSGREVOKE(25, Form.TAG, "+g.gsma.rcs.msgrevoke"),
    MSGFALLBACK(26, Form.TAG, "+g.gsma.rcs.msgfallback"),
    SIMPLE_IM(27, Form.TAG, "+g.oma.sip-im"),
    AUTOMATA(28, Form.TAG, "automata"),
    ISFOCUS(29, Form.TAG, "isfocus");

    /// Where the name of a service stands.
    enum Form {
        ICSI,
        IARI,
        TAG
    }

    private static final String ICSI_PREFIX = "urn:urn-7:3gpp-service.ims.icsi.";
    private static final String IARI_PREFIX = "urn:urn-7:3gpp-application.ims.iari.";

    private final long bit;
    private final Form form;
    private final String name;

    RcsService(int number, Form form, String name) {
        this.bit = 1L << number;
        this.form = form;
        this.name = name;
    }

    Form form() {
        return form;
    }

    /// The URN, or the tag, written plain.
    public String identifier() {
        return switch (form) {
            case ICSI -> ICSI_PREFIX + name;
            case IARI -> IARI_PREFIX + name;
            case TAG -> name;
        };
    }

    /// The service of a URN without escapes. Group variants (`.group`) name the same service; the
    /// typing errors known from deployed clients (a lost dash, blanks, `rcs.geosm`) are understood.
    public static Optional<RcsService> ofUrn(String urn) {
        String text = urn.strip().toLowerCase(Locale.ROOT);
        int icsi = text.indexOf("service.ims.icsi.");
        int iari = text.indexOf("application.ims.iari.");
        if (icsi >= 0) {
            String tail = text.substring(icsi + "service.ims.icsi.".length());
            return named(Form.ICSI, withoutGroup(tail));
        }
        if (iari >= 0) {
            String tail = text.substring(iari + "application.ims.iari.".length());
            return named(Form.IARI, tail.equals("rcs.geosm") ? "rcs.geosms" : tail);
        }
        return Optional.empty();
    }

    static Optional<RcsService> ofTag(String tag) {
        String text = tag.toLowerCase(Locale.ROOT);
        return switch (text) {
            case "+g.gsma.rcs.cpmext" -> Optional.of(CPIM_EXT);
            case "+g.gsma.callcomposer" -> Optional.of(CALL_COMPOSER);
            default -> named(Form.TAG, text);
        };
    }

    static String withoutGroup(String name) {
        String group = ".group";
        return name.endsWith(group) ? name.substring(0, name.length() - group.length()) : name;
    }

    private static Optional<RcsService> named(Form form, String name) {
        for (RcsService service : values()) {
            if (service.form == form && service.name.equals(name)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    /// Its bit in [FeatureTags#services()]; kept for ever, as bindings are stored with it.
    long bit() {
        return bit;
    }
}
