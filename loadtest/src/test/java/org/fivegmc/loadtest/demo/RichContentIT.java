package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.random;
import static org.fivegmc.loadtest.demo.PackagedServer.sha256;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Feature;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.OutgoingFile;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.Sent;
import org.fivegmc.loadtest.handset.UploadedFile;
import org.fivegmc.loadtest.msrp.Content;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Files, audio messages, contact cards and places pass between RCS devices as they were sent, in
/// every mode, and what is sent outside of a chat names the application.
@Timeout(60)
@Tag("RCC07-3.2.5")
@Tag("RCC07-3.2.6")
class RichContentIT {
    private static final String FILE_XML = "application/vnd.gsma.rcs-ft-http+xml";
    private static final String LOCATION_XML = "application/vnd.gsma.rcspushlocation+xml";

    private static final String PLACE =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <rcsenvelope xmlns="urn:gsma:params:xml:ns:rcs:rcs:geolocation"
             xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10"
             xmlns:gml="http://www.opengis.net/gml"
             xmlns:gs="http://www.opengis.net/pidflo/1.0" entity="tel:+8613800000001">
            <rcspushlocation id="p1" label="景山 &amp; gate">
            <gp:geopriv><gp:location-info>
            <gs:Circle srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>39.9253 116.3964</gml:pos>
            <gs:radius uom="urn:ogc:def:uom:EPSG::9001">20</gs:radius></gs:Circle>
            </gp:location-info></gp:geopriv>
            <timestamp>2026-11-22T12:38:00Z</timestamp></rcspushlocation></rcsenvelope>
            """;

    private static final String CARD =
            """
            BEGIN:VCARD
            VERSION:3.0
            FN:Ada Lovelace
            TEL:+8613812340001
            END:VCARD
            """
                    .replace("\n", "\r\n");

    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    enum Kind {
        FILE("fthttp"),
        AUDIO("fthttp"),
        CARD("fthttp"),
        PLACE("geopush");

        private final String application;

        Kind(String application) {
            this.application = application;
        }

        String type() {
            return this == PLACE ? LOCATION_XML : FILE_XML;
        }
    }

    /// What is uploaded; nothing for a place, which is all in its document.
    private static Optional<OutgoingFile> file(Kind kind) {
        return switch (kind) {
            case FILE ->
                    Optional.of(
                            OutgoingFile.of("a.bin", "application/octet-stream", random(9_000)));
            case AUDIO -> Optional.of(OutgoingFile.of("a.amr", "audio/amr", amr()));
            case CARD -> Optional.of(OutgoingFile.of("a.vcf", "text/vcard", CARD.getBytes(UTF_8)));
            case PLACE -> Optional.empty();
        };
    }

    /// What starts like AMR, since the server looks.
    private static byte[] amr() {
        byte[] octets = Arrays.copyOf("#!AMR\n".getBytes(UTF_8), 6_000);
        System.arraycopy(random(5_000), 0, octets, 6, 5_000);
        return octets;
    }

    static Stream<Arguments> cases() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(Mode.values()).map(mode -> Arguments.of(kind, mode)));
    }

    private static Feature only(Mode mode) {
        return switch (mode) {
            case PAGER -> Feature.PAGER;
            case LARGE -> Feature.LARGE;
            case CHAT -> Feature.CHAT;
        };
    }

    /// The document as the sender's device makes it of the answer to its upload: that of an audio
    /// message tells how it is to be shown, and its length.
    private static String document(Kind kind, Handset a) throws Exception {
        Optional<OutgoingFile> file = file(kind);
        if (file.isEmpty()) {
            return PLACE;
        }
        UploadedFile uploaded = a.uploadFile(SERVER.uploads(), file.get());
        assertThat(uploaded.status()).isEqualTo(200);
        if (kind != Kind.AUDIO) {
            return uploaded.fileXml();
        }
        assertThat(uploaded.fileXml()).contains("file-disposition=\"attach\"");
        return uploaded.fileXml()
                .replace("file-disposition=\"attach\"", "file-disposition=\"render\"")
                .replace(
                        "</file-info>",
                        "<am:playing-length xmlns:am=\"urn:gsma:params:xml:ns:rcs:rcs:rram\">12"
                                + "</am:playing-length></file-info>");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void passesAsItWas(Kind kind, Mode mode) throws Exception {
        String to = SERVER.user();
        Handset a = SERVER.registered("A", SERVER.user());
        Set<Feature> features = EnumSet.of(only(mode), Feature.FILES, Feature.GEOLOCATION);
        Handset b = SERVER.registered("B", to, features);
        byte[] document = document(kind, a).getBytes(UTF_8);
        Sent sent = send(kind, mode, a, to, new String(document, UTF_8));
        ReceivedMessage received = b.messages().await(1, _ -> true, PATIENCE).getFirst();
        assertThat(received)
                .returns(mode, ReceivedMessage::mode)
                .returns(sent.imdnId(), ReceivedMessage::imdnId)
                .returns(kind.type(), ReceivedMessage::contentType)
                .returns(sha256(document), ReceivedMessage::sha256);
        List<String> applications =
                received.sip().acceptContact().stream()
                        .filter(value -> value.contains("iari"))
                        .toList();
        if (mode == Mode.CHAT) {
            assertThat(applications).isEmpty();
        } else {
            // the sender's own demands of a device stay with the sender
            assertThat(applications)
                    .containsExactly(
                            "*;+g.3gpp.iari-ref=\"urn%3Aurn-7%3A3gpp-application.ims.iari.rcs."
                                    + kind.application
                                    + "\"");
        }
        Optional<OutgoingFile> file = file(kind);
        if (file.isPresent()) {
            assertThat(b.downloadFile(received.text()).sha256())
                    .isEqualTo(sha256(file.get().octets()));
        }
        assertThat(a.reports().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedReport::status)
                .containsExactly("delivered");
    }

    private static Sent send(Kind kind, Mode mode, Handset a, String to, String document) {
        if (mode == Mode.CHAT) {
            try (ChatSession chat = a.openChat(to).chat()) {
                Content content = Content.of(document.getBytes(UTF_8));
                Sent sent = chat.send(kind.type(), content, ALL);
                assertThat(sent.status()).isEqualTo(200);
                return sent;
            }
        }
        Sent sent =
                kind == Kind.PLACE
                        ? a.sendLocation(to, document, ALL)
                        : a.sendFile(to, document, ALL);
        assertThat(sent.status()).isEqualTo(202);
        return sent;
    }
}
