package org.fivegmc.sip.registrar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.RegisterOrder;
import org.fivegmc.sip.codec.CSeq;
import org.fivegmc.sip.codec.NameAddr;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMessage;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.terminal.Terminals;
import org.fivegmc.wire.Parameters;
import org.fivegmc.wire.rcs.FeatureTags;
import org.fivegmc.wire.rcs.RcsService;
import org.fivegmc.wire.rcs.SipInstance;
import org.jspecify.annotations.Nullable;

/// Reads what a Contact of a REGISTER says about a device: who it is and what it can receive. The
/// tags of the REGISTER are the only proof of that (RCC.07 section 2.4), but for what is known of
/// the model:
///
/// | the table of models says | tags | what counts |
/// |---|---|---|
/// | that it can not, or not on this network | any | nothing is sent to it |
/// | that it can | none at all | standalone messages, those of chatbots too |
/// | that it can | some | the tags |
/// | nothing | any | the tags |
public final class DeviceContacts {

    private static final String BY_CONTACT = "contact:";
    private static final String SCHEME = "urn:";

    private static final Capabilities NOTHING_BY_TABLE =
            Capabilities.NONE.from(Capabilities.Source.TABLE);
    private static final Capabilities BY_TABLE =
            new Capabilities(Capabilities.PAGER | Capabilities.CHATBOT_STANDALONE)
                    .from(Capabilities.Source.TABLE);

    private final boolean untaggedTakesText;
    private final Terminals terminals;
    private final TagSets tagSets = new TagSets();

    /// What a Contact says about its device.
    ///
    /// @param features as [#features(NameAddr)]
    record Reading(DeviceId device, Capabilities capabilities, String features) {}

    /// @param untaggedTakesText whether a client without any RCS tag counts as a plain SIP client
    ///   that takes MESSAGE
    DeviceContacts(boolean untaggedTakesText, Terminals terminals) {
        this.untaggedTakesText = untaggedTakesText;
        this.terminals = terminals;
    }

    /// What a device can receive, by its tags and its model.
    ///
    /// @param tags what its tags say
    /// @param userAgent of its REGISTER; null for none
    Capabilities judged(
            Capabilities tags, NameAddr contact, DeviceId device, @Nullable Span userAgent) {
        return switch (terminals.verdict(userAgent, device.value())) {
            case UNKNOWN -> tags;
            case INCAPABLE -> NOTHING_BY_TABLE;
            case CAPABLE -> saysAnything(tags, contact) ? tags : BY_TABLE;
        };
    }

    /// Reads a Contact. One as nearly all devices write it, with an instance and without blanks,
    /// escapes or lifetime among its parameters, takes a short way to the same result.
    Reading read(NameAddr contact) {
        Span instance = contact.params().get(SipInstance.PARAMETER);
        String raw = contact.params().raw().toString();
        if (instance == null || instance.isEmpty() || !isPlain(raw)) {
            return new Reading(device(contact), capabilities(contact), features(contact));
        }
        int from = instance.start() - contact.params().raw().start();
        int to = from + instance.length();
        String urn = urn(raw, from, to);
        boolean isOfBinding =
                contact.params().get("expires") != null || contact.params().get("q") != null;
        return new Reading(
                urn.isEmpty() ? device(contact) : new DeviceId(urn),
                tagSets.capabilities(raw, from, to, () -> capabilities(contact)),
                isOfBinding ? features(contact) : raw);
    }

    private static boolean saysAnything(Capabilities tags, NameAddr contact) {
        return (tags.bits() & ~Capabilities.PLAIN_SIP) != 0 || isTagged(contact);
    }

    /// Graphic ASCII without escapes.
    private static boolean isPlain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /// The URN of `"<urn:...>"` as [SipInstance] keeps it; empty for anything else.
    private static String urn(String raw, int from, int to) {
        if (!raw.startsWith("\"<", from) || !raw.startsWith(">\"", to - 2)) {
            return "";
        }
        int start = from + 2;
        int end = to - 2;
        if (end - start > DeviceId.MAX_LENGTH
                || end - start <= SCHEME.length()
                || !raw.regionMatches(true, start, SCHEME, 0, SCHEME.length())) {
            return "";
        }
        for (int i = start; i < end; i++) {
            char c = raw.charAt(i);
            if (c == '"' || c == '<' || c == '>') {
                return "";
            }
        }
        return raw.substring(start, end).toLowerCase(Locale.ROOT);
    }

