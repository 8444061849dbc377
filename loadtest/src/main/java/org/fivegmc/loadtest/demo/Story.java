package org.fivegmc.loadtest.demo;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.fivegmc.loadtest.handset.Disposition;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.Profile;
import org.fivegmc.loadtest.handset.ReceivedText;
import org.fivegmc.loadtest.handset.Registration;
import org.fivegmc.loadtest.handset.Secret;
import org.fivegmc.loadtest.handset.Sent;
import org.fivegmc.loadtest.observe.Timeline;
import org.fivegmc.loadtest.process.AdminClient;
import org.fivegmc.loadtest.smsc.SmscEvent;
import org.fivegmc.loadtest.smsc.SmscProcess;

/// The scenes with pager mode alone, and then [RichScenes]. Each expectation is checked where its
/// effect must show: at the other handset, at the SMSC, or back at the sender.
final class Story implements Scenes {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    // What must not come gets this long to come after all.
    private static final Duration SETTLE = Duration.ofMillis(1500);
    private static final int PARTS = 3;
    private static final String LONG_TEXT =
            IntStream.rangeClosed(1, 15)
                    .mapToObj(n -> "第%02d句话，你好😀。".formatted(n))
                    .collect(joining());

    private final DemoPlan plan;
    private final Printer printer;
    private final Timeline timeline;
    private final ServerProcess server;
    private final SmscProcess smsc;
    private final ReportCheck reports;

    Story(
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
        this.reports = new ReportCheck(printer);
    }

    @Override
    public void play() {
        printer.heading("0. A fresh server");
        if (!printer.expect("the server starts", server.awaitReady()) || !provision()) {
            server.tail().forEach(line -> printer.plain("    " + line));
            return;
        }
        // A uses TCP because its long text does not fit the 1300 bytes allowed on UDP.
        try (Handset a =
                        Handset.start(
                                plan.profile("A", DemoPlan.A, Profile.Transport.TCP), timeline);
                Handset b =
                        Handset.start(
                                plan.profile("B", DemoPlan.B, Profile.Transport.UDP), timeline);
                Handset tablet =
                        Handset.start(
                                plan.profile("B2", DemoPlan.B, Profile.Transport.TCP), timeline)) {
            registration(a, b, tablet);
            online(a, b, tablet);
            offline(a, b, tablet);
            fallback(a);
            new RichScenes(plan, printer, reports).play(a, b);
        }
    }

    private boolean provision() {
        try (AdminClient admin = new AdminClient(plan.httpPort())) {
            boolean made = true;
            for (String number : List.of(DemoPlan.A, DemoPlan.B, DemoPlan.C)) {
                boolean rcs = !number.equals(DemoPlan.C);
                int status = admin.putSubscriber(number, DemoPlan.PASSWORD, rcs);
                made &=
                        printer.expect(
                                "subscriber %s is provisioned: %d".formatted(number, status),
                                status >= 200 && status < 300);
            }
            return made;
        }
    }

    private void registration(Handset a, Handset b, Handset tablet) {
        printer.heading("1. Registration with digest");
        for (Handset handset : List.of(a, b, tablet)) {
            Registration registration = handset.register(HOUR);
            printer.expect(
                    "%s is challenged, then registered: %s"
                            .formatted(handset.profile().name(), registration.statuses()),
                    registration.statuses().equals(List.of(401, 200)));
        }
        Profile wrong =
                plan.profile("X", DemoPlan.B, Profile.Transport.UDP)
                        .withSecret(
                                new Secret.Password(DemoPlan.B + "@" + DemoPlan.DOMAIN, "guessed"));
        try (Handset thief = Handset.start(wrong, timeline)) {
            int status = thief.register(HOUR).last().status();
            printer.expect(
                    "a wrong password is refused: " + status, status == 401 || status == 403);
        }
    }

