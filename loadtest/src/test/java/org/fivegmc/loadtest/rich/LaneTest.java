package org.fivegmc.loadtest.rich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final Lane lane = new Lane("A to B");

    private static Lane.Came came(String id) {
        return new Lane.Came(id, "sha of " + id);
    }

    private void accepted(String... ids) {
        for (String id : ids) {
            lane.sent(Kind.TEXT, id, "sha of " + id, 202);
        }
    }

    /// What there is at both ends; each message that is there was reported and that is known.
    private static Lane.Ends ends(String... ids) {
        List<Lane.Came> messages = Arrays.stream(ids).map(LaneTest::came).toList();
        return new Lane.Ends(messages, List.of(), Set.of(ids), 0, List.of(ids), List.of());
    }

    private static Lane.Ends with(Lane.Ends ends, Lane.Result... results) {
        return new Lane.Ends(
                ends.messages(),
                ends.again(),
                ends.reports(),
                0,
                ends.reported(),
                List.of(results));
    }

    private static Lane.Ends again(Lane.Ends ends, String... ids) {
        List<Lane.Came> copies = Arrays.stream(ids).map(LaneTest::came).toList();
        return new Lane.Ends(
                ends.messages(), copies, ends.reports(), 0, ends.reported(), ends.results());
    }

    private static Lane.Ends reported(Lane.Ends ends, String... ids) {
        return new Lane.Ends(
                ends.messages(), ends.again(), ends.reports(), 0, List.of(ids), ends.results());
    }

    private Map<Fault, Integer> faults(Lane.Ends ends, int kills) {
        Verdict verdict = new Verdict();
        lane.judge(ends, kills, verdict);
        Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            if (verdict.of(fault) > 0) {
                faults.put(fault, verdict.of(fault));
            }
        }
        assertThat(verdict.clean()).isEqualTo(faults.isEmpty());
        assertThat(verdict.lines()).hasSizeGreaterThanOrEqualTo(faults.size());
        return faults;
    }

    @Test
    void whatCameOnceInOrderAndWasReportedIsClean() {
        accepted("1", "2", "3");
        assertThat(faults(ends("1", "2", "3"), 0)).isEmpty();
    }

    @Test
    void whatWasAcceptedAndNeverCameIsMissing() {
        accepted("1", "2");
        assertThat(faults(ends("2"), 3)).containsOnly(Map.entry(Fault.MISSING, 1));
    }

    @Test
    void otherOctetsAreFound() {
        accepted("1");
        lane.sent(Kind.LARGE, "2", "another", 200);
        assertThat(faults(ends("1", "2"), 0)).containsOnly(Map.entry(Fault.CHANGED, 1));
    }

    @Test
    void aCopyWithOtherOctetsIsFoundWhereCopiesAreAllowed() {
        lane.sent(Kind.LARGE, "1", "another", 200);
        assertThat(faults(again(ends("1"), "1"), 1)).containsOnly(Map.entry(Fault.CHANGED, 2));
    }

    @Test
    void whatOvertookIsFound() {
        accepted("1", "2", "3");
        assertThat(faults(ends("2", "3", "1"), 0)).containsOnly(Map.entry(Fault.OUT_OF_ORDER, 1));
    }

    @Test
    void aMessageComesTwiceOnlyWhereTheServerWasKilled() {
        accepted("1", "2");
        assertThat(faults(again(ends("1", "2"), "2"), 0)).containsOnly(Map.entry(Fault.TWICE, 1));
        assertThat(faults(again(ends("1", "2"), "2"), 1)).isEmpty();
        assertThat(faults(again(ends("1", "2"), "2", "2", "1"), 1))
                .containsOnly(Map.entry(Fault.TWICE, 2));
    }

    @Test
    void aMessageThatNobodySentIsAStranger() {
        accepted("1");
        assertThat(faults(ends("x", "1"), 0)).containsKey(Fault.STRANGER);
    }

    @Test
    void withoutAnAnswerAMessageMayComeWhereTheServerWasKilled() {
        accepted("1");
        lane.sent(Kind.CHAT, "2", "sha of 2", 408);
        lane.sent(Kind.CHAT, "3", "sha of 3", 503);
        accepted("4");
        assertThat(faults(ends("1", "4"), 1)).isEmpty();
        assertThat(faults(ends("1", "2", "3", "4"), 1)).isEmpty();
        assertThat(faults(ends("1", "3", "2", "4"), 1)).containsKey(Fault.OUT_OF_ORDER);
        assertThat(faults(ends("1", "4"), 0)).containsOnly(Map.entry(Fault.UNANSWERED, 2));
    }

    @Test
    void aRefusalIsAlwaysAFault() {
        lane.answered("a registration", 403);
        assertThat(faults(ends(), 1)).containsOnly(Map.entry(Fault.REFUSED, 1));
    }

    @Test
    void everyMessageThatCameIsReported() {
        accepted("1", "2");
        assertThat(faults(reported(ends("1", "2"), "1"), 0))
                .containsOnly(Map.entry(Fault.REPORT_MISSING, 1));
    }

    @Test
    void aReportThatTheServerDidNotTakeIsNotOwedWhereItWasKilled() {
        accepted("1", "2");
        Lane.Ends one =
                new Lane.Ends(
                        ends("1", "2").messages(),
                        List.of(),
                        Set.of("1"),
                        0,
                        List.of("1"),
                        List.of());
        assertThat(faults(one, 1)).isEmpty();
        assertThat(faults(one, 0)).containsOnly(Map.entry(Fault.REPORT_MISSING, 1));
        assertThat(faults(reported(one), 1)).containsOnly(Map.entry(Fault.REPORT_MISSING, 1));
    }

    @Test
    void aReportComesTwiceOnlyWhereTheServerWasKilled() {
        accepted("1");
        assertThat(faults(reported(ends("1"), "1", "1"), 0))
                .containsOnly(Map.entry(Fault.REPORT_TWICE, 1));
        assertThat(faults(reported(ends("1"), "1", "1"), 1)).isEmpty();
    }

    @Test
    void aReportMayComeTwiceWhereItsChatWasLeftMeanwhile() {
        accepted("1", "2");
        lane.left(List.of("1"));
        assertThat(faults(reported(ends("1", "2"), "1", "1", "2"), 0)).isEmpty();
        assertThat(faults(reported(ends("1", "2"), "1", "2", "2"), 0))
                .as("one of another chat")
                .containsOnly(Map.entry(Fault.REPORT_TWICE, 1));
        assertThat(faults(reported(ends("1", "2"), "1", "1", "1", "2"), 0))
                .containsOnly(Map.entry(Fault.REPORT_TWICE, 1));
    }

    @Test
    void aReportIsRefusedForNobody() {
        accepted("1");
        Lane.Ends refused =
                new Lane.Ends(ends("1").messages(), List.of(), Set.of(), 1, List.of(), List.of());
        assertThat(faults(refused, 1)).containsOnly(Map.entry(Fault.REFUSED, 1));
        assertThat(Lane.isForGood(403)).isTrue();
        assertThat(List.of(0, 200, 202, 408, 503)).noneMatch(Lane::isForGood);
    }

    @Test
    void aKillExplainsSoManyRequestsWithoutAnswer() {
        accepted("1");
        for (int i = 0; i < Lane.UNANSWERED_PER_KILL; i++) {
            lane.answered("a registration", 503);
        }
        assertThat(faults(ends("1"), 1)).isEmpty();
        lane.answered("a registration", 503);
        assertThat(faults(ends("1"), 1)).containsOnly(Map.entry(Fault.UNANSWERED, 1));
    }

    @Test
    void aReportOfWhatHasNotComeIsFalse() {
        accepted("1");
        lane.sent(Kind.TEXT, "2", "sha of 2", 408);
        assertThat(faults(reported(ends("1"), "1", "2"), 1))
                .containsOnly(Map.entry(Fault.FALSE_REPORT, 1));
    }

    @Test
    void whatWasTakenBackDoesNotCome() {
        accepted("1");
        lane.wished("1", 202);
        var success = new Lane.Result("1", true);
        assertThat(faults(with(ends(), success), 0)).isEmpty();
        assertThat(faults(with(ends("1"), success), 0))
                .containsOnly(Map.entry(Fault.REVOKED_BUT_CAME, 1));
    }

    @Test
    void aWishThatWasAcceptedHasAResult() {
        accepted("1");
        lane.wished("1", 202);
        assertThat(faults(ends(), 1)).containsOnly(Map.entry(Fault.RESULT_MISSING, 1));
    }

    @Test
    void aWishWithoutAnAnswerLeavesBothOpenWhereTheServerWasKilled() {
        accepted("1");
        lane.wished("1", 408);
        assertThat(faults(ends(), 1)).isEmpty();
        assertThat(faults(ends("1"), 1)).isEmpty();
    }

    @Test
    void whatCouldNotBeTakenBackHasToCome() {
        accepted("1");
        lane.wished("1", 202);
        var failure = new Lane.Result("1", false);
        assertThat(faults(with(ends(), failure), 1))
                .containsOnly(Map.entry(Fault.NOT_REVOKED, 1), Map.entry(Fault.MISSING, 1));
    }

    @Test
    void aLaneTakesSoManyAndNoMore() {
        for (int n = 0; n < Lane.MOST; n++) {
            assertThat(lane.isFull())
                    .as("room for a scene after " + n)
                    .isEqualTo(n >= Lane.MOST - Lane.SCENE);
            accepted(Integer.toString(n));
        }
        assertThat(lane.isFull()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> accepted("one more"));
    }

    @Test
    void faultsAreCountedAndTheFirstOnesTold() {
        Verdict verdict = new Verdict();
        for (int n = 0; n < Verdict.MOST_LINES + 1; n++) {
            verdict.fault(Fault.MISSING, "message " + n);
        }
        assertThat(verdict.of(Fault.MISSING)).isEqualTo(Verdict.MOST_LINES + 1);
        assertThat(verdict.owed()).isEqualTo(Verdict.MOST_LINES + 1);
        assertThat(verdict.lines())
                .hasSize(Verdict.MOST_LINES)
                .first()
                .asString()
                .contains("message 0");
    }
}
