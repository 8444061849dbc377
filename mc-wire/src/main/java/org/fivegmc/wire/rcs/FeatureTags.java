package org.fivegmc.wire.rcs;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.fivegmc.wire.Parameter;
import org.fivegmc.wire.Parameters;
import org.fivegmc.wire.uri.UriText;

/// What a device can do: the feature tags of its Contact (RFC 3840), or what an Accept-Contact
/// wants (RFC 3841), small enough to be kept per binding.
///
/// @param services one bit per [RcsService]
/// @param botVersion value of `+g.gsma.rcs.botversion`, `#=1,#=2`; empty when absent
/// @param unknown how many feature tags and service names were not recognised
public record FeatureTags(long services, String botVersion, int unknown) {
    public static final FeatureTags NONE = new FeatureTags(0, "", 0);

    /// Longest bot version kept, in characters.
    public static final int MAX_BOT_VERSION = 64;

    private static final String ICSI_REF = "+g.3gpp.icsi-ref";
    private static final String IARI_REF = "+g.3gpp.iari-ref";
    private static final String BOT_VERSION = "+g.gsma.rcs.botversion";

    public static FeatureTags of(RcsService... services) {
        long bits = 0;
        for (RcsService service : services) {
            bits |= service.bit();
        }
        return new FeatureTags(bits, "", 0);
    }

    /// Reads the parameters behind a Contact or Accept-Contact. Lists inside one quoted value and
    /// repeated parameters mean the same; parameters that are no feature tags are passed over.
    public static FeatureTags parse(Parameters parameters) {
        long bits = 0;
        int unknown = 0;
        String botVersion = "";
        for (Parameter parameter : parameters.all()) {
            String name = parameter.name().toLowerCase(Locale.ROOT);
            if (name.equals(ICSI_REF) || name.equals(IARI_REF)) {
                String list = UriText.unescape(parameter.value().replace("\"", ""));
                for (String urn : list.split(",", Parameters.DEFAULT_LIMIT)) {
                    Optional<RcsService> service = RcsService.ofUrn(urn);
                    bits |= service.map(RcsService::bit).orElse(0L);
                    unknown += service.isPresent() || urn.isBlank() ? 0 : 1;
                }
            } else if (name.equals(BOT_VERSION)) {
                String version = parameter.value().replace("\"", "").replace(" ", "");
                boolean keeps =
                        version.length() <= MAX_BOT_VERSION && version.matches("[#=<>!.,0-9-]+");
                botVersion = keeps ? version : botVersion;
                unknown += keeps ? 0 : 1;
            } else {
                Optional<RcsService> service = RcsService.ofTag(name);
                // RFC 3840 section 9: a tag may be denied, automata="FALSE"
                if (service.isPresent() && !parameter.value().equalsIgnoreCase("false")) {
                    bits |= service.get().bit();
                }
                boolean foreign = name.startsWith("+") && !name.equals(SipInstance.PARAMETER);
                unknown += service.isEmpty() && foreign ? 1 : 0;
            }
        }
        return new FeatureTags(bits, botVersion, unknown);
    }

    /// As [#parse(Parameters)], from text such as `*;+g.oma.sip-im;require`.
    public static FeatureTags parse(String text) {
        return parse(Parameters.parse(text));
    }

    public boolean has(RcsService service) {
        return (services & service.bit()) != 0;
    }

    /// Whether every service asked for here is offered there; bot versions are not compared.
    public boolean isWithin(FeatureTags offered) {
        return (services & ~offered.services) == 0;
    }

    /// What either of two devices can do: the answer to OPTIONS for a user with several. Of two
    /// lists of bot versions the longer one is taken.
    public FeatureTags union(FeatureTags other) {
        String version =
                botVersion.length() >= other.botVersion.length() ? botVersion : other.botVersion;
        return new FeatureTags(
                services | other.services, version, Math.max(unknown, other.unknown));
    }

    public FeatureTags with(RcsService service) {
        return new FeatureTags(services | service.bit(), botVersion, unknown);
    }

    public FeatureTags withBotVersion(String version) {
        return new FeatureTags(services, version, unknown);
    }

    public Set<RcsService> toSet() {
        Set<RcsService> known = EnumSet.noneOf(RcsService.class);
        for (RcsService service : RcsService.values()) {
            if (has(service)) {
                known.add(service);
            }
        }
        return known;
    }

    /// Parameters for a Contact, each with its semicolon in front; what was unknown is not
    /// repeated.
    public String text() {
        var out = new StringBuilder();
        list(out, RcsService.Form.ICSI, ICSI_REF);
        list(out, RcsService.Form.IARI, IARI_REF);
        for (RcsService service : RcsService.values()) {
            if (service.form() == RcsService.Form.TAG && has(service)) {
                out.append(';').append(service.identifier());
            }
        }
        if (!botVersion.isEmpty()) {
            out.append(';').append(BOT_VERSION).append("=\"").append(botVersion).append('"');
        }
        return out.toString();
    }

    private void list(StringBuilder out, RcsService.Form form, String parameter) {
        boolean first = true;
        for (RcsService service : RcsService.values()) {
            if (service.form() == form && has(service)) {
                out.append(first ? ";" + parameter + "=\"" : ",");
                out.append(service.identifier().replace(":", "%3A"));
                first = false;
            }
        }
        if (!first) {
            out.append('"');
        }
    }

    @Override
    public String toString() {
        return text();
    }
}
