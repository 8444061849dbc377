package org.fivegmc.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fivegmc.fallback.cmpp.pdu.CmppCodec;
import org.fivegmc.fallback.cmpp.pdu.CmppFormat;
import org.fivegmc.fallback.cmpp.pdu.CmppFrameDecoder;
import org.fivegmc.fallback.cmpp.pdu.CmppPdu;
import org.fivegmc.fallback.cmpp.pdu.CmppRead;
import org.fivegmc.fallback.cmpp.pdu.CmppReport;
import org.fivegmc.fallback.cmpp.pdu.CmppVersion;
import org.fivegmc.fallback.text.Octets;

/// A stream of CMPP PDUs in both versions, and the status reports in it.
public final class CmppTarget {
    private CmppTarget() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        check(octets);
    }

    static boolean check(byte[] octets) {
        boolean understood = false;
        for (CmppVersion version : CmppVersion.values()) {
            List<CmppRead> whole = read(octets, octets.length, version);
            Target.same("divided", whole, read(octets, 5, version));
            for (CmppRead one : whole) {
                if (one instanceof CmppPdu pdu) {
                    understood = true;
                    again(pdu, version);
                }
            }
        }
        return understood;
    }

    private static List<CmppRead> read(byte[] octets, int most, CmppVersion version) {
        var channel = new EmbeddedChannel(new CmppFrameDecoder(version, CmppCodec.DEFAULT_MAX_PDU));
        Pieces pieces = new Pieces(octets, Math.max(1, most));
        int from = 0;
        while (from < octets.length) {
            int to = most >= octets.length ? octets.length : pieces.next(from, octets.length);
            channel.writeInbound(Unpooled.wrappedBuffer(Arrays.copyOfRange(octets, from, to)));
            from = to;
        }
        List<CmppRead> all = new ArrayList<>();
        for (Object one = channel.readInbound(); one != null; one = channel.readInbound()) {
            all.add((CmppRead) one);
        }
        channel.finishAndReleaseAll();
        return all;
    }

    private static void again(CmppPdu pdu, CmppVersion version) {
        CmppVersion form =
                switch (pdu) {
                    // their results may be longer than 2.0 can write
                    case CmppPdu.ConnectResp _, CmppPdu.SubmitResp _, CmppPdu.DeliverResp _ ->
                            CmppVersion.V30;
                    case CmppPdu.Connect _,
                            CmppPdu.Submit _,
                            CmppPdu.Deliver _,
                            CmppPdu.ActiveTest _,
                            CmppPdu.ActiveTestResp _,
                            CmppPdu.Terminate _,
                            CmppPdu.TerminateResp _ ->
                            version;
                };
        ByteBuf out = Unpooled.buffer();
        CmppCodec.encode(pdu, out, form);
        Target.same(
                "written",
                pdu,
                CmppCodec.decode(Unpooled.wrappedBuffer(ByteBufUtil.getBytes(out)), form));
        if (pdu instanceof CmppPdu.Deliver deliver) {
            content(deliver.message().content());
            Target.holds(
                    "a text is no longer than its octets",
                    CmppFormat.text(deliver.message().msgFmt(), deliver.message().content().array())
                                    .length()
                            <= deliver.message().content().length());
        }
    }

    private static void content(Octets content) {
        CmppReport.read(content)
                .filter(report -> report.destTerminalId().length() <= CmppVersion.V30.terminal())
                .ifPresent(report ->
                        Target.same(
                                "report",
                                report,
                                CmppReport.read(report.write(CmppVersion.V30)).orElseThrow()));
    }
}
