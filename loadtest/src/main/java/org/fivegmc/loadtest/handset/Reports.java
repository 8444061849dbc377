package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.fivegmc.loadtest.msrp.Content;
import org.fivegmc.loadtest.observe.Observed;
import org.fivegmc.loadtest.observe.Timeline;

/// Sends reports on messages: within the chat a message came in while that is open, else by MESSAGE
/// (RCC.07 section 3.2.3). Automatic ones leave in the order in which their messages came.
final class Reports implements AutoCloseable {
    private final String owner;
    private final Timeline timeline;
    private final Pager pager;
    private final Sessions sessions;
    private final Observed<SentReport> sent = new Observed<>();
    private final ExecutorService reporter =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());

    Reports(String owner, Timeline timeline, Pager pager, Sessions sessions) {
        this.owner = owner;
        this.timeline = timeline;
        this.pager = pager;
        this.sessions = sessions;
    }

    void deliveredLater(ReceivedMessage message) {
        try {
            reporter.execute(() -> {
                int answer = report(message, "delivery-notification", "delivered");
                sent.add(new SentReport(message.imdnId(), answer));
            });
        } catch (RejectedExecutionException _) {
            // the handset is closed
        }
    }

    /// Automatic ones, when they are answered.
    Observed<SentReport> sent() {
        return sent;
    }

    /// The status of the answer, of MSRP or of SIP.
    int report(ReceivedMessage message, String element, String status) {
        byte[] cpim =
                Templates.report(
                                RequestText.token(),
                                Templates.now(),
                                message.imdnId(),
                                message.dateTime(),
                                element,
                                status)
                        .getBytes(UTF_8);
        Optional<ChatSession> chat = sessions.chat(message.sip().callId());
        if (chat.isPresent()) {
            timeline.out(owner, "IMDN %s in the chat with %s".formatted(status, message.sender()));
            int answer = chat.get().transmit(MsrpEnd.CPIM, Content.of(cpim));
            if (answer == 200) {
                return answer;
            }
        }
        timeline.out(owner, "IMDN %s to %s".formatted(status, message.sender()));
        return pager.standalone(message.sender(), cpim, List.of()).status();
    }

    @Override
    public void close() {
        reporter.shutdownNow();
    }
}
