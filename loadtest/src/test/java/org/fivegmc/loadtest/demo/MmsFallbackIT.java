package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.chatbot.CmccChatbot;
import org.fivegmc.loadtest.chatbot.CtcuChatbot;
import org.fivegmc.loadtest.chatbot.Reply;
import org.fivegmc.loadtest.mmsc.MmsPart;
import org.fivegmc.loadtest.mmsc.ReceivedMms;
import org.fivegmc.loadtest.process.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Messages of a chatbot that leave as MMS: a chatbot by HTTP, an MMSC by MM7, an SMSC by SMPP, and
/// the packaged server, which is killed in between.
@Timeout(120)
class MmsFallbackIT {
    private static final int PORT = Ports.free();
    private static final URI SERVER_URL = URI.create("http://127.0.0.1:" + PORT);
    private static final String MMS =
            "<multimediaMessageSupported>true</multimediaMessageSupported>";
    private static final String SMS =
            "<shortMessageSupported>true</shortMessageSupported><smsBodyText>as SMS %s</smsBodyText>";

    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer(
                            "MC_CHATBOTS_LISTEN=127.0.0.1:" + PORT,
                            "MC_CHATBOTS_MAX_BODY_SIZE=4MiB",
                            "MC_CHATBOTS_CALLBACKS_NETWORKS=127.0.0.0/8",
                            "MC_MESSAGES_RETRY_SCHEDULE=1s")
                    .withSmsc()
                    .withMmsc();

    private static final AtomicInteger BOTS = new AtomicInteger();

    private CmccChatbot bot;
    private String stranger = "";

    @BeforeEach
    void provision() throws IOException {
        int number = BOTS.incrementAndGet();
        bot =
                CmccChatbot.start(
                        new CmccChatbot.Identity(
                                "sip:1261" + number + "@botplatform.rcs.local",
                                "app",
                                "pass word",
                                "token"),
                        InstantSource.system());
        SERVER.put("/v1/csps/acme", "{}");
        SERVER.put(
                "/v1/chatbots/"
                        + URLEncoder.encode(bot.identity().address(), StandardCharsets.UTF_8),
                """
                {"csp":"acme","dialect":"cmcc","appId":"app","appKey":"pass word","token":"token",\
                "callback":"%s"}\
                """
                        .formatted(bot.callback()));
        stranger = "+861391111444" + number;
        SERVER.mmsc().answerWith(1000);
    }

    @AfterEach
    void close() {
        assertThat(bot.forged().all()).isEmpty();
        assertThat(SERVER.mmsc().violations().all()).isEmpty();
        bot.close();
    }

    /// Asks for all reports but Interworking, so that the way is told by the report of the MMSC.
    private void send(String id, String wishes) {
        String body =
                bot.nested(id, List.of(stranger), "text/plain", "您有一个包裹", wishes)
                        .replace("<reportRequest>Interworking</reportRequest>", "");
        assertThat(bot.send(SERVER_URL, "group/v1", body).code()).isEqualTo("0");
    }

    private List<String> statuses(String id, int count) {
        return bot
                .notices()
                .await(
                        count,
                        n -> n.kind().equals("DeliveryInfoNotification") && n.isAbout(id),
                        PATIENCE)
                .stream()
                .map(n -> (n.get("deliveryStatus") + " " + n.get("description")).strip())
                .distinct()
                .toList();
    }

    private ReceivedMms received() {
        return SERVER.mmsc().await(1, stranger, PATIENCE).getFirst();
    }

    private List<String> sms(int count, Duration patience) {
        return SERVER
                .smsc()
                .events()
                .await(
                        count,
                        event ->
                                event.name().equals("message")
                                        && event.text("text").contains(stranger),
                        patience)
                .stream()
                .map(event -> event.text("text"))
                .toList();
    }

    /// What comes later is not in the list: it would be, if the next message is through.
    private void nothingMoreThan(String id, String... told) {
        send("last", "");
        assertThat(statuses("last", 1)).containsExactly("DeliveryImpossible SVC1501");
        assertThat(statuses(id, 0)).containsExactlyInAnyOrder(told);
    }

