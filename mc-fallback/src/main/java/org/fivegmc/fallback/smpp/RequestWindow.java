package org.fivegmc.fallback.smpp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fivegmc.fallback.spi.SubmitOutcome.Doubt;

/// Requests of one link that wait for their response. Every one leaves exactly once: answered,
/// timed out, or with all others when the link goes. Not thread-safe.
final class RequestWindow {
    private record Request(Consumer<LinkAnswer> answer, long responseBy, long endBy) {
        Request notBefore(long earliest) {
            return new Request(answer, Math.max(responseBy, earliest), endBy);
        }
    }

    private final int limit;
    private final Map<Integer, Request> requests = new HashMap<>();

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
        return requests.containsKey(sequence);
    }

    void open(int sequence, Consumer<LinkAnswer> answer, long responseBy, long endBy) {
        requests.put(sequence, new Request(answer, responseBy, endBy));
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

    /// Ends requests whose time is over.
    ///
    /// @param responses false while responses are not being read: then only the callers' patience
    ///   counts
    void expire(long now, boolean responses) {
        List<Integer> late = new ArrayList<>();
        requests.forEach((sequence, request) -> {
            if (now - request.endBy() >= 0 || (responses && now - request.responseBy() >= 0)) {
                late.add(sequence);
            }
        });
        for (int sequence : late) {
            close(sequence, new LinkAnswer.Unanswered(Doubt.RESPONSE_TIMEOUT));
        }
    }

    /// Responses are being read again.
    void prolong(long earliest) {
        requests.replaceAll((_, request) -> request.notBefore(earliest));
    }

    void closeAll(Doubt doubt) {
        List<Request> all = new ArrayList<>(requests.values());
        requests.clear();
        for (Request request : all) {
            request.answer().accept(new LinkAnswer.Unanswered(doubt));
        }
    }
}
