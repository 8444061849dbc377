package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sip.message.Request;
import org.fivegmc.loadtest.observe.Observed;
import org.fivegmc.loadtest.observe.Timeline;

/// Reads what came to a handset, by MESSAGE or by MSRP, and keeps it: messages, messages that came
/// again, reports, notices of typing, results of revocations. Not even a malformed message is lost
/// sight of: it becomes a note on the timeline.
///
/// Threads: any; one message at a time.
final class Inbox {
    private static final int PIECE = 65_536;

    private final String owner;
    private final Timeline timeline;
    private final Consumer<ReceivedMessage> deliveryWanted;
    private final Set<String> known = new HashSet<>();
    private int count;
    private final Observed<String> seen = new Observed<>();
    private final Observed<ReceivedMessage> messages = new Observed<>();
    private final Observed<ReceivedText> texts = new Observed<>();
    private final Observed<ReceivedMessage> repeated = new Observed<>();
    private final Observed<ReceivedReport> reports = new Observed<>();
    private final Observed<ReceivedComposing> composing = new Observed<>();
    private final Observed<ReceivedRevocation> revocations = new Observed<>();

    Inbox(String owner, Timeline timeline, Consumer<ReceivedMessage> deliveryWanted) {
        this.owner = owner;
        this.timeline = timeline;
        this.deliveryWanted = deliveryWanted;
    }

    /// How a message came, from whom, and who besides wants to see it.
    record Arrival(
            Mode mode,
            long nanos,
            String sender,
            SipFields sip,
            Consumer<ReceivedMessage> alsoTo) {}

    /// Length and digest of a content, which may be too long to be held.
    private record Measured(long octets, String sha256) {}

    /// From now on only messages, those that come again, reports and results of revocations.
    void keepLess() {
        seen.keepNothing();
        texts.keepNothing();
        composing.keepNothing();
    }

    /// Requests of SIP and starts of messages of MSRP, as they came.
    Observed<String> seen() {
        return seen;
    }

    Observed<ReceivedMessage> messages() {
        return messages;
    }

    Observed<ReceivedText> texts() {
        return texts;
    }

    Observed<ReceivedMessage> repeated() {
        return repeated;
    }

    Observed<ReceivedReport> reports() {
        return reports;
    }

    Observed<ReceivedComposing> composing() {
        return composing;
    }

    Observed<ReceivedRevocation> revocations() {
        return revocations;
    }

    /// @param nanos [System#nanoTime] when it was there
    synchronized void take(Request request, long nanos) {
        byte[] body = request.getRawContent();
        seen.add(request.toString());
        SipFields sip = SipFields.of(request);
        Arrival arrival = new Arrival(Mode.PAGER, nanos, sip.sender(), sip, _ -> {});
        String type = Headers.first(request, "Content-Type").orElse("");
        if (body != null && isRevocation(type)) {
            takeRevocation(arrival, new String(body, UTF_8));
            return;
        }
        Optional<Cpim> cpim = body == null ? Optional.empty() : Cpim.parse(body);
        if (cpim.isEmpty()) {
            timeline.in(owner, "MESSAGE that is not CPIM: " + describe(body));
            return;
        }
        byte[] content = Arrays.copyOfRange(body, cpim.get().contentAt(), body.length);
        take(arrival, cpim.get(), measure(content), true);
    }

    /// What came in a session.
    synchronized void take(Arrival arrival, org.fivegmc.loadtest.msrp.ReceivedMessage message) {
        String type = message.contentType().toLowerCase(Locale.ROOT);
        seen.add(new String(message.start(), UTF_8));
        if (type.startsWith(MsrpEnd.COMPOSING)) {
            takeComposing(arrival, message.text(), false);
            return;
        }
        Optional<Cpim> cpim = Cpim.parse(message.start());
        if (!type.startsWith(MsrpEnd.CPIM) || cpim.isEmpty()) {
            timeline.in(owner, "MSRP message that is not CPIM: " + message.contentType());
            return;
        }
        Measured measured = measure(message.file().orElseThrow(), cpim.get().contentAt());
        boolean whole = message.octets() <= ReceivedMessage.MOST_TEXT;
        take(arrival, cpim.get(), measured, whole);
    }

    private void take(Arrival arrival, Cpim cpim, Measured measured, boolean whole) {
        String type = cpim.mimeHeader("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (type.contains("imdn+xml")
                || (type.startsWith("multipart/") && cpim.content().contains("message/imdn+xml"))) {
            takeReports(arrival, cpim);
        } else if (type.startsWith(MsrpEnd.COMPOSING)) {
            takeComposing(arrival, cpim.text(), true);
        } else if (isRevocation(type)) {
            takeRevocation(arrival, cpim.text());
        } else {
            takeMessage(arrival, cpim, measured, whole);
        }
    }

