package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.header.Header;
import javax.sip.message.Request;
import org.fivegmc.loadtest.observe.Observed;
import org.fivegmc.loadtest.observe.Timeline;

/// Reads what came to a handset and keeps it: texts, texts that came again, reports. Not even a
/// malformed message is lost sight of: it becomes a note on the timeline.
///
/// Thread: [#take] from the stack's one thread only; the lists may be read by any.
final class Inbox {
    private static final Pattern URI = Pattern.compile("<([^>]*)>");

    private final String owner;
    private final Timeline timeline;
    private final Consumer<ReceivedText> deliveryWanted;
    private final Set<String> known = new HashSet<>();
    private final Observed<ReceivedText> texts = new Observed<>();
    private final Observed<ReceivedText> repeated = new Observed<>();
    private final Observed<ReceivedReport> reports = new Observed<>();

    Inbox(String owner, Timeline timeline, Consumer<ReceivedText> deliveryWanted) {
        this.owner = owner;
        this.timeline = timeline;
        this.deliveryWanted = deliveryWanted;
    }

    Observed<ReceivedText> texts() {
        return texts;
    }

    Observed<ReceivedText> repeated() {
        return repeated;
    }

    Observed<ReceivedReport> reports() {
        return reports;
    }

    synchronized void take(Request request) {
        byte[] body = request.getRawContent();
        Optional<Cpim> cpim = body == null ? Optional.empty() : Cpim.parse(body);
        if (cpim.isEmpty()) {
            timeline.in(owner, "MESSAGE that is not CPIM: " + describe(body));
            return;
        }
        String sender = sender(request);
        String type = cpim.get().mimeHeader("Content-Type").orElse("");
        if (type.contains("imdn+xml") || cpim.get().content().contains("message/imdn+xml")) {
            takeReports(sender, cpim.get());
        } else {
            takeText(sender, cpim.get(), header(request, "Call-ID").orElse(""));
        }
    }

    private void takeReports(String sender, Cpim cpim) {
        for (ImdnText.Report report : ImdnText.parse(cpim.text())) {
            timeline.in(owner, "IMDN %s from %s".formatted(report.status(), sender));
            reports.add(new ReceivedReport(Instant.now(), sender, report.about(), report.status()));
        }
    }

    private void takeText(String sender, Cpim cpim, String callId) {
        String imdnId = cpim.extension(Cpim.IMDN, "Message-ID").orElse("");
        boolean first = known.add(sender + " " + imdnId) || imdnId.isEmpty();
        ReceivedText text =
                new ReceivedText(
                        texts.all().size() + (first ? 1 : 0),
                        Instant.now(),
                        sender,
                        imdnId,
                        cpim.header("DateTime").orElse(""),
                        cpim.extension(Cpim.IMDN, "Disposition-Notification").orElse(""),
                        cpim.text(),
                        callId);
        timeline.in(
                owner,
                "MESSAGE%s from %s \"%s\""
                        .formatted(first ? "" : " AGAIN", sender, text.text().strip()));
        (first ? texts : repeated).add(text);
        if (first && text.dispositions().contains(Disposition.POSITIVE_DELIVERY.token())) {
            deliveryWanted.accept(text);
        }
    }

    private static String sender(Request request) {
        String value =
                header(request, "P-Asserted-Identity").or(() -> header(request, "From")).orElse("");
        Matcher uri = URI.matcher(value);
        return uri.find() ? uri.group(1) : value;
    }

    private static Optional<String> header(Request request, String name) {
        Header header = request.getHeader(name);
        return header == null ? Optional.empty() : Optional.of(Answer.valueOf(header));
    }

    private static String describe(byte[] body) {
        return body == null ? "no body" : new String(body, UTF_8).lines().findFirst().orElse("");
    }
}
