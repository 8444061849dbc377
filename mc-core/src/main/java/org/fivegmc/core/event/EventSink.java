package org.fivegmc.core.event;

/// Takes events, after what they tell is durable. Called on shard writers: must not block nor
/// throw.
@FunctionalInterface
public interface EventSink {

    void on(TrailEvent event);

    EventSink NONE = _ -> {};
}
