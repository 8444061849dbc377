package org.fivegmc.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.fivegmc.sip.codec.SipReply;
import org.junit.jupiter.api.Test;

/// The tables and the wheel under the transactions, against simple models.
class TablesTest {
    @Test
    void theMapDoesWhatAHashMapDoes() {
        Random random = new Random(5);
        LongMap<Integer> map = new LongMap<>();
        Map<Long, Integer> model = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            // few keys with equal low bits: long chains, much shifting back
            long key = 1L + (long) random.nextInt(600) * (i % 3 == 0 ? 4_096 : 1);
            if (random.nextInt(3) == 0) {
                map.remove(key);
                model.remove(key);
            } else {
                map.put(key, i);
                model.put(key, i);
            }
            long probe = 1L + random.nextInt(600);
            assertThat(map.get(probe)).isEqualTo(model.get(probe));
            assertThat(map.size()).isEqualTo(model.size());
        }
        model.forEach((k, v) -> assertThat(map.get(k)).isEqualTo(v));
    }

    @Test
    void keptFinalsGrowExpireInOrderAndHoldTheirCap() {
        KeptFinals kept = new KeptFinals(5_000, KeptFinals.DEFAULT_OCTETS, 32_000);
        for (int i = 1; i <= 12_000; i++) {
            assertThat(kept.put(i, SipReply.of(200), i)).isEqualTo(i > 5_000);
        }
        assertThat(kept.size()).isEqualTo(5_000);
        assertThat(kept.get(7_000)).isNull();
        assertThat(kept.get(7_001)).isEqualTo(SipReply.of(200));
        kept.expire(32_000 + 9_000);
        assertThat(kept.size()).isEqualTo(3_000);
        assertThat(kept.get(9_000)).isNull();
        assertThat(kept.get(9_001)).isNotNull();
    }

    /// What is kept outside the heap comes back whole, and the room for it has a limit.
    @Test
    void keptFinalsHoldTheirOctets() {
        int pages = 4;
        KeptFinals kept = new KeptFinals(1 << 20, pages * ReplyPages.PAGE, 32_000);
        int each = 1_000;
        int most = pages * ReplyPages.PAGE / each;
        int made = 5 * most;
        for (int i = 1; i <= made; i++) {
            kept.put(i, own(i, each), i);
            if (i % 3 == 0) {
                kept.put(1_000_000_000L + i, SipReply.of(202), i);
            }
        }
        int newest = 0;
        for (int i = 1; i <= made; i++) {
            SipReply reply = kept.get(i);
            if (reply != null) {
                newest++;
                assertThat(reply.toString()).isEqualTo("480 No such luck " + i);
                assertThat(reply.length()).isEqualTo(own(i, each).length());
            } else {
                assertThat(newest).as("the oldest goes first").isZero();
            }
        }
        assertThat(newest).isBetween(most / 2, most);
        kept.expire(Long.MAX_VALUE);
        assertThat(kept.size()).isZero();
        for (int i = 1; i <= most / 2; i++) {
            assertThat(kept.put(i, own(i, each), i)).as("there is room again").isFalse();
        }
    }

    @Test
    void keptFinalsLeaveAloneWhatIsTooLarge() {
        KeptFinals kept = new KeptFinals(10, 0, 32_000);
        kept.put(1, own(1, 500), 1);
        assertThat(kept.put(2, own(2, 2 * ReplyPages.PAGE), 2)).isTrue();
        assertThat(kept.get(1)).isNotNull();
        assertThat(kept.get(2)).isNull();
    }

    private static SipReply own(int number, int length) {
        return SipReply.of(480, "No such luck " + number)
                .withBody("text/plain", new byte[length - 100]);
    }

    @Test
    void timersAreNeverEarlyAndAtMostASlotLate() {
        Random random = new Random(9);
        long[] now = {12_345};
        TimerWheel wheel = new TimerWheel(20, now[0]);
        List<String> faults = new ArrayList<>();
        Set<Integer> fired = new HashSet<>();
        int n = 2_000;
        for (int i = 0; i < n; i++) {
            int id = i;
            long deadline = now[0] + random.nextInt(120_000);
            TimerWheel.Timer t =
                    new TimerWheel.Timer() {
                        @Override
                        void fire(long nowMs) {
                            fired.add(id);
                            if (nowMs < deadline || nowMs > deadline + 40) {
                                faults.add(id + " due " + deadline + " fired " + nowMs);
                            }
                        }
                    };
            wheel.start(t, deadline);
            if (i % 5 == 0) {
                wheel.stop(t);
                assertThat(t.isStarted()).isFalse();
            }
        }
        while (wheel.size() > 0) {
            now[0] += 20;
            wheel.advance(now[0]);
        }
        assertThat(faults).isEmpty();
        assertThat(fired).hasSize(n - n / 5);
    }

    @Test
    void branchNumbersNeverRepeat() {
        KeyHash hash = new KeyHash(42, 43);
        Set<Long> seen = new HashSet<>();
        for (long i = 0; i < 100_000; i++) {
            assertThat(seen.add(hash.branch(i))).isTrue();
        }
    }

    @Test
    void refusalsOfTcpAreForgottenInTimeAndHaveACap() {
        long[] now = {0};
        TcpRefusals refusals =
                new TcpRefusals(
                        new TransactionLimits(
                                1, 1, 1, 1, 1, _ -> 1, 1, 100, 3, 2, AdmissionLimits.DEFAULTS),
                        () -> now[0]);
        for (int i = 1; i <= 5; i++) {
            refusals.remember(
                    new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), i));
        }
        assertThat(refusals.size()).isEqualTo(3);
        assertThat(
                        refusals.isRefused(
                                new java.net.InetSocketAddress(
                                        java.net.InetAddress.getLoopbackAddress(), 1)))
                .isTrue();
        now[0] = 101;
        assertThat(
                        refusals.isRefused(
                                new java.net.InetSocketAddress(
                                        java.net.InetAddress.getLoopbackAddress(), 1)))
                .isFalse();
        refusals.remember(
                new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 9));
        assertThat(refusals.size()).isEqualTo(1);
    }
}
