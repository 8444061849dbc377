package org.fivegmc.core.center;

import java.time.InstantSource;
import java.util.function.IntFunction;
import org.fivegmc.core.channel.RcsChannel;
import org.fivegmc.core.channel.ReportComposer;
import org.fivegmc.core.channel.SmsChannel;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.event.EventSink;
import org.fivegmc.core.route.RoutePlanner;
import org.fivegmc.core.storage.BodyStore;
import org.fivegmc.core.storage.ShardStore;
import org.fivegmc.core.subscriber.ChatbotBook;

/// What a [MessageCenter] works with.
///
/// @param stores one store per writer, made when the writer starts
/// @param bodies where the bodies are that rows refer to
/// @param rcs also carries what goes to chatbots
public record Services(
        IntFunction<ShardStore> stores,
        BodyStore bodies,
        RoutePlanner planner,
        RcsChannel rcs,
        SmsChannel sms,
        ReportComposer reports,
        EventSink events,
        DeliveryPolicy policy,
        InstantSource clock,
        ChatbotBook chatbots) {

    /// Without chatbots.
    public Services(
            IntFunction<ShardStore> stores,
            BodyStore bodies,
            RoutePlanner planner,
            RcsChannel rcs,
            SmsChannel sms,
            ReportComposer reports,
            EventSink events,
            DeliveryPolicy policy,
            InstantSource clock) {
        this(stores, bodies, planner, rcs, sms, reports, events, policy, clock, ChatbotBook.none());
    }
}
