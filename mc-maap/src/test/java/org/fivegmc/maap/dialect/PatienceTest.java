package org.fivegmc.maap.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PatienceTest {
    private final Patience patience = new Patience(Duration.ofMillis(200));

    @Test
    void anAnswerIsGiven() {
        assertThat(patience.await(CompletableFuture.completedFuture("here"), "late"))
                .isEqualTo("here");
        var answer = new CompletableFuture<String>();
        Thread.startVirtualThread(() -> answer.complete("soon"));
        assertThat(patience.await(answer, "late")).isEqualTo("soon");
        await().untilAsserted(() -> assertThat(patience.waiting()).isZero());
    }

    @Test
    void whatDoesNotComeIsGivenUp() {
        assertThat(patience.await(new CompletableFuture<>(), "late")).isEqualTo("late");
        assertThat(patience.await(new CompletableFuture<>(), "again")).isEqualTo("again");
        await().untilAsserted(() -> assertThat(patience.waiting()).isZero());
    }

    @Test
    void aFaultIsOne() {
        var fault = new IllegalArgumentException("no");
        assertThatThrownBy(() -> patience.await(CompletableFuture.failedFuture(fault), "late"))
                .hasCause(fault);
    }
}
