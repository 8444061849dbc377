package org.fivegmc.fallback.channel;

import org.fivegmc.core.channel.SmsChannel;
import org.fivegmc.core.delivery.SmsPlan;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.route.RouteReason;

/// Both ways out of RCS: MMS where the sender allows it and a gateway for it works, else SMS where
/// that is allowed. Thread-safe.
public final class FallbackChannel implements SmsChannel {
    private final SmsFallback sms;
    private final MmsFallback mms;

    public FallbackChannel(SmsFallback sms, MmsFallback mms) {
        this.sms = sms;
        this.mms = mms;
    }

    @Override
    public SmsPlan prepare(Message message, RouteReason why) {
        if (why == RouteReason.MMS_REFUSED || !(message.fallback() instanceof FallbackOffer.Mms)) {
            return sms.prepare(message, why);
        }
        SmsPlan asMms = mms.prepare(message);
        if (asMms instanceof SmsPlan.Ready || !message.fallback().allowsSms()) {
            return asMms;
        }
        SmsPlan asSms = sms.prepare(message, why);
        return asSms instanceof SmsPlan.NotPossible ? asMms : asSms;
    }

    /// An answer may come by SMS to either.
    @Override
    public Memory memory(Message message) {
        return sms.memory(message);
    }

    @Override
    public void submit(HandOver handOver, PartListener listener) {
        switch (handOver.leg().bearer()) {
            case SMS -> sms.submit(handOver, listener);
            case MMS -> mms.submit(handOver, listener);
        }
    }
}
