package org.fivegmc.loadtest.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Whether packets can be judged here. A test is left out where they can not, unless all of them
/// are to run (`MC_TEST_ALL`, which `./5gmc test` sets as root): then it fails.
public final class Capturing {
    private static final String WHY = "no tshark, or capturing is not permitted here";

    private Capturing() {}

    public static void assumePossible() {
        boolean possible = Capture.isPossible();
        if (System.getenv("MC_TEST_ALL") != null) {
            assertThat(possible).as(WHY).isTrue();
        } else {
            assumeTrue(possible, WHY);
        }
    }
}
