package org.fivegmc.store.resident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberMapTest {

    @Test
    void itIsAMap() {
        var random = new Random(3);
        Map<Long, Integer> expected = new HashMap<>();
        var map = new NumberMap();

        for (int i = 0; i < 200_000; i++) {
            long number = random.nextLong(1, 3_001);
            if (random.nextInt(3) == 0) {
                expected.remove(number);
                map.remove(number);
            } else {
                int slot = 1 + random.nextInt(1_000_000);
                expected.put(number, slot);
                map.put(number, slot);
            }
            assertThat(map.size()).isEqualTo(expected.size());
        }
        for (long number = 1; number <= 3_000; number++) {
            assertThat(map.get(number)).isEqualTo(expected.getOrDefault(number, OctetSlots.NONE));
        }
    }
}
