package org.fivegmc.fallback.cmpp.pdu;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/// Cuts the stream by Total_Length and emits [CmppRead]s. After one [CmppRead.BrokenFraming]
/// everything else on this connection is discarded unread.
public final class CmppFrameDecoder extends ByteToMessageDecoder {
    private final CmppVersion version;
    private final int maxPdu;
    private boolean broken;

    /// @param maxPdu largest Total_Length accepted, in octets
    public CmppFrameDecoder(CmppVersion version, int maxPdu) {
        this.version = version;
        this.maxPdu = maxPdu;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < 4) {
            return;
        }
        long length = in.getUnsignedInt(in.readerIndex());
        if (length < CmppCodec.HEADER || length > maxPdu) {
            broken = true;
            in.skipBytes(in.readableBytes());
            out.add(new CmppRead.BrokenFraming(length));
        } else if (in.readableBytes() >= length) {
            out.add(CmppCodec.decode(in.readSlice((int) length), version));
        }
    }
}
