package org.fivegmc.wire.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NonceMintTest {

    private static final int TRACKED = 640;

    private long nowMs = 1_000_000;
    private final NonceMint mint =
            new NonceMint(() -> Instant.ofEpochMilli(nowMs), 60_000, TRACKED);

    private String next() {
        nowMs++;
        return mint.next();
    }

    /// Enough answered nonces push the first one out of memory; its answer must not count again.
    @Test
    void whatWasForgottenIsNotFreshAgain() {
        String first = next();
        assertThat(mint.answered(first, 1)).isEqualTo(NonceMint.Verdict.FRESH);
        assertThat(mint.answered(first, 1)).isEqualTo(NonceMint.Verdict.REPLAYED);
        String unanswered = next();
        List<String> later = new ArrayList<>();
        for (int i = 0; i < 4 * TRACKED; i++) {
            later.add(next());
        }
        for (String nonce : later) {
            assertThat(mint.answered(nonce, 1)).isEqualTo(NonceMint.Verdict.FRESH);
        }
        assertThat(mint.judge(first)).isEqualTo(NonceMint.Verdict.FRESH);
        assertThat(mint.answered(first, 1)).isEqualTo(NonceMint.Verdict.STALE);
        assertThat(mint.answered(first, 2)).isEqualTo(NonceMint.Verdict.STALE);
        assertThat(mint.answered(unanswered, 1))
                .as("nobody can tell whether it was answered")
                .isEqualTo(NonceMint.Verdict.STALE);
        assertThat(mint.answered(later.getLast(), 2)).isEqualTo(NonceMint.Verdict.FRESH);
        assertThat(mint.answered(next(), 1)).isEqualTo(NonceMint.Verdict.FRESH);
    }
}
