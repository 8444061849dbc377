package org.fivegmc.store.body;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.storage.BodyStore.Draft;

/// Keeps bodies until it is killed, and prints the length and the name of each when it is told that
/// it is durable. Beside each it leaves a draft that never ends.
final class BodyKeeper {

    private BodyKeeper() {}

    public static void main(String[] args) throws IOException {
        long until = System.currentTimeMillis() + 86_400_000;
        try (var store =
                new FileBodyStore(
                        Path.of(args[0]), new BodyLimits(1L << 40, 0), InstantSource.system())) {
            for (int number = 1; number < 1_000; number++) {
                Draft left = store.draft(Bodies.OWNER, until);
                Bodies.write(left, 0, Bodies.octets(1_000), 0, 1_000);
                BodyRef ref = Bodies.keep(store, until, Bodies.octets(number * 7_919 % 200_000));
                System.out.println(ref.octets() + " " + ref.name());
            }
        }
    }
}
