package org.fivegmc.wire.sdp;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A session description (RFC 8866): the lines of the session, then its media. Lines nobody here
/// understands are kept.
public record SessionDescription(List<SdpLine> lines, List<MediaDescription> media) {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    public SessionDescription {
        lines = List.copyOf(lines);
        media = List.copyOf(media);
    }

    /// A description with the lines RFC 8866 section 5 demands.
    ///
    /// @param host our address, for origin and connection
    /// @param session number of the session, the same for all its descriptions
    /// @param version grows with each description of the session
    public static SessionDescription of(
            String host, long session, long version, List<MediaDescription> media) {
        String address = (host.indexOf(':') >= 0 ? "IN IP6 " : "IN IP4 ") + host;
        return new SessionDescription(
                List.of(
                        new SdpLine('v', "0"),
                        new SdpLine('o', "- " + session + " " + version + " " + address),
                        new SdpLine('s', "-"),
                        new SdpLine('c', address),
                        new SdpLine('t', "0 0")),
                media);
    }

    /// Value of the first attribute of that name at session level.
    public Optional<String> attribute(String name) {
        return attribute(lines, name);
    }

    /// An attribute of a stream, or else of the session.
    public Optional<String> attribute(MediaDescription stream, String name) {
        return stream.attribute(name).or(() -> attribute(name));
    }

    /// The address of the `c=` line of a stream, or else of the session; empty when neither has
    /// one.
    public String connectionHost(MediaDescription stream) {
        String host = connectionHost(stream.lines());
        return host.isEmpty() ? connectionHost(lines) : host;
    }

    private static String connectionHost(List<SdpLine> lines) {
        for (SdpLine line : lines) {
            if (line.type() == 'c') {
                String[] words = BLANKS.split(line.value().strip(), 4);
                if (words.length < 3) {
                    continue;
                }
                int slash = words[2].indexOf('/');
                return slash < 0 ? words[2] : words[2].substring(0, slash);
            }
        }
        return "";
    }

    static Optional<String> attribute(List<SdpLine> lines, String name) {
        for (SdpLine line : lines) {
            if (line.isAttribute(name)) {
                return Optional.of(line.attributeValue());
            }
        }
        return Optional.empty();
    }

    /// The description as it goes on the wire, every line with CRLF.
    public String text() {
        var out = new StringBuilder(512);
        lines.forEach(line -> out.append(line.text()).append("\r\n"));
        media.forEach(stream -> stream.write(out));
        return out.toString();
    }
}
