package org.fivegmc.loadtest.rich;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.fivegmc.loadtest.handset.ChatOutcome;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Disposition;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.LargeSent;
import org.fivegmc.loadtest.handset.OutgoingFile;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.Sent;
import org.fivegmc.loadtest.handset.UploadedFile;
import org.fivegmc.loadtest.msrp.Content;
import org.fivegmc.loadtest.observe.Observed;

/// What a pair plays, a scene of each [Kind]. A scene begins with both registered, and ends so if
/// it comes to its end. What it waits for and does not see is left to the books, which are closed
/// later. Thread: that of the pair.
final class Scenes {
    /// How long a scene waits for what should come.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// How soon it sees that the server is gone.
    private static final Duration GLANCE = Duration.ofMillis(200);

    private static final Set<Disposition> WANTED = EnumSet.of(Disposition.POSITIVE_DELIVERY);
    private static final String BINARY = "application/octet-stream";
    private static final int MOST_OF_CHAT = 5;
    private static final int MOST_AWAY = 3;

    /// From here on a message may be too long for pager mode: 1,300 octets, its CPIM head included.
    static final int NEARLY_LARGE = 1_000;

    /// Where it is beyond doubt.
    static final int LEAST_LARGE = 1_301;

    private static final int JPEG = 0xffd8ffe0;

    private final Pair pair;
    private final RichPlan plan;
    private final Random random;
    private final Handset a;
    private final Handset b;
    private final String nameOfA;
    private final String nameOfB;
    private int texts;

    Scenes(Pair pair, RichPlan plan, Random random) {
        this.pair = pair;
        this.plan = plan;
        this.random = random;
        this.a = pair.a();
        this.b = pair.b();
        this.nameOfA = Pair.numberOf(a);
        this.nameOfB = Pair.numberOf(b);
    }

    void play(Kind kind) throws BrokenOffException, InterruptedException {
        switch (kind) {
            case TEXT -> {
                awaitAt(b, text(a, kind));
                if (random.nextBoolean()) {
                    awaitAt(a, text(b, kind));
                }
            }
            case LARGE -> awaitAt(b, large(kind));
            case CHAT -> chat(kind, true);
            case FILE -> file(kind);
            case REVOKED -> revoked(kind);
            case AWAY -> away(kind);
        }
    }

    // ---- messages

    /// @return the id of a message that was accepted, as of the others here
    private String text(Handset from, Kind kind) throws BrokenOffException {
        String text = nextText();
        Sent sent = from.sendText(from == a ? nameOfB : nameOfA, text, WANTED);
        return taken(from == a ? pair.there() : pair.back(), kind, sent, sha256(text));
    }

    private String nextText() {
        return "text %d of %s".formatted(++texts, nameOfA);
    }

    private static String taken(Lane lane, Kind kind, Sent sent, String sha256)
            throws BrokenOffException {
        lane.sent(kind, sent.imdnId(), sha256, sent.status());
        if (!sent.accepted()) {
            throw new BrokenOffException(sent.status() + " to a message");
        }
        return sent.imdnId();
    }

    private String large(Kind kind) throws BrokenOffException {
        LargeSent sent = a.sendLarge(nameOfB, octets(size()), BINARY, WANTED);
        return taken(pair.there(), kind, new Sent(status(sent), sent.imdnId()), sent.sha256());
    }

    /// With 200 to the INVITE and no MSRP after it there is no answer.
    private static int status(LargeSent sent) {
        if (sent.sipStatus() != 200) {
            return sent.sipStatus();
        }
        return sent.msrpStatus() == 0 ? Lane.NO_ANSWER : sent.msrpStatus();
    }

    /// Every third is near the size where the mode changes; the others are as often from 2,000 to
    /// 4,000 octets as from 100,000 to 200,000.
    private int size() {
        if (random.nextInt(3) == 0) {
            return random.nextInt(NEARLY_LARGE, 2 * LEAST_LARGE - NEARLY_LARGE);
        }
        double from = Math.log(LEAST_LARGE);
        return (int) Math.exp(from + random.nextDouble() * (Math.log(plan.most()) - from));
    }

    private byte[] octets(int size) {
        byte[] octets = new byte[size];
        random.nextBytes(octets);
        return octets;
    }

    // ---- scenes