    /// The instance, else the contact without parameters: without either, a device that came back
    /// with another address would be a second one.
    public static DeviceId device(NameAddr contact) {
        return SipInstance.of(parameters(contact))
                .map(SipInstance::urn)
                .filter(urn -> urn.length() <= DeviceId.MAX_LENGTH)
                .map(DeviceId::new)
                .orElseGet(() -> new DeviceId(limited(BY_CONTACT + bare(contact))));
    }

    /// Whether requests can be written to the contact and its parameters told in answers. What a
    /// lenient parser lets pass, as raw UTF-8 in a URI, would fail at each message to the device.
    static boolean isUsable(NameAddr contact) {
        return OutgoingRequest.isWritable(contact.uri().toString())
                && hasNoControls(contact.params().raw().unfolded());
    }

    private static boolean hasNoControls(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /// Whether a device is known by its Contact only, so that it becomes another when its address
    /// changes.
    static boolean isNameless(Binding binding) {
        return binding.device().value().startsWith(BY_CONTACT);
    }

    /// Which REGISTER a change is from; unknown where an embedded message does not say.
    static RegisterOrder order(SipMessage register) {
        Span callId = register.callIdOrNull();
        CSeq cSeq = register.cSeqOrNull();
        return callId == null || cSeq == null
                ? RegisterOrder.UNKNOWN
                : RegisterOrder.of(callId.toString(), cSeq.number());
    }

    /// One binding for each device: the last stands. A device may be listed with several flows (RFC
    /// 5626, `reg-id`), of which one is kept.
    static List<Binding> oneEach(List<Binding> devices) {
        var last = new LinkedHashMap<DeviceId, Binding>();
        for (Binding binding : devices) {
            last.put(binding.device(), binding);
        }
        return List.copyOf(last.values());
    }

    private static String bare(NameAddr contact) {
        String uri = contact.uri().toString().toLowerCase(Locale.ROOT);
        int semicolon = uri.indexOf(';');
        return semicolon < 0 ? uri : uri.substring(0, semicolon);
    }

    private static String limited(String id) {
        return id.length() <= DeviceId.MAX_LENGTH
                ? id
                : id.substring(0, DeviceId.MAX_LENGTH - 9)
                        + "#"
                        + Integer.toHexString(id.hashCode());
    }

    /// Whether a Contact says anything about what its device can receive.
    static boolean isTagged(NameAddr contact) {
        FeatureTags tags = FeatureTags.parse(parameters(contact));
        return tags.services() != 0 || tags.unknown() != 0;
    }

    Capabilities capabilities(NameAddr contact) {
        return capabilities(FeatureTags.parse(parameters(contact)));
    }

    Capabilities capabilities(FeatureTags tags) {
        if (tags.services() == 0 && tags.unknown() == 0) {
            return untaggedTakesText ? new Capabilities(Capabilities.PLAIN_SIP) : Capabilities.NONE;
        }
        long bits = 0;
        bits |= bit(tags, RcsService.STANDALONE_PAGER, Capabilities.PAGER);
        bits |= bit(tags, RcsService.STANDALONE_LARGE, Capabilities.LARGE);
        bits |= bit(tags, RcsService.CHAT_SESSION, Capabilities.CHAT);
        bits |= bit(tags, RcsService.FT_HTTP, Capabilities.FILE_TRANSFER_HTTP);
        bits |= bit(tags, RcsService.GEOPUSH, Capabilities.GEOLOCATION);
        bits |= bit(tags, RcsService.CHATBOT, Capabilities.CHATBOT);
        bits |= bit(tags, RcsService.CHATBOT_SA, Capabilities.CHATBOT_STANDALONE);
        bits |= bit(tags, RcsService.SIMPLE_IM, Capabilities.SIMPLE_IM);
        return new Capabilities(bits);
    }

    private static long bit(FeatureTags tags, RcsService service, long capability) {
        return tags.has(service) ? capability : 0;
    }

    /// The parameters that describe the device, as written; those of the binding left out.
    static String features(NameAddr contact) {
        var text = new StringBuilder();
        contact.params()
                .forEach((name, value) -> {
                    String key = name.toString().toLowerCase(Locale.ROOT);
                    if (!key.equals("expires") && !key.equals("q")) {
                        text.append(';').append(name);
                        if (!value.isEmpty()) {
                            text.append('=').append(value.unfolded());
                        }
                    }
                });
        return text.toString();
    }

    private static Parameters parameters(NameAddr contact) {
        String raw = contact.params().raw().unfolded();
        return Parameters.parse(raw.startsWith(";") ? raw.substring(1) : raw);
    }
}
