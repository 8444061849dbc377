package org.fivegmc.wire.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A media description: the `m=` line and what follows it, in order.
///
/// @param media `message`, `audio`
/// @param port 0 when the stream is refused
/// @param transport as written, `TCP/MSRP`
/// @param formats what follows the transport
/// @param lines the lines behind the `m=` line
public record MediaDescription(
        String media, int port, String transport, List<String> formats, List<SdpLine> lines) {
    public MediaDescription {
        formats = List.copyOf(formats);
        lines = List.copyOf(lines);
    }

    /// Value of the first attribute of that name; an empty text for one without a value.
    public Optional<String> attribute(String name) {
        return SessionDescription.attribute(lines, name);
    }

    /// The same stream, refused (RFC 3264 section 6).
    public MediaDescription refused() {
        return new MediaDescription(media, 0, transport, formats, List.of());
    }

    void write(StringBuilder out) {
        List<String> words = new ArrayList<>(List.of(media, Integer.toString(port), transport));
        words.addAll(formats);
        out.append("m=").append(String.join(" ", words)).append("\r\n");
        lines.forEach(line -> out.append(line.text()).append("\r\n"));
    }
}