    @Test
    void aTextOfTheChatbotLeavesAsMmsAndTheReportOfTheMmscIsTold() {
        String text = "第一行 & <tag> 😀\nsecond line";
        send(
                "m1",
                MMS
                        + "<mmsSubject>包裹</mmsSubject><mmsBodyText><![CDATA["
                        + text
                        + "]]></mmsBodyText>");
        ReceivedMms mms = received();
        assertThat(mms.texts()).containsExactly(text);
        assertThat(mms.subject()).isEqualTo("包裹");
        assertThat(statuses("m1", 1)).containsExactly("MessageSent");

        assertThat(SERVER.mmsc().report(SERVER.mmsReports(), mms, "Indeterminate")).isEqualTo(1000);
        assertThat(SERVER.mmsc().report(SERVER.mmsReports(), mms, "Retrieved")).isEqualTo(1000);
        assertThat(statuses("m1", 2))
                .containsExactlyInAnyOrder("MessageSent", "DeliveredToNetwork MMS");
        // the same again, and another one, change nothing
        assertThat(SERVER.mmsc().report(SERVER.mmsReports(), mms, "Retrieved")).isEqualTo(1000);
        assertThat(SERVER.mmsc().report(SERVER.mmsReports(), mms, "Expired")).isEqualTo(1000);
        nothingMoreThan("m1", "MessageSent", "DeliveredToNetwork MMS");
    }

    /// A random picture does not compress, so it is far larger than what the MMSC takes.
    @Test
    void picturesThatFitStayAsTheyAreAndLargeOnesAreMadeSmaller() throws IOException {
        byte[] small = picture("png", 120, 80);
        byte[] large = picture("jpeg", 1000, 750);
        assertThat(large.length).isGreaterThan(300 * 1024);
        send("m1", MMS + "<mmsBodyText>" + base64(multipart(small, large)) + "</mmsBodyText>");
        ReceivedMms mms = received();
        assertThat(mms.texts()).containsExactly("page one", "page two");
        assertThat(mms.media("image/png"))
                .singleElement()
                .extracting(MmsPart::octets)
                .isEqualTo(small);
        MmsPart adapted = mms.media("image/jpeg").getFirst();
        BufferedImage shown = ImageIO.read(new ByteArrayInputStream(adapted.octets()));
        assertThat(shown.getWidth()).isBetween(160, 640);
        assertThat(shown.getHeight()).isEqualTo(shown.getWidth() * 3 / 4);
        assertThat(mms.parts().stream().mapToInt(part -> part.octets().length).sum())
                .isLessThanOrEqualTo(300 * 1024);
        assertThat(SERVER.mmsc().report(SERVER.mmsReports(), mms, "Retrieved")).isEqualTo(1000);
        assertThat(statuses("m1", 2))
                .containsExactlyInAnyOrder("MessageSent", "DeliveredToNetwork MMS");
    }

    /// The network makes the MMS of the message itself.
    @Test
    void withoutAContentOfItsOwnTheMmsSaysWhatTheMessageSays() {
        send("m1", MMS);
        assertThat(received().texts()).containsExactly("您有一个包裹");
    }

    /// It is kept by the content server; the link beside it leads to the picture in its full size.
    @Test
    void aPictureOfTheMessageIsInTheMmsWithItsLink() throws IOException {
        byte[] png = picture("png", 120, 80);
        String url = uploaded(png);
        String xml =
                """
                <file xmlns="urn:gsma:params:xml:ns:rcs:rcs:fthttp"><file-info type="file">\
                <file-size>%d</file-size><file-name>a.png</file-name>\
                <content-type>image/png</content-type><data url="%s"/></file-info></file>\
                """
                        .formatted(png.length, url);
        String body =
                bot.nested(
                        "m1", List.of(stranger), "application/vnd.gsma.rcs-ft-http+xml", xml, MMS);
        assertThat(bot.send(SERVER_URL, "group/v1", body).code()).isEqualTo("0");
        ReceivedMms mms = received();
        assertThat(mms.media("image/png"))
                .singleElement()
                .extracting(MmsPart::octets)
                .isEqualTo(png);
        assertThat(mms.texts())
                .singleElement()
                .asString()
                .matches("a.png \\(28 KB\\) http://.*/f/.*");
    }

