package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.fivegmc.loadtest.handset.ChatOutcome;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Disposition;
import org.fivegmc.loadtest.handset.DownloadedFile;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.LargeSent;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.OutgoingFile;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedRevocation;
import org.fivegmc.loadtest.handset.Sent;
import org.fivegmc.loadtest.handset.UploadedFile;

/// The scenes beyond pager mode: a chat and a large message, a file, messages taken back. A and B
/// are registered.
final class RichScenes {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int JPEG = 0xffd8ffe0;

    private final DemoPlan plan;
    private final Printer printer;
    private final ReportCheck reports;

    RichScenes(DemoPlan plan, Printer printer, ReportCheck reports) {
        this.plan = plan;
        this.printer = printer;
        this.reports = reports;
    }

    void play(Handset a, Handset b) {
        sessions(a, b);
        file(a, b);
        revocation(a, b);
    }

    private void sessions(Handset a, Handset b) {
        printer.heading("5. A chat, and a large message, over MSRP");
        ChatOutcome outcome = a.openChat(DemoPlan.B);
        if (!printer.expect(
                "the chat is answered: " + outcome.status(),
                outcome instanceof ChatOutcome.Established)) {
            return;
        }
        try (ChatSession chat = outcome.chat()) {
            chat.isComposing(true);
            Sent hello =
                    chat.sendText(
                            "Are you there?",
                            EnumSet.of(Disposition.POSITIVE_DELIVERY, Disposition.DISPLAY));
            printer.expect("the message is safe: " + hello.status(), hello.status() == 200);
            List<ReceivedMessage> received =
                    b.messages().await(1, m -> m.imdnId().equals(hello.imdnId()), PATIENCE);
            printer.expect(
                    "B has it, in a session of its own",
                    received.size() == 1 && received.getFirst().mode() == Mode.CHAT);
            reports.expect(a, hello, "delivered");
            received.forEach(b::display);
            reports.expect(a, hello, "displayed");
            List<ChatSession> theirs = b.chats().await(1, _ -> true, PATIENCE);
            theirs.forEach(session -> session.sendText("Yes", EnumSet.noneOf(Disposition.class)));
            printer.expect(
                    "A has the answer in the chat",
                    chat.received().await(1, m -> m.text().equals("Yes"), PATIENCE).size() == 1);
        }
        LargeSent large =
                a.sendLarge(
                        DemoPlan.B,
                        picture(1 << 20),
                        "image/jpeg",
                        EnumSet.of(Disposition.POSITIVE_DELIVERY));
        printer.expect("a message of 1 MiB is safe: " + large.msrpStatus(), large.accepted());
        List<ReceivedMessage> whole =
                b.messages().await(1, m -> m.imdnId().equals(large.imdnId()), PATIENCE);
        printer.expect(
                "B has every octet of it",
                whole.size() == 1 && whole.getFirst().sha256().equals(large.sha256()));
    }

    private void file(Handset a, Handset b) {
        printer.heading("6. A file: uploaded, told of, downloaded");
        try {
            OutgoingFile picture =
                    OutgoingFile.of("car.jpg", "image/jpeg", picture(300_000))
                            .withThumbnail(picture(4_000));
            UploadedFile uploaded = a.uploadFile(plan.uploads(), picture);
            if (!printer.expect(
                    "A's file is taken: " + uploaded.status(), uploaded.status() == 200)) {
                return;
            }
            Sent sent =
                    a.sendFile(
                            DemoPlan.B,
                            uploaded.fileXml(),
                            EnumSet.of(Disposition.POSITIVE_DELIVERY, Disposition.DISPLAY));
            printer.expect("A's message is accepted: " + sent.status(), sent.status() == 202);
            List<ReceivedMessage> documents =
                    b.messages().await(1, m -> m.imdnId().equals(sent.imdnId()), PATIENCE);
            if (!printer.expect(
                    "B has the document as A got it",
                    documents.size() == 1
                            && documents
                                    .getFirst()
                                    .sha256()
                                    .equals(sha256(uploaded.fileXml().getBytes(UTF_8))))) {
                return;
            }
            reports.expect(a, sent, "delivered");
            String document = documents.getFirst().text();
            DownloadedFile small = b.files().downloadThumbnail(document);
            printer.expect(
                    "B sees the thumbnail",
                    small.sha256().equals(sha256(picture.thumbnail().orElseThrow())));
            DownloadedFile whole = b.downloadFile(document);
            printer.expect(
                    "B has the file: %s, %d octets, SHA-256 %s..."
                            .formatted(whole.name(), whole.octets(), start(whole.sha256())),
                    whole.sha256().equals(sha256(picture.octets()))
                            && whole.name().equals("car.jpg"));
            documents.forEach(b::display);
            reports.expect(a, sent, "displayed");
        } catch (IOException failed) {
            printer.expect("the content server is reached: " + failed, false);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            printer.expect("no interruption", false);
        }
    }

    /// What is behind the revoked message shows that it is gone: it would have come before.
    private void revocation(Handset a, Handset b) {
        printer.heading("7. A takes a message back while B is away");
        printer.expect("B de-registers", b.unregister().succeeded());
        Sent regretted =
                a.sendText(
                        DemoPlan.B,
                        "This is not for you",
                        EnumSet.of(Disposition.POSITIVE_DELIVERY));
        printer.expect("the message is accepted: " + regretted.status(), regretted.status() == 202);
        expectResult(a, regretted, "success");
        Sent instead = a.sendText(DemoPlan.B, "See you", EnumSet.of(Disposition.POSITIVE_DELIVERY));
        printer.expect("the next one is accepted: " + instead.status(), instead.status() == 202);
        printer.expect("B registers again", b.register(HOUR).succeeded());
        List<String> ids = List.of(regretted.imdnId(), instead.imdnId());
        b.messages().await(1, m -> m.imdnId().equals(instead.imdnId()), PATIENCE);
        printer.expect(
                "B has the second message and not the first",
                b.messages().matching(m -> ids.contains(m.imdnId())).stream()
                        .map(ReceivedMessage::imdnId)
                        .toList()
                        .equals(List.of(instead.imdnId())));
        reports.expect(a, instead, "delivered");
        printer.expect(
                "A is told nothing of the first",
                a.reports().matching(r -> r.about().equals(regretted.imdnId())).isEmpty());
        printer.heading("   and tries to, when B has it");
        expectResult(a, instead, "failure");
    }

    private void expectResult(Handset a, Sent message, String result) {
        int status = a.revoke(DemoPlan.B, message.imdnId());
        printer.expect("A's wish is heard: " + status, status == 202);
        List<ReceivedRevocation> told =
                a.revocations().await(1, r -> r.about().equals(message.imdnId()), PATIENCE);
        printer.expect(
                "A is told the result: " + result,
                told.size() == 1 && told.getFirst().result().equals(result));
    }

    /// What begins like a JPEG, since the content server looks.
    private static byte[] picture(int octets) {
        byte[] picture = new byte[octets];
        new SplittableRandom(octets).nextBytes(picture);
        ByteBuffer.wrap(picture).putInt(JPEG);
        return picture;
    }

    private static String start(String sha256) {
        return sha256.substring(0, Math.min(8, sha256.length()));
    }

    private static String sha256(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
