package org.fivegmc.fallback.smpp.pdu;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;

/// Writes [Pdu]s.
public final class SmppPduEncoder extends MessageToByteEncoder<Pdu> {
    /// An encoder for one channel.
    public SmppPduEncoder() {
        super(Pdu.class);
    }

    @Override
    protected void encode(ChannelHandlerContext context, Pdu pdu, ByteBuf out) {
        SmppCodec.encode(pdu, out);
    }
}
