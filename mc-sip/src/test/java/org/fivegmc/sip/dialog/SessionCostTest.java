package org.fivegmc.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.sip.dialog.Scene.ANSWER;
import static org.fivegmc.sip.dialog.Scene.OFFER;
import static org.fivegmc.sip.dialog.Scene.TIMER;
import static org.fivegmc.sip.dialog.Scene.ok;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/// What a session costs that does nothing: about 1.1 kB with the SDP of this test, which has 93
/// octets.
class SessionCostTest {
    private static final int SESSIONS = 10_000;
    private static final long MOST_OCTETS = 2_500;

    private final Scene scene =
            new Scene(
                    Scene.settings(
                            new DialogLimits(SESSIONS, SESSIONS, 1, 1, 60_000, 20_000, 1, 1),
                            SessionTimerSettings.DEFAULTS));

    @Test
    void thousandsAreCheap() {
        establish(0, 100);
        long before = usedAfterCollection();
        establish(100, SESSIONS);
        long each = (usedAfterCollection() - before) / (SESSIONS - 100);
        assertThat(scene.dialogs.count()).isEqualTo(SESSIONS);
        assertThat(each).isBetween(500L, MOST_OCTETS);
    }

    private void establish(int from, int to) {
        for (int i = from; i < to; i++) {
            scene.stack.receive(
                    scene.invite(TIMER, OFFER).replace("c-1", "c-" + i).replace("-i1", "-i" + i));
            scene.invites.getLast().accept(ok(ANSWER), "", scene.new Owner());
            String ok = scene.one("SIP/2.0 200 ");
            scene.stack.receive(scene.within(ok, "ACK", 1, "", "").replace("c-1", "c-" + i));
            scene.invites.clear();
            scene.stack.forget();
        }
        assertThat(scene.confirmed).hasSize(to);
        scene.sessions.clear();
        // the transactions of the INVITEs go
        scene.stack.pass(33_000);
    }

    private static long usedAfterCollection() {
        var memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            memory.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
