package org.fivegmc.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.storage.BodyStore.Chunk;
import org.fivegmc.core.storage.BodyStore.Draft;
import org.fivegmc.core.storage.BodyStore.Kept;
import org.junit.jupiter.api.Test;

class NoBodiesTest {

    @Test
    void saysThatItKeepsNothing() {
        var kept = new ArrayList<Kept>();
        Draft draft = BodyStore.NONE.draft(new Msisdn(8613800000001L), 0);
        assertThat(draft.write(0, new byte[5], 0, 5, () -> {})).isTrue();
        assertThat(draft.failure()).isNotNull();
        draft.finish(5, kept::add);
        assertThat(kept).hasSize(1).allMatch(k -> k instanceof Kept.Failed);
        try (BodyStore.Reader reader = BodyStore.NONE.open(new BodyRef("a", 5))) {
            assertThat(reader.read(0, 5, () -> {})).isInstanceOf(Chunk.Gone.class);
        }
    }
}
