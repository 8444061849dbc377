package org.fivegmc.server.wiring;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import org.fivegmc.server.config.ServerConfig;
import org.fivegmc.server.config.StorageConfig;
import org.fivegmc.store.body.BodyLimits;
import org.fivegmc.store.body.FileBodyStore;
import org.jspecify.annotations.Nullable;

/// The bodies of large messages, beside the engine with the rows that refer to them.
final class BodyStores {

    private static final String DIRECTORY = "bodies";

    /// Another one, so that a try in memory does not touch what is durable.
    private static final String UNTIL_THE_STOP = "bodies-in-memory";

    private BodyStores() {}

    static FileBodyStore open(ServerConfig config, InstantSource clock) {
        StorageConfig storage = config.storage();
        boolean durable = storage.store().engine() == StorageConfig.Engine.ROCKSDB;
        Path directory =
                config.identity().dataDirectory().resolve(durable ? DIRECTORY : UNTIL_THE_STOP);
        try {
            if (!durable) {
                // no row refers to them any more
                remove(directory);
            }
            return new FileBodyStore(
                    directory,
                    new BodyLimits(
                            storage.bodies().maxTotalBytes(),
                            storage.bodies().maxSenderBytes(),
                            storage.bodies().maxDraftBytes(),
                            storage.bodies().minFreeDiskBytes()),
                    clock);
        } catch (IOException e) {
            throw new ServerLifecycle.StartException(
                    "the large bodies in " + directory + " can't be opened: " + e.getMessage(), e);
        }
    }

    private static void remove(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path inner, @Nullable IOException e)
                            throws IOException {
                        if (e != null) {
                            throw e;
                        }
                        Files.delete(inner);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
