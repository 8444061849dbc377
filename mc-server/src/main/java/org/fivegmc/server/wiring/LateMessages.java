package org.fivegmc.server.wiring;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.fallback.inbound.MessageInbox;
import org.fivegmc.fallback.inbound.PartBuffer;
import org.fivegmc.fallback.spi.InboundAnswer;
import org.fivegmc.fallback.spi.InboundSms;
import org.fivegmc.maap.sms.UserMessages;
import org.fivegmc.maap.tenant.TenantBook;
import org.fivegmc.server.config.FallbackConfig;
import org.fivegmc.server.config.ServerConfig;
import org.fivegmc.server.observe.InboundMeters;
import org.fivegmc.store.RowTenantStore;
import org.jspecify.annotations.Nullable;

/// Gateways exist before the core that messages of handsets go to; until that is there, they are
/// asked for again.
final class LateMessages implements Function<InboundSms, CompletionStage<InboundAnswer>> {

    private volatile @Nullable MessageInbox inbox;

    /// From now on messages go to chatbots.
    ///
    /// @return where parts of long ones wait, to be started and closed
    PartBuffer open(
            ServerConfig config,
            StorageEngine engine,
            UserMessages messages,
            TenantBook book,
            InboundMeters meters,
            InstantSource clock) {
        FallbackConfig fallback = config.fallback();
        var taker = new HandsetMessages(book, messages, SipSettings.plan(config), meters);
        var parts =
                new PartBuffer(
                        new RowTenantStore(engine),
                        new PartBuffer.Limits(fallback.maxWaitingParts(), fallback.partTimeout()),
                        taker,
                        clock,
                        meters::fault);
        inbox = new MessageInbox(taker, parts);
        return parts;
    }

    @Override
    public CompletionStage<InboundAnswer> apply(InboundSms message) {
        MessageInbox open = inbox;
        return open == null
                ? CompletableFuture.failedFuture(new IllegalStateException("not started"))
                : open.apply(message);
    }
}
