package org.fivegmc.fallback.smpp.pdu;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/// Cuts the stream by command_length and emits [SmppRead]s. After one [SmppRead.BrokenFraming]
/// everything else on this connection is discarded unread.
public final class SmppFrameDecoder extends ByteToMessageDecoder {
    private final int maxPdu;
    private boolean broken;

    /// @param maxPdu largest command_length accepted, in octets
    public SmppFrameDecoder(int maxPdu) {
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
        if (length < SmppCodec.HEADER || length > maxPdu) {
            broken = true;
            in.skipBytes(in.readableBytes());
            out.add(new SmppRead.BrokenFraming(length));
        } else if (in.readableBytes() >= length) {
            out.add(SmppCodec.decode(in.readSlice((int) length)));
        }
    }
}