    private void takeReports(Arrival arrival, Cpim cpim) {
        for (ImdnText.Report report : ImdnText.parse(cpim.text())) {
            timeline.in(owner, "IMDN %s from %s".formatted(report.status(), arrival.sender()));
            reports.add(
                    new ReceivedReport(
                            Instant.now(),
                            arrival.sender(),
                            Headers.uri(cpim.header("From").orElse("")),
                            Headers.uri(cpim.header("To").orElse("")),
                            report.about(),
                            report.status(),
                            arrival.mode()));
        }
    }

    private void takeComposing(Arrival arrival, String xml, boolean wrapped) {
        boolean active = XmlText.element(xml, "state").orElse("").equals("active");
        timeline.in(
                owner, "%s %s typing".formatted(arrival.sender(), active ? "is" : "has stopped"));
        composing.add(
                new ReceivedComposing(
                        Instant.now(), arrival.sender(), active, wrapped, arrival.sip().callId()));
    }

    private static boolean isRevocation(String type) {
        return type.replace(" ", "").contains("rcsrevoke+xml");
    }

    private void takeRevocation(Arrival arrival, String xml) {
        String about = XmlText.element(xml, "Message-ID").orElse("");
        String result = XmlText.element(xml, "result").orElse("");
        timeline.in(owner, "revocation of %s: %s".formatted(about, result));
        revocations.add(
                new ReceivedRevocation(
                        Instant.now(),
                        arrival.sender(),
                        arrival.sip().contributionId(),
                        about,
                        result.toLowerCase(Locale.ROOT)));
    }

    private void takeMessage(Arrival arrival, Cpim cpim, Measured measured, boolean whole) {
        String imdnId = cpim.extension(Cpim.IMDN, "Message-ID").orElse("");
        String type = cpim.mimeHeader("Content-Type").orElse("text/plain");
        boolean first = known.add(userOf(arrival.sender()) + " " + imdnId) || imdnId.isEmpty();
        ReceivedMessage message =
                new ReceivedMessage(
                        first ? ++count : count,
                        Instant.now(),
                        arrival.nanos(),
                        arrival.mode(),
                        arrival.sender(),
                        imdnId,
                        cpim.header("DateTime").orElse(""),
                        cpim.extension(Cpim.IMDN, "Disposition-Notification").orElse(""),
                        type,
                        measured.octets(),
                        measured.sha256(),
                        whole && isReadable(type) ? cpim.text() : "",
                        arrival.sip());
        note(message, first);
        if (!first) {
            repeated.add(message);
            return;
        }
        messages.add(message);
        arrival.alsoTo().accept(message);
        if (whole && isText(type)) {
            texts.add(new ReceivedText(message));
        }
        if (message.asksFor(Disposition.POSITIVE_DELIVERY)) {
            deliveryWanted.accept(message);
        }
    }

    private void note(ReceivedMessage message, boolean first) {
        String what = message.mode() == Mode.PAGER ? "MESSAGE" : message.mode() + " message";
        String content =
                isText(message.contentType()) && !message.text().isEmpty()
                        ? "\"" + message.text().strip() + "\""
                        : message.octets() + " octets of " + message.contentType();
        timeline.in(
                owner,
                "%s%s from %s %s"
                        .formatted(what, first ? "" : " AGAIN", message.sender(), content));
    }

    private static boolean isText(String type) {
        return type.toLowerCase(Locale.ROOT).startsWith("text/plain");
    }

    private static boolean isReadable(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith("text/")
                || lower.contains("xml")
                || lower.contains("json")
                || lower.startsWith("multipart/");
    }

    private static Measured measure(byte[] content) {
        return new Measured(content.length, HexFormat.of().formatHex(digest().digest(content)));
    }

    private static Measured measure(Path file, long skipped) {
        MessageDigest digest = digest();
        byte[] piece = new byte[PIECE];
        long octets = 0;
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(skipped);
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                digest.update(piece, 0, n);
                octets += n;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new Measured(octets, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String describe(byte[] body) {
        return body == null ? "no body" : new String(body, UTF_8).lines().findFirst().orElse("");
    }

    /// The number or user of a tel or sip URI: in a chat of ours a sender has the name we called,
    /// in one that comes the name the network asserts.
    private static String userOf(String uri) {
        int at = uri.indexOf('@');
        return uri.substring(uri.indexOf(':') + 1, at < 0 ? uri.length() : at);
    }
}
