package org.fivegmc.store;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.DedupKey;
import org.fivegmc.core.storage.FlightRow;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.core.storage.StoreTurn;
import org.fivegmc.core.storage.TimerRef;
import org.fivegmc.store.rocks.RocksEngine;
import org.fivegmc.store.rocks.RocksSettings;

/// How many messages to devices that are online one writer stores per second, and per second of
/// CPU. Each is looked up and put (inbox, dedup) in one turn and removed (inbox) in the next; the
/// attempts of a turn are one row more. Run by hand: `StoreRate <empty directory> [messages]`.
final class StoreRate {

    private static final int[] BATCHES = {1, 16, 64, 256};
    private static final byte[] BODY = new byte[1100];
    private static final UserAddress BOT = new ChatbotAddress("sip:10690000@botplatform.example");

    private StoreRate() {}

    public static void main(String[] args) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int messages = args.length > 1 ? Integer.parseInt(args[1]) : 200_000;
        var settings = RocksSettings.defaults(Path.of(args[0]));
        try (var engine = RocksEngine.open(settings, StoreEvents.NONE)) {
            long first = 1;
            for (int round = 0; round < 2; round++) {
                for (int batch : BATCHES) {
                    int count = Math.min(messages, batch * 4000) / batch * batch;
                    run(engine, first, count, batch, out);
                    first += count;
                }
            }
            out.println(engine.stats());
        }
    }

    private static void run(
            StorageEngine engine, long first, int count, int batch, PrintStream out) {
        var store = new RowShardStore(engine);
        var cpu =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        long cpuBefore = cpu.getProcessCpuTime();
        long before = System.nanoTime();
        for (long number = first; number < first + count; number += batch) {
            StoreTurn turn = store.begin();
            var leases = new ArrayList<TimerRef>(batch);
            for (long n = number; n < number + batch; n++) {
                Delivery delivery = delivery(n);
                Message message = delivery.message();
                var key = new DedupKey(message.recipient(), BOT, "m" + message.imdnId());
                if (store.accepted(key, n).isPresent()) {
                    throw new IllegalStateException("accepted before: " + n);
                }
                turn.putDelivery(delivery);
                turn.putAccepted(key, message.id(), n + 1_000_000);
                leases.add(new TimerRef(number, message.recipient(), message.id()));
                if (n - batch >= first) {
                    Delivery done = delivery(n - batch);
                    turn.removeDelivery(done.message().recipient(), done.message().id());
                }
            }
            turn.putFlight(new FlightRow(0, number, leases));
            turn.removeFlight(0, number - batch);
            turn.commit();
        }
        double seconds = (System.nanoTime() - before) / 1e9;
        double cpuSeconds = (cpu.getProcessCpuTime() - cpuBefore) / 1e9;
        out.printf(
                "batch %d: %.0f commits/s, %.0f messages/s, %.0f messages per CPU second%n",
                batch, count / seconds / batch, count / seconds, count / cpuSeconds);
    }

    private static Delivery delivery(long number) {
        return Delivery.accepted(
                new Message(
                        new MessageId(number << 16, number),
                        BOT,
                        new Msisdn(8613800000000L + number % 100_000),
                        new ImdnMessageId("imdn-" + number),
                        Purpose.CONTENT,
                        new Dispositions(Dispositions.POSITIVE_DELIVERY),
                        FallbackOffer.RENDERED,
                        Payload.of("message/cpim", BODY),
                        number,
                        number + 600_000,
                        Handling.USUAL));
    }
}
