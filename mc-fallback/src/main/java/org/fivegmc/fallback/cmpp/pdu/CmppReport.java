package org.fivegmc.fallback.cmpp.pdu;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import org.fivegmc.fallback.text.Octets;

/// The content of a CMPP_DELIVER that is a status report (CMPP 3.0 clause 8.4.5.1).
///
/// @param msgId that of the CMPP_SUBMIT_RESP
/// @param stat `DELIVRD` and others, 7 octets
/// @param submitTime YYMMDDhhmm
/// @param doneTime YYMMDDhhmm
/// @param destTerminalId the recipient
/// @param smscSequence 32 bits
public record CmppReport(
        long msgId,
        String stat,
        String submitTime,
        String doneTime,
        String destTerminalId,
        int smscSequence) {
    private static final int STAT = 7;
    private static final int TIME = 10;
    private static final int HEAD = 8 + STAT + 2 * TIME;

    /// Reads a report of either version by its length: 60 octets with a number of 21, 71 with one
    /// of 32. Gateways of 3.0 write the short form too. What has any other length has its number up
    /// to the end; empty if not even the times are there.
    public static Optional<CmppReport> read(Octets content) {
        if (content.length() < HEAD) {
            return Optional.empty();
        }
        var in = new CmppReader(Unpooled.wrappedBuffer(content.array()));
        long msgId = in.number64("Msg_Id");
        String stat = in.text(STAT, "Stat");
        String submitTime = in.text(TIME, "Submit_time");
        String doneTime = in.text(TIME, "Done_time");
        int left = content.length() - HEAD;
        int number = Math.max(0, left - 4);
        String terminal =
                in.text(
                        number == CmppVersion.V20.terminal() || number == CmppVersion.V30.terminal()
                                ? number
                                : left,
                        "Dest_terminal_Id");
        int sequence = in.left() == 4 ? in.number32("SMSC_sequence") : 0;
        return Optional.of(new CmppReport(msgId, stat, submitTime, doneTime, terminal, sequence));
    }

    /// The octets in the form of a version.
    public Octets write(CmppVersion version) {
        ByteBuf out = Unpooled.buffer(HEAD + version.terminal() + 4);
        out.writeLong(msgId);
        CmppCodec.text(stat, STAT, out);
        CmppCodec.text(submitTime, TIME, out);
        CmppCodec.text(doneTime, TIME, out);
        CmppCodec.text(destTerminalId, version.terminal(), out);
        out.writeInt(smscSequence);
        return Octets.of(out.array());
    }
}
