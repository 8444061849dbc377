package org.fivegmc.fallback.link;

import io.netty.channel.ChannelHandler;
import org.fivegmc.fallback.spi.OutboundSms;

/// The PDUs of one link: writes what the link wants to say, and tells the link what was read.
/// Everything runs on the event loop of the gateway, except for [#codec()].
public interface LinkSession {
    /// New handlers for one connection: one that cuts the stream and one that writes PDUs.
    Codec codec();

    /// A pair of handlers.
    ///
    /// @param decoder emits what [#read] takes
    /// @param encoder takes what the other methods make
    record Codec(ChannelHandler decoder, ChannelHandler encoder) {}

    /// What a session begins with.
    Object bind(int sequence);

    /// What it ends with.
    Object unbind(int sequence);

    /// What a silent peer is asked with.
    Object probe(int sequence);

    /// One unit.
    Object submit(int sequence, OutboundSms unit);

    /// One message of the decoder.
    void read(Object message);
}
