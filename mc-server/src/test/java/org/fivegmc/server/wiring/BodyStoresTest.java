package org.fivegmc.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.storage.BodyStore.Draft;
import org.fivegmc.core.storage.BodyStore.Kept;
import org.fivegmc.server.config.ConfigLoader;
import org.fivegmc.server.config.ServerConfig;
import org.fivegmc.store.body.FileBodyStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyStoresTest {

    @TempDir Path data;

    private ServerConfig config(String store) {
        String yaml = "data-dir: %s\nstore: {%s}\n".formatted(data, store);
        if (new ConfigLoader(Map.of()).load("test.yaml", yaml)
                instanceof ConfigLoader.Outcome.Loaded loaded) {
            return loaded.config();
        }
        throw new AssertionError("not loaded");
    }

    private static FileBodyStore open(ServerConfig config) {
        return BodyStores.open(config, InstantSource.system());
    }

    private static Kept keep(FileBodyStore store, int octets) {
        Draft draft =
                store.draft(new Msisdn(8613800000001L), System.currentTimeMillis() + 3_600_000);
        boolean _ = draft.write(0, new byte[octets], 0, octets, () -> {});
        var kept = new CompletableFuture<Kept>();
        draft.finish(octets, kept::complete);
        return kept.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Test
    void bodiesStayAsLongAsTheRowsThatReferToThem() throws IOException {
        ServerConfig durable = config("bodies: {min-free-disk: 1MiB}");
        ServerConfig inMemory = config("engine: memory, bodies: {min-free-disk: 1MiB}");
        for (ServerConfig config : new ServerConfig[] {durable, inMemory}) {
            try (FileBodyStore store = open(config)) {
                assertThat(store.bodies()).isZero();
                assertThat(keep(store, 100)).isInstanceOf(Kept.Stored.class);
            }
        }
        try (FileBodyStore store = open(durable)) {
            assertThat(store.bodies()).isEqualTo(1);
        }
        try (FileBodyStore store = open(inMemory)) {
            assertThat(store.bodies()).isZero();
        }
    }

    @Test
    void theLimitsAreThoseOfTheConfiguration() throws IOException {
        try (FileBodyStore store = open(config("bodies: {max-total: 1MiB, min-free-disk: 1MiB}"))) {
            assertThat(keep(store, 1 << 20)).isInstanceOf(Kept.Failed.class);
            assertThat(keep(store, 1 << 19)).isInstanceOf(Kept.Stored.class);
        }
        try (FileBodyStore store =
                open(config("bodies: {max-per-sender: 2MiB, min-free-disk: 1MiB}"))) {
            // with what is there from before
            assertThat(keep(store, 3 << 19)).isInstanceOf(Kept.TooMuch.class);
            assertThat(keep(store, 1 << 20)).isInstanceOf(Kept.Stored.class);
        }
        try (FileBodyStore store =
                open(config("bodies: {max-drafts: 1MiB, min-free-disk: 1MiB}"))) {
            assertThat(keep(store, 1 << 20)).isInstanceOf(Kept.Failed.class);
            assertThat(keep(store, 1 << 19)).isInstanceOf(Kept.Stored.class);
        }
    }

    @Test
    void aDirectoryInUseStopsTheStart() throws IOException {
        ServerConfig config = config("bodies: {min-free-disk: 1MiB}");
        try (FileBodyStore _ = open(config)) {
            assertThatThrownBy(() -> open(config))
                    .isInstanceOf(ServerLifecycle.StartException.class)
                    .hasMessageContaining("in use");
        }
    }
}
