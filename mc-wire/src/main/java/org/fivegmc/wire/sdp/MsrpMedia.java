package org.fivegmc.wire.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.uri.MsrpUri;

/// A media description of MSRP, as one side wrote it (RFC 4975 section 8, RFC 4145, RFC 5547, RFC
/// 6135, RFC 6714, RFC 8122).
///
/// @param host address of the `c=` line, empty when there is none
/// @param port of the `m=` line; 0 refuses the stream, 9 is that of a side that connects itself
/// @param path URIs of the writer, the next hop first
/// @param acceptTypes what the writer takes
/// @param wrappedTypes what it takes inside of a container; empty when not told
/// @param maxSize octets of a message it takes, [#UNLIMITED] when not told
/// @param existing whether it wants to keep a connection there is (`a=connection:existing`)
/// @param fingerprints of its certificate, those that can be checked
/// @param cema whether it knows RFC 6714
/// @param others attributes not represented here, and every other line
public record MsrpMedia(
        MsrpTransport transport,
        String host,
        int port,
        List<MsrpUri> path,
        AcceptTypes acceptTypes,
        AcceptTypes wrappedTypes,
        long maxSize,
        Setup setup,
        boolean existing,
        List<Fingerprint> fingerprints,
        Direction direction,
        FileOffer file,
        boolean cema,
        List<SdpLine> others) {
    public static final long UNLIMITED = Long.MAX_VALUE;

    /// The port of a side that does not listen (RFC 4145 section 4.1).
    public static final int DISCARD_PORT = 9;

    /// Fingerprints of one stream that are kept.
    public static final int MAX_FINGERPRINTS = 8;

    private static final Set<String> KNOWN =
            Set.of(
                    "path",
                    "accept-types",
                    "accept-wrapped-types",
                    "max-size",
                    "maxsize",
                    "setup",
                    "connection",
                    "fingerprint",
                    "sendrecv",
                    "sendonly",
                    "recvonly",
                    "inactive",
                    "file-selector",
                    "file-transfer-id",
                    "file-disposition",
                    "msrp-cema");

    public MsrpMedia {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("a path has at least one URI");
        }
        path = List.copyOf(path);
        fingerprints = List.copyOf(fingerprints);
        others = List.copyOf(others);
    }

    /// Whether a stream is one of MSRP.
    public static boolean is(MediaDescription stream) {
        return stream.media().equalsIgnoreCase("message")
                && MsrpTransport.of(stream.transport()).isPresent();
    }

    /// Reads a stream of MSRP, with what the session says for all streams.
    public static Parse<MsrpMedia> read(SessionDescription session, MediaDescription stream) {
        Optional<MsrpTransport> transport = MsrpTransport.of(stream.transport());
        if (transport.isEmpty()) {
            return new Parse.Malformed<>(0, "no MSRP transport");
        }
        return switch (MsrpUri.parsePath(stream.attribute("path").orElse(""))) {
            case Parse.Malformed<List<MsrpUri>>(int at, String rule) ->
                    new Parse.Malformed<>(at, rule);
            case Parse.Parsed<List<MsrpUri>>(List<MsrpUri> path) ->
                    new Parse.Parsed<>(read(session, stream, transport.get(), path));
        };
    }

    private static MsrpMedia read(
            SessionDescription session,
            MediaDescription stream,
            MsrpTransport transport,
            List<MsrpUri> path) {
        return new MsrpMedia(
                transport,
                session.connectionHost(stream),
                stream.port(),
                path,
                AcceptTypes.parse(stream.attribute("accept-types").orElse("")),
                AcceptTypes.parse(stream.attribute("accept-wrapped-types").orElse("")),
                maxSize(stream),
                Setup.of(session.attribute(stream, "setup").orElse("")),
                session.attribute(stream, "connection").orElse("").equalsIgnoreCase("existing"),
                fingerprints(session, stream),
                direction(session, stream),
                new FileOffer(
                        FileSelector.parse(stream.attribute("file-selector").orElse("")),
                        stream.attribute("file-transfer-id").orElse(""),
                        stream.attribute("file-disposition").orElse("")),
                session.attribute(stream, "msrp-cema").isPresent(),
                stream.lines().stream().filter(line -> !isKnown(line)).toList());
    }

    /// The RFC has `max-size`; a deployed server writes `maxsize`.
    private static long maxSize(MediaDescription stream) {
        long size =
                Numbers.decimal(
                        stream.attribute("max-size")
                                .or(() -> stream.attribute("maxsize"))
                                .orElse(""));
        return size < 0 ? UNLIMITED : size;
    }

    private static List<Fingerprint> fingerprints(
            SessionDescription session, MediaDescription stream) {
        List<Fingerprint> found = fingerprints(stream.lines());
        return found.isEmpty() ? fingerprints(session.lines()) : found;
    }

    private static List<Fingerprint> fingerprints(List<SdpLine> lines) {
        return lines.stream()
                .filter(line -> line.isAttribute("fingerprint"))
                .flatMap(line -> Fingerprint.parse(line.attributeValue()).stream())
                .limit(MAX_FINGERPRINTS)
                .toList();
    }

    private static Direction direction(SessionDescription session, MediaDescription stream) {
        for (List<SdpLine> lines : List.of(stream.lines(), session.lines())) {
            for (SdpLine line : lines) {
                for (Direction direction : Direction.values()) {
                    if (line.isAttribute(direction.label())) {
                        return direction;
                    }
                }
            }
        }
        return Direction.SENDRECV;
    }

    private static boolean isKnown(SdpLine line) {
        return line.type() == 'c'
                || (line.type() == 'a' && KNOWN.stream().anyMatch(line::isAttribute));
    }

    /// The stream as it is written. Its address is told by the session.
    public MediaDescription description() {
        List<SdpLine> lines = new ArrayList<>();
        others.stream().filter(line -> line.type() != 'a').forEach(lines::add);
        add(lines, "accept-types", acceptTypes.text());
        add(lines, "accept-wrapped-types", wrappedTypes.text());
        add(lines, "path", String.join(" ", path.stream().map(MsrpUri::text).toList()));
        if (setup != Setup.ABSENT) {
            add(lines, "setup", setup.label());
            add(lines, "connection", existing ? "existing" : "new");
        }
        fingerprints.forEach(fingerprint -> add(lines, "fingerprint", fingerprint.text()));
        if (maxSize != UNLIMITED) {
            add(lines, "max-size", Long.toString(maxSize));
        }
        add(lines, "file-selector", file.selector().text());
        add(lines, "file-transfer-id", file.transferId());
        add(lines, "file-disposition", file.disposition());
        if (cema) {
            lines.add(SdpLine.attribute("msrp-cema", ""));
        }
        lines.add(SdpLine.attribute(direction.label(), ""));
        others.stream().filter(line -> line.type() == 'a').forEach(lines::add);
        return new MediaDescription("message", port, transport.protocol(), List.of("*"), lines);
    }

    private static void add(List<SdpLine> lines, String name, String value) {
        if (!value.isEmpty()) {
            lines.add(SdpLine.attribute(name, value));
        }
    }
}
