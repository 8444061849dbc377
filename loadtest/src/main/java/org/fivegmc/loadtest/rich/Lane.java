package org.fivegmc.loadtest.rich;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The books of what one user has sent to another. The next message is sent when the last has its
/// answer, so that the order is beyond doubt.
///
/// | | must come | may come | must not come |
/// |---|---|---|---|
/// | accepted | x | | |
/// | without an answer, or refused with 5xx | | x | |
/// | accepted, and a wish to take it back has no answer | | x | |
/// | accepted, and its sender was told `success` | | | x |
///
/// Each comes once. Where the server is killed, one message of a lane may come a second time for
/// each kill, since one is under way at a time (docs/adr/0009-order-lanes.md), and so may a report.
/// So may the report on what was said in a chat that the sender leaves before it has that report:
/// when the answer to it is lost with the chat, the server can not know that it was there. For each
/// kill some requests may have no answer, or a 5xx.
///
/// Threads: any.
final class Lane {
    /// Messages of a lane, after which it takes no more; a handset keeps more than so many.
    static final int MOST = 100_000;

    /// Also for none at all.
    static final int NO_ANSWER = 408;

    /// More of a lane than a server that is killed explains.
    static final int UNANSWERED_PER_KILL = 20;

    /// Messages that one scene adds at most.
    static final int SCENE = 100;

    private final String name;
    private final Map<String, Sent> sent = new LinkedHashMap<>();
    private final Map<String, Boolean> wishes = new HashMap<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private int unanswered;

    /// What was said in chats that were left without a report on it.
    private final Set<String> left = new HashSet<>();

    /// @param name for people
    Lane(String name) {
        this.name = name;
    }

    private record Sent(int place, Kind kind, String id, String sha256, boolean accepted) {}

    /// A message as its recipient has it.
    record Came(String id, String sha256) {}

    /// What the sender was told of a wish to take a message back.
    record Result(String id, boolean success) {}

    /// What there is at both ends.
    ///
    /// @param messages that have come, each once, in order
    /// @param again those that came again
    /// @param reports ids of messages that the recipient has reported, and that was accepted
    /// @param refusedReports of the recipient, refused for good
    /// @param reported ids of messages of which the sender was told `delivered`
    record Ends(
            List<Came> messages,
            List<Came> again,
            Set<String> reports,
            int refusedReports,
            List<String> reported,
            List<Result> results) {
        Ends {
            messages = List.copyOf(messages);
            again = List.copyOf(again);
            reports = Set.copyOf(reports);
            reported = List.copyOf(reported);
            results = List.copyOf(results);
        }
    }

    /// Whether there may be no room for another scene.
    synchronized boolean isFull() {
        return sent.size() >= MOST - SCENE;
    }

    /// A message with the final answer to it, of SIP or MSRP.
    synchronized void sent(Kind kind, String id, String sha256, int status) {
        if (sent.size() >= MOST) {
            throw new IllegalStateException("a lane takes " + MOST + " messages");
        }
        sent.put(id, new Sent(sent.size(), kind, id, sha256, status / 100 == 2));
        answered("a message (" + kind.word() + ")", status);
    }

    /// The answer to a wish to take a message back.
    synchronized void wished(String id, int status) {
        wishes.put(id, status / 100 == 2);
        answered("a revocation", status);
    }

    /// The sender ends a chat, in which reports on these may be under way.
    synchronized void left(Collection<String> ids) {
        left.addAll(ids);
    }

    /// Whether a request was refused, and would be again.
    static boolean isForGood(int status) {
        return status != NO_ANSWER && status != 0 && status / 100 != 5 && status / 100 != 2;
    }

    /// The answer to any request.
    synchronized void answered(String what, int status) {
        if (status == NO_ANSWER || status / 100 == 5) {
            unanswered++;
        } else if (status / 100 != 2) {
            refusals.merge("%s to %s".formatted(status, what), 1, Integer::sum);
        }
    }

