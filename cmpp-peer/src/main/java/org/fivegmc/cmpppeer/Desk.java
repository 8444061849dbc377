package org.fivegmc.cmpppeer;

import com.zx.sms.codec.cmpp.msg.CmppDeliverResponseMessage;
import com.zx.sms.codec.cmpp.msg.CmppSubmitRequestMessage;
import com.zx.sms.codec.cmpp.msg.CmppSubmitResponseMessage;
import com.zx.sms.common.util.DefaultMsgIdUtil;
import com.zx.sms.common.util.MsgId;
import com.zx.sms.handler.api.AbstractBusinessHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/// Answers submissions and tells of everything, one line each:
///
/// ```
/// submit SEQUENCE MSGID NUMBER MSG_FMT TP_UDHI PK_TOTAL PK_NUMBER SRC_ID SERVICE_ID|- CONTENT
/// unanswered …    the same for one that is left without an answer
/// throttled NUMBER
/// answered RESULT     to a CMPP_DELIVER
/// ```
// what fails to be written shows as the end of the connection
@SuppressWarnings("FutureReturnValueIgnored")
@Sharable
final class Desk extends AbstractBusinessHandler {
    private static final int TRAFFIC_CONTROL = 8;
    private static final PrintStream OUT =
            new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private final AtomicInteger throttles = new AtomicInteger();
    private volatile boolean mute;

    @Override
    public String name() {
        return "desk";
    }

    void throttle(int count) {
        throttles.set(count);
    }

    void mute(boolean on) {
        mute = on;
    }

    static void tell(String line) {
        synchronized (OUT) {
            OUT.println(line);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof CmppSubmitRequestMessage submit) {
            submitted(context, submit);
        } else if (message instanceof CmppDeliverResponseMessage answer) {
            tell("answered " + answer.getResult());
        }
        context.fireChannelRead(message);
    }

    private void submitted(ChannelHandlerContext context, CmppSubmitRequestMessage submit) {
        MsgId id = new MsgId();
        if (mute) {
            tell("unanswered " + text(submit, id));
            return;
        }
        var answer = new CmppSubmitResponseMessage(submit.getHeader().getSequenceId());
        answer.setMsgId(id);
        if (throttles.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            answer.setResult(TRAFFIC_CONTROL);
            tell("throttled " + submit.getDestterminalId()[0]);
        } else {
            answer.setResult(0);
            tell("submit " + text(submit, id));
        }
        context.channel().writeAndFlush(answer);
    }

    private static String text(CmppSubmitRequestMessage submit, MsgId id) {
        HexFormat hex = HexFormat.of();
        String service = submit.getServiceId();
        return submit.getHeader().getSequenceId()
                + " "
                + hex.formatHex(DefaultMsgIdUtil.msgId2Bytes(id))
                + " "
                + submit.getDestterminalId()[0]
                + " "
                + submit.getMsgfmt().getValue()
                + " "
                + submit.getTpudhi()
                + " "
                + submit.getPktotal()
                + " "
                + submit.getPknumber()
                + " "
                + submit.getSrcId()
                + " "
                + (service.isEmpty() ? "-" : service)
                + " "
                + hex.formatHex(submit.getMsgContentBytes());
    }
}
