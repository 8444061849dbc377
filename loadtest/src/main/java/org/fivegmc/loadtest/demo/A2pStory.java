package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.fivegmc.loadtest.chatbot.CtcuChatbot;
import org.fivegmc.loadtest.chatbot.Reply;
import org.fivegmc.loadtest.chatbot.Status;
import org.fivegmc.loadtest.chatbot.Uplink;
import org.fivegmc.loadtest.handset.Disposition;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.Profile;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.observe.Timeline;
import org.fivegmc.loadtest.process.AdminClient;
import org.fivegmc.loadtest.smsc.SmscEvent;
import org.fivegmc.loadtest.smsc.SmscProcess;

/// The scenes of a chatbot: A is there, B is away, C has no RCS. Each expectation is checked where
/// its effect must show: at the handset, at the SMSC, or at the chatbot's webhook.
final class A2pStory implements Scenes {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String BOT = "sip:106500@botplatform.ims.example";
    private static final String SMS = "【快递】您的包裹已到，取件码 8-2-1024";

    private static final String CARD =
            """
            {"message": {"generalPurposeCard": {"layout": {"cardOrientation": "VERTICAL"},
              "content": {"title": "您的包裹已到", "description": "取件码 8-2-1024"}}}}\
            """;

    private static final String CHIPS =
            "{\"suggestions\": [{\"reply\": {\"displayText\": \"已取\", \"postback\": {\"data\":"
                    + " \"taken\"}}}]}";

    private static final String TAP =
            "{\"response\": {\"reply\": {\"displayText\": \"已取\", \"postback\": {\"data\":"
                    + " \"taken\"}}}}";

    private final DemoPlan plan;
    private final Printer printer;
    private final Timeline timeline;
    private final ServerProcess server;
    private final SmscProcess smsc;

    A2pStory(
            DemoPlan plan,
            Printer printer,
            Timeline timeline,
            ServerProcess server,
            SmscProcess smsc) {
        this.plan = plan;
        this.printer = printer;
        this.timeline = timeline;
        this.server = server;
        this.smsc = smsc;
    }

    @Override
    public void play() {
        printer.heading("0. A fresh server");
        if (!printer.expect("the server starts", server.awaitReady())) {
            server.tail().forEach(line -> printer.plain("    " + line));
            return;
        }
        var identity = new CtcuChatbot.Identity(BOT, "demo-app", "demo-key", "demo-token");
        try (CtcuChatbot bot = CtcuChatbot.start(identity, timeline);
                Handset a = handset("A", DemoPlan.A);
                Handset b = handset("B", DemoPlan.B)) {
            if (!provision(bot)) {
                return;
            }
            registration(bot, a);
            card(bot, a);
            away(bot, b);
            sms(bot);
            everybody(bot, a, b);
            printer.expect("every call of the webhook was signed", bot.forged().all().isEmpty());
        } catch (IOException cannot) {
            printer.expect("the webhook listens: " + cannot.getMessage(), false);
        }
    }

    private Handset handset(String name, String number) {
        return Handset.start(plan.profile(name, number, Profile.Transport.TCP), timeline);
    }

    private boolean provision(CtcuChatbot bot) {
        try (AdminClient admin = new AdminClient(plan.httpPort())) {
            boolean made = true;
            for (String number : List.of(DemoPlan.A, DemoPlan.B, DemoPlan.C)) {
                boolean rcs = !number.equals(DemoPlan.C);
                made &= provisioned(number, admin.putSubscriber(number, DemoPlan.PASSWORD, rcs));
            }
            made &= provisioned("the provider acme", admin.put("/v1/csps/acme", "{}"));
            String chatbot =
                    "{\"csp\":\"acme\",\"appId\":\"%s\",\"appKey\":\"%s\",\"token\":\"%s\",\"callback\":\"%s\"}"
                            .formatted(
                                    bot.identity().appId(),
                                    bot.identity().appKey(),
                                    bot.identity().token(),
                                    bot.callback());
            made &=
                    provisioned(
                            "the chatbot",
                            admin.put("/v1/chatbots/" + URLEncoder.encode(BOT, UTF_8), chatbot));
            return made;
        }
    }

    private boolean provisioned(String what, int status) {
        return printer.expect(
                "%s is provisioned: %d".formatted(what, status), status >= 200 && status < 300);
    }

    private void registration(CtcuChatbot bot, Handset a) {
        printer.heading("1. A registers, the chatbot fetches its access token");
        printer.expect("A is registered", a.register(HOUR).succeeded());
        printer.expect("the chatbot has a token", bot.connect(plan.chatbots()).errorCode() == 0);
    }