    private void online(Handset a, Handset b, Handset tablet) {
        printer.heading("2. A message for both of B's devices, delivered and displayed");
        Sent sent =
                a.sendText(
                        DemoPlan.B,
                        "Hello B 👋",
                        EnumSet.of(Disposition.POSITIVE_DELIVERY, Disposition.DISPLAY));
        printer.expect("A's message is accepted: " + sent.status(), sent.status() == 202);
        List<ReceivedText> texts = expectText(b, sent);
        List<ReceivedText> onTablet = expectText(tablet, sent);
        expectReport(a, sent, "delivered");
        texts.forEach(b::display);
        expectReport(a, sent, "displayed");
        expectReadElsewhere(tablet, sent);
        onTablet.forEach(tablet::display);
        a.reports().await(3, r -> r.about().equals(sent.imdnId()), SETTLE);
        printer.expect(
                "A is told each once, though both devices report",
                a.reports().matching(r -> r.about().equals(sent.imdnId())).size() == 2);
    }

    private void expectReadElsewhere(Handset device, Sent sent) {
        printer.expect(
                device.profile().name() + " is told that B has read it elsewhere",
                !device.reports()
                        .await(
                                1,
                                r ->
                                        r.about().equals(sent.imdnId())
                                                && r.status().equals("displayed")
                                                && r.sender().contains(DemoPlan.B),
                                PATIENCE)
                        .isEmpty());
    }

    private List<ReceivedText> expectText(Handset device, Sent sent) {
        List<ReceivedText> texts =
                device.texts().await(1, t -> t.imdnId().equals(sent.imdnId()), PATIENCE);
        printer.expect(
                device.profile().name() + " receives the text, from A",
                texts.size() == 1
                        && texts.getFirst().text().equals("Hello B 👋")
                        && texts.getFirst().sender().contains(DemoPlan.A));
        return texts;
    }

    private void offline(Handset a, Handset b, Handset tablet) {
        printer.heading("3. B is away, the server dies, nothing is lost");
        printer.expect("B2 de-registers", tablet.unregister().succeeded());
        printer.expect("B de-registers", b.unregister().succeeded());
        List<Sent> sent = new ArrayList<>();
        for (int n = 1; n <= 3; n++) {
            sent.add(
                    a.sendText(
                            DemoPlan.B, "stored " + n, EnumSet.of(Disposition.POSITIVE_DELIVERY)));
        }
        printer.expect(
                "all three are accepted: 202", sent.stream().allMatch(s -> s.status() == 202));
        server.kill();
        server.restart();
        printer.expect("the server is back on the same data", server.awaitReady());
        printer.expect("A registers again", a.register(HOUR).succeeded());
        printer.expect("B registers again", b.register(HOUR).succeeded());
        List<String> ids = sent.stream().map(Sent::imdnId).toList();
        b.texts().await(ids.size(), t -> ids.contains(t.imdnId()), PATIENCE);
        sent.forEach(one -> expectReport(a, one, "delivered"));
        b.repeated().await(1, t -> ids.contains(t.imdnId()), SETTLE);
        List<String> arrived =
                b.texts().matching(t -> ids.contains(t.imdnId())).stream()
                        .map(ReceivedText::imdnId)
                        .toList();
        printer.expect("B has all three, in order", arrived.equals(ids));
        printer.expect(
                "none of them came twice",
                b.repeated().matching(t -> ids.contains(t.imdnId())).isEmpty());
    }

    private void fallback(Handset a) {
        printer.heading("4. C has no RCS: a long text with emoji leaves as SMS");
        Sent sent =
                a.sendText(
                        DemoPlan.C,
                        LONG_TEXT,
                        EnumSet.of(Disposition.POSITIVE_DELIVERY, Disposition.INTERWORKING));
        printer.expect("A's message is accepted: " + sent.status(), sent.status() == 202);
        List<SmscEvent> messages =
                smsc.events().await(1, e -> e.name().equals("message"), PATIENCE);
        printer.expect(
                "the SMSC joins the same text from %d parts".formatted(PARTS),
                messages.size() == 1
                        && messages.getFirst().text("text").equals(LONG_TEXT)
                        && messages.getFirst().number("parts") == PARTS);
        printer.expect(
                "the server acknowledges the receipts",
                !smsc.events()
                        .await(1, e -> e.name().equals("receipt-acknowledged"), PATIENCE)
                        .isEmpty());
        expectReport(a, sent, "interworking-sms");
        expectReport(a, sent, "delivered");
    }

    private void expectReport(Handset sender, Sent sent, String status) {
        reports.expect(sender, sent, status);
    }
}