    /// Some messages of A, and an answer of B if B is there.
    private void chat(Kind kind, boolean withAnswer)
            throws BrokenOffException, InterruptedException {
        ChatOutcome outcome = a.openChat(nameOfB);
        pair.needed("an invitation to a chat", outcome.status());
        ChatSession chat = outcome.chat();
        boolean done = false;
        try {
            List<String> all = new ArrayList<>();
            all.add(said(chat, pair.there(), kind));
            if (withAnswer) {
                Optional<ReceivedMessage> first = awaitAt(b, all.getLast());
                Optional<ChatSession> theirs = first.flatMap(b::chatOf);
                if (theirs.isPresent()) {
                    awaitAt(a, said(theirs.get(), pair.back(), kind));
                }
            }
            for (int more = random.nextInt(MOST_OF_CHAT); more > 0; more--) {
                all.add(said(chat, pair.there(), kind));
            }
            boolean quiet = withAnswer && random.nextBoolean();
            if (quiet) {
                await(a.reports(), report -> report.about().equals(all.getLast()));
            }
            a.reports().all().forEach(report -> all.remove(report.about()));
            pair.there().left(all);
            done = true;
        } finally {
            if (done) {
                chat.bye();
            } else {
                chat.vanish();
            }
        }
    }

    private String said(ChatSession chat, Lane lane, Kind kind) throws BrokenOffException {
        if (random.nextInt(4) == 0) {
            Content content = Content.of(octets(size()));
            return taken(lane, kind, chat.send(BINARY, content, WANTED), sha256(content));
        }
        String text = nextText();
        return taken(lane, kind, chat.sendText(text, WANTED), sha256(text));
    }

    private void file(Kind kind) throws BrokenOffException, InterruptedException {
        URI server = plan.uploads().orElseThrow();
        byte[] picture = octets(size());
        ByteBuffer.wrap(picture).putInt(JPEG);
        UploadedFile taken;
        try {
            taken = a.uploadFile(server, OutgoingFile.of("picture.jpg", "image/jpeg", picture));
        } catch (IOException lost) {
            pair.needed("an upload: " + lost.getMessage(), Lane.NO_ANSWER);
            return;
        }
        pair.needed("an upload", taken.status());
        String document = taken.fileXml();
        Upload upload = new Upload(document, sha256(Content.of(picture)));
        pair.uploads().add(upload);
        Sent sent = a.sendFile(nameOfB, document, WANTED);
        if (awaitAt(b, taken(pair.there(), kind, sent, sha256(document))).isPresent()) {
            upload.fetch(b);
        }
    }

    private void revoked(Kind kind) throws BrokenOffException, InterruptedException {
        pair.unregister(b);
        String id = random.nextBoolean() ? text(a, kind) : large(kind);
        int status = a.revoke(nameOfB, id);
        pair.there().wished(id, status);
        if (status / 100 != 2) {
            throw new BrokenOffException(status + " to a revocation");
        }
        if (random.nextBoolean()) {
            await(a.revocations(), told -> told.about().equals(id));
        }
        pair.register(b);
        await(a.revocations(), told -> told.about().equals(id));
    }

    private void away(Kind kind) throws BrokenOffException, InterruptedException {
        pair.unregister(b);
        int messages = 1 + random.nextInt(MOST_AWAY);
        String last = "";
        for (int n = 0; n < messages; n++) {
            last = random.nextBoolean() ? text(a, kind) : large(kind);
        }
        if (random.nextBoolean()) {
            chat(kind, false);
        }
        pair.register(b);
        awaitAt(b, last);
    }

    // ---- waiting

    private Optional<ReceivedMessage> awaitAt(Handset handset, String id)
            throws BrokenOffException {
        return await(handset.messages(), message -> message.imdnId().equals(id));
    }

    /// What has come, or nothing when it does not come soon.
    private <T> Optional<T> await(Observed<T> where, Predicate<T> what) throws BrokenOffException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < PATIENCE.toNanos()) {
            List<T> found = where.await(1, what, GLANCE);
            if (!found.isEmpty()) {
                return Optional.of(found.getFirst());
            }
            if (!pair.gate().isOpen()) {
                throw new BrokenOffException("the server is gone");
            }
        }
        return Optional.empty();
    }

    private static String sha256(String text) {
        return sha256(Content.of(text.getBytes(UTF_8)));
    }

    private static String sha256(Content content) {
        try {
            return content.sha256();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