    private String uploaded(byte[] png) throws IOException {
        try (CtcuChatbot other =
                CtcuChatbot.start(
                        new CtcuChatbot.Identity(
                                "sip:10661@botplatform.rcs.local", "app", "key", "token"),
                        InstantSource.system())) {
            SERVER.put(
                    "/v1/chatbots/"
                            + URLEncoder.encode(other.identity().address(), StandardCharsets.UTF_8),
                    """
                    {"csp":"acme","appId":"app","appKey":"key","token":"token","callback":"%s"}\
                    """
                            .formatted(other.callback()));
            assertThat(other.connect(SERVER_URL).errorCode()).isZero();
            Reply reply = other.upload(SERVER_URL, "temp", "a.png", "image/png", png);
            return reply.body().at("/fileInfo/0/url").asString("");
        }
    }

    @Test
    void whatTheMmscRefusesIsAnSmsWhereThatIsAllowed() {
        SERVER.mmsc().answerWith(2004);
        send("m1", MMS + SMS.formatted(stranger));
        assertThat(sms(1, PATIENCE)).containsExactly("as SMS " + stranger);
        assertThat(statuses("m1", 2))
                .containsExactlyInAnyOrder("MessageSent", "DeliveredToNetwork SMS");
        assertThat(SERVER.mmsc().await(1, stranger, Duration.ZERO)).hasSize(1);
        nothingMoreThan("m1", "MessageSent", "DeliveredToNetwork SMS");
    }

    @Test
    void whatTheMmscRefusesFailsWhereNoSmsIsAllowed() {
        SERVER.mmsc().answerWith(2004);
        send("m1", MMS);
        assertThat(statuses("m1", 2))
                .containsExactlyInAnyOrder("MessageSent", "DeliveryImpossible SVC7001");
        nothingMoreThan("m1", "MessageSent", "DeliveryImpossible SVC7001");
        assertThat(sms(0, Duration.ZERO)).isEmpty();
    }

    @Test
    void whatNeverReachesTheHandsetFails() {
        send("m1", MMS + SMS.formatted(stranger));
        ReceivedMms mms = received();
        assertThat(SERVER.mmsc().report(SERVER.mmsReports(), mms, "Expired")).isEqualTo(1000);
        assertThat(statuses("m1", 2))
                .containsExactlyInAnyOrder("MessageSent", "DeliveryImpossible SVC7001");
        assertThat(sms(0, Duration.ZERO)).isEmpty();
    }

    @Test
    void aReportFindsItsMessageAfterTheServerWasKilled() {
        send("m1", MMS);
        ReceivedMms mms = received();
        // what the MMSC calls it is on the disk
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> SERVER.get("/v1/traces/m1").contains("part 1: Accepted"));
        SERVER.kill();
        assertThat(SERVER.mmsc().report(SERVER.mmsReports(), mms, "Retrieved")).isZero();
        SERVER.startAgain();
        assertThat(SERVER.mmsc().report(SERVER.mmsReports(), mms, "Retrieved")).isEqualTo(1000);
        assertThat(statuses("m1", 2)).contains("DeliveredToNetwork MMS");
        assertThat(SERVER.mmsc().await(1, stranger, Duration.ZERO)).hasSize(1);
    }

    @Test
    void theGatewayIsShownAndStrangersBringNoReports() {
        assertThat(SERVER.get("/v1/gateways")).contains("\"id\":\"mmsc-1\"", "\"type\":\"mm7\"");
        assertThat(
                        SERVER.get(
                                "/v1/routes/explain?from="
                                        + URLEncoder.encode(
                                                bot.identity().address(), StandardCharsets.UTF_8)
                                        + "&to="
                                        + URLEncoder.encode(stranger, StandardCharsets.UTF_8)
                                        + "&mms=true"))
                .contains("not-rcs-mms", "gateway mmsc-1 takes it as MMS");
    }

    private static byte[] multipart(byte[] small, byte[] large) {
        String text =
                """
                --next
                Content-Type: text/plain; charset=utf-8

                page one
                --next
                Content-Type: image/png
                Content-Transfer-Encoding: base64

                %s
                --next
                Content-Type: text/plain

                page two
                --next
                Content-Type: image/jpeg
                Content-Transfer-Encoding: base64

                %s
                --next--
                """
                        .formatted(base64(small), base64(large));
        return text.replace("\n", "\r\n").getBytes(ISO_8859_1);
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static byte[] picture(String format, int width, int height) throws IOException {
        var random = new SplittableRandom(5);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt(0x1000000));
            }
        }
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }
}
