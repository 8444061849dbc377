package org.fivegmc.wire.mime;

import java.util.Locale;
import java.util.Optional;
import org.fivegmc.wire.Parameters;

/// Value of Content-Type (RFC 2045 section 5.1). Reading is total: what has no slash has an odd
/// name.
///
/// @param name type and subtype in small letters, `text/plain`; empty when absent
public record MediaType(String name, Parameters parameters) {
    public static MediaType parse(String text) {
        int semicolon = text.indexOf(';');
        String name = semicolon < 0 ? text : text.substring(0, semicolon);
        Parameters parameters =
                semicolon < 0 ? Parameters.NONE : Parameters.parse(text.substring(semicolon));
        return new MediaType(name.strip().toLowerCase(Locale.ROOT), parameters);
    }

    public boolean is(String mediaType) {
        return name.equalsIgnoreCase(mediaType);
    }

    public boolean isMultipart() {
        return name.startsWith("multipart/");
    }

    public Optional<String> boundary() {
        return parameters.value("boundary").filter(b -> !b.isEmpty());
    }

    public Optional<String> charset() {
        return parameters.value("charset").filter(c -> !c.isEmpty());
    }

    public String text() {
        return name + parameters.text();
    }
}
