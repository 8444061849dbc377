package org.fivegmc.fallback.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.fivegmc.fallback.spi.SubmitOutcome.Doubt;

/// Requests of one link that wait for their response. Every one leaves exactly once: answered,
/// timed out, or with all others when the link goes. One that timed out is remembered for a while:
/// its response may still tell that the center has the unit. Not thread-safe.
final class RequestWindow {
    /// How long a late response is of use.
    static final long LATE_NANOS = TimeUnit.MINUTES.toNanos(5);

    /// Most requests remembered; beyond, the oldest are forgotten.
    static final int LATE_MAX = 10_000;

    private record Request(Consumer<LinkAnswer> answer, long responseBy) {
        Request notBefore(long earliest) {
            return new Request(answer, Math.max(responseBy, earliest));
        }
    }

    private final int limit;
    private final Map<Integer, Request> requests = new HashMap<>();
    private final SequencedMap<Integer, Request> late = new LinkedHashMap<>();

    RequestWindow(int limit) {
        this.limit = limit;
    }

    int size() {
        return requests.size();
    }

    boolean hasRoom() {
        return requests.size() < limit;
    }

    boolean contains(int sequence) {
        return requests.containsKey(sequence) || late.containsKey(sequence);
    }

    void open(int sequence, Consumer<LinkAnswer> answer, long responseBy) {
        requests.put(sequence, new Request(answer, responseBy));
    }

    /// Whether there was such a request.
    boolean close(int sequence, LinkAnswer answer) {
        Request request = requests.remove(sequence);
        if (request == null) {
            return false;
        }
        request.answer().accept(answer);
        return true;
    }

    /// A response to a request that has timed out. A refusal is of no use: what was sent since may
    /// have been taken.
    ///
    /// @return whether there was such a request
    boolean closeLate(int sequence, boolean positive, String messageId) {
        Request request = late.remove(sequence);
        if (request != null && positive) {
            request.answer().accept(new LinkAnswer.Late(messageId));
        }
        return request != null;
    }

    /// Ends requests whose time is over.
    ///
    /// @param responses false while responses are not being read: then no time limit runs
    void expire(long now, boolean responses) {
        if (!responses) {
            return;
        }
        List<Integer> overdue = new ArrayList<>();
        requests.forEach((sequence, request) -> {
            if (now - request.responseBy() >= 0) {
                overdue.add(sequence);
            }
        });
        for (int sequence : overdue) {
            Request request = requests.remove(sequence);
            if (request != null) {
                late.put(sequence, request);
                request.answer().accept(new LinkAnswer.Unanswered(Doubt.RESPONSE_TIMEOUT));
            }
        }
        late.values().removeIf(request -> now - request.responseBy() >= LATE_NANOS);
        while (late.size() > LATE_MAX) {
            late.pollFirstEntry();
        }
    }

    /// Responses are being read again.
    void prolong(long earliest) {
        requests.replaceAll((_, request) -> request.notBefore(earliest));
    }

    void closeAll(Doubt doubt) {
        List<Request> all = new ArrayList<>(requests.values());
        requests.clear();
        // a new session counts anew
        late.clear();
        for (Request request : all) {
            request.answer().accept(new LinkAnswer.Unanswered(doubt));
        }
    }
}
