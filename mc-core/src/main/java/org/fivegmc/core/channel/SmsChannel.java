package org.fivegmc.core.channel;

import java.util.List;
import org.fivegmc.core.delivery.PartOutcome;
import org.fivegmc.core.delivery.SmsLeg;
import org.fivegmc.core.delivery.SmsPlan;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.storage.GatewayMessageKey;

/// Delivers a message as SMS or MMS through a gateway.
public interface SmsChannel {

    /// How the message would leave: a computation without I/O, called on shard writers.
    ///
    /// @param why for [RouteReason#MMS_REFUSED] not as MMS again
    SmsPlan prepare(Message message, RouteReason why);

    /// Hands parts over and returns at once; never throws. Called on shard writers, after the
    /// decision is durable.
    void submit(HandOver handOver, PartListener listener);

    /// What has to be known of a message that leaves as SMS when its recipient answers by SMS: a
    /// computation without I/O, called on shard writers.
    default Memory memory(Message message) {
        return Memory.NONE;
    }

    /// Kept with the decision for SMS, in place of what was kept of an earlier message between the
    /// two.
    ///
    /// @param octets in the channel's own form; none for nothing
    /// @param keptMs how long
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Memory(byte[] octets, long keptMs) {
        public static final Memory NONE = new Memory(new byte[0], 0);
    }

    /// @param leg the decision: gateway, references and number of parts
    /// @param parts indices of the parts to send, rising
    /// @param possibleDuplicate a part may have been taken before: count it
    record HandOver(Message message, SmsLeg leg, List<Integer> parts, boolean possibleDuplicate) {}

    /// Gets exactly one call per part handed over, on any thread; and after [PartOutcome.Unknown]
    /// perhaps one more, when the gateway turns out to have taken the part.
    interface PartListener {

        /// @param key how receipts will name the part
        void accepted(int part, GatewayMessageKey key);

        /// Any outcome but [PartOutcome.Accepted].
        void ended(int part, PartOutcome outcome);
    }

    /// No gateways at all.
    SmsChannel NONE =
            new SmsChannel() {
                @Override
                public SmsPlan prepare(Message message, RouteReason why) {
                    return new SmsPlan.NotPossible(RouteReason.NO_GATEWAY);
                }

                @Override
                public void submit(HandOver handOver, PartListener listener) {
                    for (int part : handOver.parts()) {
                        listener.ended(part, new PartOutcome.Rejected("no gateway"));
                    }
                }
            };
}
