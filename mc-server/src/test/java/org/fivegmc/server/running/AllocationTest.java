package org.fivegmc.server.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// What one message costs in allocated octets on its whole way: taken, stored, acknowledged,
/// delivered, removed. More garbage is more CPU for the collector and more time in its pauses; this
/// keeps it from creeping back.
@Isolated("it counts what the threads of the server allocate, by their names")
class AllocationTest {

    private static final String ALICE = "+8613800000001";
    private static final String BOB = "+8613800000002";

    /// About what handsets send, headers not counted.
    private static final String TEXT = "x".repeat(600);

    private static final int WARM = 1_000;
    private static final int MEASURED = 500;

    /// A sixth above the 15,000 measured when each message is a turn of its own and the JIT is not
    /// done; under load it is 11,000.
    private static final long MOST_OCTETS = 17_500;

    @TempDir private Path data;

    @Test
    void aMessageCostsFewOctets() throws Exception {
        try (var center = new RunningCenter(data, "");
                UdpPhone alice = center.phone(ALICE);
                UdpPhone bob = center.phone(BOB)) {
            assertThat(bob.register()).isEqualTo(200);
            exchange(alice, bob, "warm", WARM);
            long before = allocated();
            exchange(alice, bob, "measured", MEASURED);
            long each = (allocated() - before) / MEASURED;
            assertThat(each).isBetween(1_000L, MOST_OCTETS);
        }
    }

    private static void exchange(UdpPhone alice, UdpPhone bob, String ids, int count)
            throws Exception {
        for (int i = 0; i < count; i++) {
            assertThat(UdpPhone.status(alice.send(BOB, TEXT, ids + i))).isEqualTo(202);
            assertThat(bob.next()).contains(TEXT);
        }
    }

    /// By the threads that messages pass; what the phones allocate is not counted.
    private static long allocated() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null
                    && (thread.getThreadName().startsWith("sip-")
                            || thread.getThreadName().startsWith("shard-writer-"))) {
                sum += threads.getThreadAllocatedBytes(thread.getThreadId());
            }
        }
        return sum;
    }
}
