package org.fivegmc.loadtest.handset;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The Contact parameters of a UP 2.4 client (RCC.07 section 2.4, RFC 3840), as they go on the
/// wire.
final class FeatureTags {
    private static final String ICSI = "urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.";
    private static final String IARI = "urn%3Aurn-7%3A3gpp-application.ims.iari.rcs.";
    private static final String SERVICE = "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.";

    static final String MSG = "msg";
    static final String LARGEMSG = "largemsg";
    static final String SESSION = "session";
    static final String SYSTEMMSG = "systemmsg";

    static final String ACCEPT_FILES = acceptApplication("fthttp");
    static final String ACCEPT_LOCATIONS = acceptApplication("geopush");

    static final String USER_AGENT =
            "CPM-client/OMA2.2 RCS-client/UP_2.4 term-5GMC/Handset-1.0 client-5GMC/1.0 OS-Java/25";

    private FeatureTags() {}

    /// Of a registration.
    static String of(Set<Feature> features) {
        StringBuilder tags = new StringBuilder();
        reference(tags, "icsi", features.stream().sorted().map(FeatureTags::icsi).toList());
        reference(tags, "iari", features.stream().sorted().map(FeatureTags::iari).toList());
        if (features.contains(Feature.LARGE)) {
            tags.append(";+g.gsma.rcs.cpm.pager-large");
        }
        if (features.contains(Feature.CHATBOTS)) {
            tags.append(";+g.gsma.rcs.botversion=\"#=1,#=2\"");
        }
        return tags.append(";+g.gsma.rcs.cpimext").toString();
    }

    private static void reference(
            StringBuilder tags, String kind, List<Optional<String>> possible) {
        List<String> values = new ArrayList<>();
        possible.forEach(value -> value.ifPresent(values::add));
        if (!values.isEmpty()) {
            tags.append(
                    values.stream().collect(joining(",", ";+g.3gpp." + kind + "-ref=\"", "\"")));
        }
    }

    private static Optional<String> icsi(Feature feature) {
        return switch (feature) {
            case PAGER -> Optional.of(ICSI + MSG);
            case LARGE -> Optional.of(ICSI + LARGEMSG);
            case DEFERRED -> Optional.of(ICSI + "deferred");
            case CHAT -> Optional.of(ICSI + SESSION);
            case FILES, GEOLOCATION, CHATBOTS -> Optional.empty();
        };
    }

    private static Optional<String> iari(Feature feature) {
        return switch (feature) {
            case FILES -> Optional.of(IARI + "fthttp");
            case GEOLOCATION -> Optional.of(IARI + "geopush");
            case CHATBOTS -> Optional.of(IARI + "chatbot.sa");
            case PAGER, LARGE, DEFERRED, CHAT -> Optional.empty();
        };
    }

    /// Of the Contact of one service.
    static String ofService(String service) {
        return ";+g.3gpp.icsi-ref=\"" + ICSI + service + "\"";
    }

    static String acceptContact(String service) {
        return "*" + ofService(service);
    }

    private static String acceptApplication(String name) {
        return "*;+g.3gpp.iari-ref=\"" + IARI + name + "\";require;explicit";
    }

    static String preferredService(String service) {
        return SERVICE + service;
    }
}