    /// Adds to a verdict what the books say.
    ///
    /// @param kills how often the server was killed; a server that lives must answer everything and
    ///   repeats nothing
    synchronized void judge(Ends ends, int kills, Verdict verdict) {
        refusals.forEach((refusal, count) ->
                verdict.fault(
                        Fault.REFUSED, count, "%s, %d times %s".formatted(name, count, refusal)));
        verdict.unanswered(unanswered);
        verdict.fault(
                Fault.UNANSWERED,
                unanswered - kills * UNANSWERED_PER_KILL,
                name + ", " + unanswered + " requests");
        verdict.fault(Fault.REFUSED, ends.refusedReports(), name + ", reports on what has come");
        Set<String> came = arrivals(ends, verdict);
        again(ends, kills, verdict);
        Map<String, Integer> told = new HashMap<>();
        ends.reported().forEach(id -> told.merge(id, 1, Integer::sum));
        int toldAgain =
                told.entrySet().stream()
                        .mapToInt(one -> one.getValue() - (left.contains(one.getKey()) ? 2 : 1))
                        .map(count -> Math.max(0, count))
                        .sum();
        verdict.fault(Fault.REPORT_TWICE, toldAgain - kills, name + ", " + toldAgain + " reports");
        for (Sent message : sent.values()) {
            boolean there = came.contains(message.id());
            if (message.accepted()) {
                verdict.accepted(message.kind());
            }
            boolean takenBack = results(message, there, ends, verdict);
            if (message.accepted() && !there && !takenBack) {
                verdict.fault(Fault.MISSING, about(message));
            }
            boolean isTold = told.containsKey(message.id());
            if (isTold) {
                verdict.reported();
            }
            boolean owed = kills == 0 || ends.reports().contains(message.id());
            if (there && owed && !isTold) {
                verdict.fault(Fault.REPORT_MISSING, about(message));
            } else if (isTold && !there) {
                verdict.fault(Fault.FALSE_REPORT, about(message));
            }
        }
    }

    /// The ids of what has come.
    private Set<String> arrivals(Ends ends, Verdict verdict) {
        Set<String> came = new HashSet<>();
        int last = -1;
        for (Came one : ends.messages()) {
            Sent message = known(one, verdict);
            if (message == null) {
                continue;
            }
            came.add(message.id());
            verdict.came(message.kind());
            if (message.place() < last) {
                verdict.fault(Fault.OUT_OF_ORDER, about(message));
            }
            last = Math.max(last, message.place());
        }
        return came;
    }

    private void again(Ends ends, int kills, Verdict verdict) {
        int copies = ends.again().size();
        verdict.cameAgain(copies);
        verdict.fault(Fault.TWICE, copies - kills, name + ", " + copies + " messages");
        ends.again().forEach(one -> known(one, verdict));
    }

    private @Nullable Sent known(Came one, Verdict verdict) {
        Sent message = sent.get(one.id());
        if (message == null) {
            verdict.fault(Fault.STRANGER, name + ", id " + one.id());
        } else if (!message.sha256().equals(one.sha256())) {
            verdict.fault(Fault.CHANGED, about(message));
        }
        return message;
    }

    /// Whether a message need not come, for it was taken back or may have been.
    private boolean results(Sent message, boolean there, Ends ends, Verdict verdict) {
        Boolean heard = wishes.get(message.id());
        if (heard == null) {
            return false;
        }
        List<Boolean> results =
                ends.results().stream()
                        .filter(result -> result.id().equals(message.id()))
                        .map(Result::success)
                        .toList();
        if (results.contains(true)) {
            verdict.takenBack();
            if (there) {
                verdict.fault(Fault.REVOKED_BUT_CAME, about(message));
            }
        }
        if (results.contains(false)) {
            verdict.fault(Fault.NOT_REVOKED, about(message));
        }
        if (results.isEmpty() && heard) {
            verdict.fault(Fault.RESULT_MISSING, about(message));
        }
        return !results.contains(false);
    }

    private String about(Sent message) {
        return "%s, %s number %d, id %s"
                .formatted(name, message.kind().word(), message.place(), message.id());
    }
}