    private void card(CtcuChatbot bot, Handset a) {
        printer.heading("2. A card with a button for A, and what A does with it");
        String parts =
                CtcuChatbot.json("application/vnd.gsma.botmessage.v1.0+json", CARD)
                        + ","
                        + CtcuChatbot.json("application/vnd.gsma.botsuggestion.v1.0+json", CHIPS);
        send(bot, "card-1", List.of(DemoPlan.A), parts, "");
        List<ReceivedMessage> cards = received(a, "card-1");
        printer.expect(
                "A has the card and the button, octet for octet",
                cards.size() == 1
                        && cards.getFirst().text().contains(CARD)
                        && cards.getFirst().text().contains(CHIPS));
        told(bot, "card-1", DemoPlan.A, "delivered");
        cards.forEach(a::display);
        told(bot, "card-1", DemoPlan.A, "displayed");
        a.sendPager(
                BOT,
                TAP.getBytes(UTF_8),
                "application/vnd.gsma.botsuggestion.response.v1.0+json",
                EnumSet.noneOf(Disposition.class));
        printer.expect(
                "the chatbot has the tap",
                bot.uplinks().await(1, A2pStory::isTap, PATIENCE).size() == 1);
        a.sendText(BOT, "谢谢", EnumSet.noneOf(Disposition.class));
        printer.expect(
                "the chatbot has A's words",
                bot.uplinks().await(1, u -> u.text().equals("谢谢"), PATIENCE).size() == 1);
    }

    private static boolean isTap(Uplink uplink) {
        return uplink.parts().path(0).path("contentText").toString().contains("taken")
                && uplink.user().equals("tel:" + DemoPlan.A);
    }

    private void away(CtcuChatbot bot, Handset b) {
        printer.heading(
                "3. Two messages for B, who is away; one is taken back, the server is killed");
        send(bot, "wait-1", List.of(DemoPlan.B), CtcuChatbot.text("现在不看"), "");
        send(bot, "wait-2", List.of(DemoPlan.B), CtcuChatbot.text("回来再看"), "");
        Reply revoked =
                bot.call(
                        plan.chatbots(),
                        "revoke",
                        "{\"messageId\":\"wait-1\",\"destinationAddress\":[\"tel:%s\"],\"status\":\"RevokeRequested\"}"
                                .formatted(DemoPlan.B));
        printer.expect("the revocation is taken", revoked.errorCode() == 0);
        told(bot, "wait-1", DemoPlan.B, "revokeOk");
        server.kill();
        server.restart();
        printer.expect("the server starts again", server.awaitReady());
        printer.expect("B is registered", b.register(HOUR).succeeded());
        printer.expect("B has the other message", received(b, "wait-2").size() == 1);
        told(bot, "wait-2", DemoPlan.B, "delivered");
        printer.expect(
                "B has nothing else",
                b.messages().all().stream().allMatch(m -> m.imdnId().equals("wait-2")));
        printer.expect(
                "the chatbot has another token: the old one went with the process",
                bot.connect(plan.chatbots()).errorCode() == 0);
    }

    private void sms(CtcuChatbot bot) {
        printer.heading("4. C has no RCS: the text the chatbot allowed leaves as SMS");
        send(bot, "sms-1", List.of(DemoPlan.C), CtcuChatbot.text("取件码 8-2-1024"), mayBeSms());
        List<SmscEvent> messages =
                smsc.events().await(1, e -> e.name().equals("message"), PATIENCE);
        printer.expect(
                "the SMSC has that text, once",
                messages.size() == 1 && messages.getFirst().text("text").equals(SMS));
        told(bot, "sms-1", DemoPlan.C, "deliveredToNetwork");
        told(bot, "sms-1", DemoPlan.C, "delivered");
    }

    private void everybody(CtcuChatbot bot, Handset a, Handset b) {
        printer.heading("5. One request for all three, each reached in their own way");
        send(
                bot,
                "all-1",
                List.of(DemoPlan.A, DemoPlan.B, DemoPlan.C),
                CtcuChatbot.text("明天停水"),
                mayBeSms());
        printer.expect("A has it", received(a, "all-1").size() == 1);
        printer.expect("B has it", received(b, "all-1").size() == 1);
        for (String number : List.of(DemoPlan.A, DemoPlan.B, DemoPlan.C)) {
            told(bot, "all-1", number, "delivered");
        }
        printer.expect(
                "only C got an SMS",
                smsc.events().matching(e -> e.name().equals("message")).size() == 2);
    }

    private static String mayBeSms() {
        return "\"smsSupported\":true,\"smsContent\":\"" + SMS + "\"";
    }

    private void send(CtcuChatbot bot, String id, List<String> to, String parts, String more) {
        Reply reply = bot.call(plan.chatbots(), "messages", bot.message(id, to, parts, more));
        printer.expect(
                "%s is taken: %d %s".formatted(id, reply.errorCode(), reply.errorMessage()),
                reply.errorCode() == 0);
    }

    private static List<ReceivedMessage> received(Handset handset, String id) {
        return handset.messages().await(1, m -> m.imdnId().equals(id), PATIENCE);
    }

    private void told(CtcuChatbot bot, String id, String number, String status) {
        List<Status> seen =
                bot.statuses()
                        .await(
                                1,
                                s ->
                                        s.messageId().equals(id)
                                                && s.user().equals("tel:" + number)
                                                && s.status().equals(status),
                                PATIENCE);
        printer.expect(
                "the chatbot is told of %s: %s is %s".formatted(number, id, status),
                !seen.isEmpty());
    }
}
