package org.fivegmc.loadtest.msrp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.fivegmc.loadtest.msrp.Draft.Incident;
import org.fivegmc.loadtest.msrp.Draft.Piece;
import org.fivegmc.loadtest.msrp.Manners.Falling;
import org.fivegmc.loadtest.msrp.Manners.Farewell;
import org.fivegmc.loadtest.msrp.Manners.Part;

/// Writes one message, on a thread of its own.
final class Sending {
    /// Chunks sent and not answered.
    static final int WINDOW = 1_024;

    private static final int SLICE = 16_384;

    private final SessionPlan plan;
    private final PeerConnection connection;
    private final SentMessage message;
    private final Draft draft;
    private final List<Incident> incidents;
    private final Semaphore window = new Semaphore(WINDOW);
    private final byte[] slice = new byte[SLICE];
    private final boolean answered;
    private long sent;

    Sending(SessionPlan plan, PeerConnection connection, SentMessage message) {
        this.plan = plan;
        this.connection = connection;
        this.message = message;
        this.draft = message.draft();
        this.incidents = new ArrayList<>(draft.incidents());
        this.incidents.sort(Comparator.comparingLong(Incident::at));
        this.answered =
                switch (draft.failureReport().toLowerCase(Locale.ROOT)) {
                    case "no", "partial" -> false;
                    default -> true;
                };
    }

    void run() {
        try {
            for (int i = 0; i < draft.pieces().size(); i++) {
                if (message.isOver()) {
                    return;
                }
                window.acquire();
                chunk(i);
            }
            if (!message.isOver()) {
                message.written(answered);
                happen(Incident.AFTER_THE_END);
            }
        } catch (FrameWriter.Exhausted _) {
            // said when it happened
        } catch (IOException _) {
            message.over(new Outcome.Lost());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            message.over(new Outcome.Lost());
        }
    }

    private void chunk(int index) throws IOException {
        Piece piece = draft.pieces().get(index);
        boolean last = index == draft.pieces().size() - 1;
        Manners manners = plan.manners();
        String id = connection.newId();
        if (answered) {
            message.chunk();
            connection.await(
                    id,
                    status -> {
                        window.release();
                        message.answered(status);
                        if (last && status == 200) {
                            answeredWhole();
                        }
                    });
        } else {
            connection.await(
                    id,
                    status -> {
                        if (status != 0 && status != 200) {
                            message.reported(status, range(piece));
                        }
                    });
            window.release();
        }
        connection.whole(() -> {
            try {
                write(piece, index, last, id);
            } catch (FrameWriter.Exhausted exhausted) {
                if (manners.falling() instanceof Falling.At at) {
                    fall(at.farewell());
                }
                throw exhausted;
            }
        });
    }

    private void write(Piece piece, int index, boolean last, String id) throws IOException {
        Manners manners = plan.manners();
        FrameWriter writer = connection.writer();
        allow(Part.HEAD, index, last);
        writer.head(manners, "MSRP " + id + " SEND", headers(piece));
        // the type comes last, whatever the manners (RFC 4975 section 9)
        writer.text(manners, "Content-Type: " + draft.contentType() + "\r\n\r\n");
        allow(Part.BODY, index, last);
        char flag = body(piece, last ? '$' : '+');
        if (flag == 0) {
            return;
        }
        allow(Part.END_LINE, index, last);
        if (last && manners.falling() instanceof Falling.BeforeAnswer) {
            connection.deafen();
        }
        writer.endLine(manners, id, flag, true);
        if (last && manners.falling() instanceof Falling.BeforeAnswer(Farewell farewell)) {
            fall(farewell);
        }
    }

    /// Limits what is written of a part, if this is where the sender is lost.
    private void allow(Part part, int index, boolean last) {
        if (plan.manners().falling() instanceof Falling.At at
                && at.part() == part
                && (at.chunk() == index || (at.chunk() == Falling.LAST && last))) {
            connection.writer().allow(at.octets());
        }
    }

    private void answeredWhole() {
        if (plan.manners().falling() instanceof Falling.AfterAnswer(Farewell farewell)) {
            connection.fall(farewell);
        }
    }

    private void fall(Farewell farewell) {
        message.over(new Outcome.Vanished());
        connection.fall(farewell);
    }

    /// Writes the octets of a chunk; the flag it ends with, 0 when the connection is gone.
    private char body(Piece piece, char flag) throws IOException {
        long end = piece.from() + piece.octets();
        long at = piece.from();
        while (true) {
            if (!happen(sent)) {
                return message.isOver() && connection.isClosing() ? 0 : '#';
            }
            if (at == end) {
                return flag;
            }
            long next = incidents.isEmpty() ? Long.MAX_VALUE : incidents.getFirst().at() - sent;
            int n = (int) Math.min(Math.min(end - at, SLICE), next);
            draft.content().read(at, slice, n);
            connection.writer().octets(plan.manners(), slice, n);
            at += n;
            sent += n;
        }
    }

    /// Lets everything happen that is due; whether the message goes on.
    private boolean happen(long position) throws IOException {
        while (!incidents.isEmpty() && incidents.getFirst().at() <= position) {
            connection.writer().flush();
            switch (incidents.removeFirst()) {
                case Incident.Pause(_, Duration time) -> FrameWriter.rest(time);
                case Incident.Abort _ -> {
                    message.over(new Outcome.Aborted());
                    return false;
                }
                case Incident.Vanish _ -> {
                    message.over(new Outcome.Vanished());
                    connection.vanish();
                    return false;
                }
            }
        }
        return true;
    }

    private List<String> headers(Piece piece) {
        List<String> headers = new ArrayList<>();
        headers.add("To-Path: " + plan.theirs());
        headers.add("From-Path: " + plan.ours());
        headers.add("Message-ID: " + draft.messageId());
        headers.add("Byte-Range: " + range(piece));
        if (draft.successReport()) {
            headers.add("Success-Report: yes");
        }
        if (!draft.failureReport().isEmpty()) {
            headers.add("Failure-Report: " + draft.failureReport());
        }
        return headers;
    }

    private String range(Piece piece) {
        long start = piece.from() + 1;
        long total = draft.content().total();
        return switch (draft.ranges()) {
            case TOLD -> start + "-" + (piece.from() + piece.octets()) + "/" + total;
            case OPEN_END -> start + "-*/" + total;
            case UNSIZED -> start + "-*/*";
        };
    }
}
