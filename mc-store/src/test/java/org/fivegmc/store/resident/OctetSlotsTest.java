package org.fivegmc.store.resident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OctetSlotsTest {

    @Test
    void arraysOfAllLengthsComeBackAsTheyWere() {
        var random = new Random(1);
        var slots = new OctetSlots(32 << 20);
        Map<Integer, byte[]> expected = new HashMap<>();

        for (int length = 0; length <= OctetSlots.LONGEST; length++) {
            var array = new byte[length + 5];
            random.nextBytes(array);
            int slot = slots.put(array, 3, length);
            assertThat(slot).isNotEqualTo(OctetSlots.NONE);
            assertThat(expected.put(slot, Arrays.copyOfRange(array, 3, 3 + length))).isNull();
        }
        expected.forEach((slot, array) -> assertThat(slots.get(slot)).isEqualTo(array));
    }

    @Test
    void whatIsTooLongHasNoPlace() {
        var slots = new OctetSlots(32 << 20);
        var array = new byte[OctetSlots.LONGEST + 1];

        assertThat(slots.put(array, 0, array.length)).isEqualTo(OctetSlots.NONE);
        int slot = slots.put(array, 0, 10);
        assertThat(slots.replace(slot, array, 0, array.length)).isEqualTo(OctetSlots.NONE);
        assertThat(slots.put(array, 0, 10)).as("the place it had is free").isEqualTo(slot);
    }

    @Test
    void replacingForEverTakesNoMoreRoomThanTheLongest() {
        var random = new Random(2);
        var slots = new OctetSlots(64 << 20);
        var held = new int[1000];
        var lengths = new int[held.length];
        var array = new byte[600];
        for (int i = 0; i < held.length; i++) {
            held[i] = slots.put(array, 0, 100);
        }
        for (int i = 0; i < 2_000_000; i++) {
            int at = random.nextInt(held.length);
            lengths[at] = 100 + random.nextInt(500);
            array[0] = (byte) at;
            held[at] = slots.replace(held[at], array, 0, lengths[at]);
        }
        // a page for each of the lengths, and 1,000 of the longest
        assertThat(slots.bytes()).isLessThanOrEqualTo(4L * OctetSlots.SEGMENT_BYTES);
        for (int i = 0; i < held.length; i++) {
            if (lengths[i] > 0) {
                assertThat(slots.get(held[i])).hasSize(lengths[i]).startsWith((byte) i);
            }
        }
    }

    @Test
    void noMoreMemoryIsTakenThanAllowed() {
        var slots = new OctetSlots(2L * OctetSlots.SEGMENT_BYTES + 1);
        var array = new byte[200];
        int first = slots.put(array, 0, array.length);
        int count = 1;
        while (slots.put(array, 0, array.length) != OctetSlots.NONE) {
            count++;
        }
        assertThat(slots.bytes()).isEqualTo(2L * OctetSlots.SEGMENT_BYTES);
        assertThat(count).isGreaterThan(2 * OctetSlots.SEGMENT_BYTES / 224 * 95 / 100);

        slots.release(first);
        assertThat(slots.put(array, 0, array.length)).isEqualTo(first);
        assertThat(new OctetSlots(OctetSlots.SEGMENT_BYTES - 1).put(array, 0, 1))
                .isEqualTo(OctetSlots.NONE);
    }
}
