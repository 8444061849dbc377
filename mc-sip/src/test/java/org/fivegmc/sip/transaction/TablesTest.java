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
        KeptFinals kept = new KeptFinals(5_000, 32_000);
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
                        new TransactionLimits(1, 1, 1, 1, 1, 1, 1, 1, 100, 3, 2), () -> now[0]);
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
