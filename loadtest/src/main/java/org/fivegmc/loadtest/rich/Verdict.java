package org.fivegmc.loadtest.rich;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What the books say: messages of each kind that were accepted and that came, and faults. Thread:
/// one.
final class Verdict {
    /// Faults that are told one by one; all are counted.
    static final int MOST_LINES = 40;

    private final Map<Kind, Integer> accepted = new EnumMap<>(Kind.class);
    private final Map<Kind, Integer> came = new EnumMap<>(Kind.class);
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final List<String> lines = new ArrayList<>();
    private int again;
    private int reported;
    private int takenBack;
    private int unanswered;

    void accepted(Kind kind) {
        accepted.merge(kind, 1, Integer::sum);
    }

    void came(Kind kind) {
        came.merge(kind, 1, Integer::sum);
    }

    void fault(Fault fault, String about) {
        fault(fault, 1, about);
    }

    /// @param count 0 for no fault
    void fault(Fault fault, int count, String about) {
        if (count > 0) {
            faults.merge(fault, count, Integer::sum);
            if (lines.size() < MOST_LINES) {
                lines.add("%s: %s (%s)".formatted(fault.key(), about, fault.meaning()));
            }
        }
    }

    void cameAgain(int count) {
        again += count;
    }

    void reported() {
        reported++;
    }

    void takenBack() {
        takenBack++;
    }

    void unanswered(int count) {
        unanswered += count;
    }

    int acceptedOf(Kind kind) {
        return accepted.getOrDefault(kind, 0);
    }

    int cameOf(Kind kind) {
        return came.getOrDefault(kind, 0);
    }

    int allAccepted() {
        return accepted.values().stream().mapToInt(Integer::intValue).sum();
    }

    int allCame() {
        return came.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// Copies of messages that had come before.
    int again() {
        return again;
    }

    /// Messages whose sender was told that they are delivered.
    int allReported() {
        return reported;
    }

    int allTakenBack() {
        return takenBack;
    }

    int allUnanswered() {
        return unanswered;
    }

    int of(Fault fault) {
        return faults.getOrDefault(fault, 0);
    }

    /// What may still come.
    int owed() {
        return of(Fault.MISSING) + of(Fault.REPORT_MISSING) + of(Fault.RESULT_MISSING);
    }

    boolean clean() {
        return faults.isEmpty();
    }

    /// Faults for people, the first ones.
    List<String> lines() {
        return List.copyOf(lines);
    }
}
