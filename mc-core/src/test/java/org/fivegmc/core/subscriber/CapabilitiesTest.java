package org.fivegmc.core.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import org.fivegmc.core.subscriber.Capabilities.Source;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {

    private static final long NOW = 1_795_000_123_456L;
    private static final Capabilities TAGGED =
            new Capabilities(Capabilities.PAGER | Capabilities.CHATBOT);

    @Test
    void aSetOfBitsIsWhatTagsSay() {
        assertThat(TAGGED.source()).isEqualTo(Source.TAGS);
        assertThat(TAGGED.knownAtMs(7)).isEqualTo(7);
        assertThat(TAGGED.isRefuted()).isFalse();
        assertThat(Capabilities.NONE.isRefuted()).as("a device without services").isFalse();
    }

    @Test
    void theSourceChangesNothingElse() {
        for (Source source : Source.values()) {
            Capabilities known = TAGGED.from(source);
            assertThat(known.source()).isEqualTo(source);
            assertThat(known.names()).isEqualTo(TAGGED.names());
            assertThat(known.takesPager()).isTrue();
            assertThat(known.from(Source.TAGS)).isEqualTo(TAGGED);
        }
    }

    @Test
    void evidenceTakesAwayAndIsDated() {
        Capabilities left = TAGGED.without(Capabilities.CHATBOT, NOW);
        assertThat(left.names()).containsExactly("pager");
        assertThat(left.source()).isEqualTo(Source.EVIDENCE);
        assertThat(left.knownAtMs(7)).isEqualTo(NOW / 1000 * 1000);
        assertThat(left.isRefuted()).isFalse();
        Capabilities nothing = left.without(Capabilities.EVERYTHING, NOW + 60_000);
        assertThat(nothing.isRefuted()).isTrue();
        assertThat(nothing.knownAtMs(7)).isEqualTo((NOW + 60_000) / 1000 * 1000);
        var asked = new Capabilities(Capabilities.PAGER | Capabilities.PRESUMED);
        assertThat(asked.without(Capabilities.EVERYTHING, NOW).has(Capabilities.PRESUMED))
                .isFalse();
    }

    @Test
    void aUnionHasTheSourceOfTheFirstThatCanAnything() {
        Capabilities refused = TAGGED.without(Capabilities.EVERYTHING, NOW);
        Capabilities told = new Capabilities(Capabilities.CHAT).from(Source.OPTIONS);
        assertThat(Capabilities.NONE.union(refused).source()).isEqualTo(Source.EVIDENCE);
        assertThat(refused.union(told)).isEqualTo(told);
        assertThat(told.union(refused)).isEqualTo(told);
        assertThat(told.union(TAGGED).names()).containsExactly("pager", "chat", "chatbot");
        assertThat(told.union(TAGGED).source()).isEqualTo(Source.OPTIONS);
        assertThat(TAGGED.union(TAGGED)).isEqualTo(TAGGED);
    }
}
