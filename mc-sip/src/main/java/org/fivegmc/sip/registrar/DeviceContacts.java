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
import org.fivegmc.wire.Parameters;
import org.fivegmc.wire.rcs.FeatureTags;
import org.fivegmc.wire.rcs.RcsService;
import org.fivegmc.wire.rcs.SipInstance;

/// Reads what a Contact of a REGISTER says about a device: who it is and what it can receive. The
/// tags of the REGISTER are the only proof of that (RCC.07 section 2.4).
final class DeviceContacts {

    private static final String BY_CONTACT = "contact:";

    private final boolean untaggedTakesText;

    /// @param untaggedTakesText whether a client without any RCS tag counts as a plain SIP client
    ///   that takes MESSAGE
    DeviceContacts(boolean untaggedTakesText) {
        this.untaggedTakesText = untaggedTakesText;
    }

    /// The instance, else the contact without parameters: without either, a device that came back
    /// with another address would be a second one.
    static DeviceId device(NameAddr contact) {
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
                && contact.params().raw().unfolded().chars().noneMatch(Character::isISOControl);
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
