package org.fivegmc.fallback.cmpp.pdu;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;

/// Writes [CmppPdu]s.
public final class CmppPduEncoder extends MessageToByteEncoder<CmppPdu> {
    private final CmppVersion version;

    /// An encoder for one channel.
    public CmppPduEncoder(CmppVersion version) {
        super(CmppPdu.class);
        this.version = version;
    }

    @Override
    protected void encode(ChannelHandlerContext context, CmppPdu pdu, ByteBuf out) {
        CmppCodec.encode(pdu, out, version);
    }
}
