package org.fivegmc.cmpppeer;

import com.zx.sms.codec.cmpp.msg.CmppDeliverRequestMessage;
import com.zx.sms.codec.cmpp.msg.CmppReportRequestMessage;
import com.zx.sms.common.util.DefaultMsgIdUtil;
import com.zx.sms.common.util.MsgId;
import com.zx.sms.connect.manager.EndpointConnector;
import com.zx.sms.connect.manager.EndpointEntity.SupportLongMessage;
import com.zx.sms.connect.manager.EndpointManager;
import com.zx.sms.connect.manager.cmpp.CMPPServerChildEndpointEntity;
import com.zx.sms.connect.manager.cmpp.CMPPServerEndpointEntity;
import io.netty.channel.Channel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;

/// The process. Takes commands on standard input, one a line, and ends with it:
///
/// | command | does |
/// |---|---|
/// | `throttle N` | answers the next N submissions with 8 |
/// | `mute`, `speak` | leaves submissions unanswered; answers those that come from now on |
/// | `receipt MSGID STAT NUMBER CODE` | sends a status report |
/// | `mo FROM TO TEXT` | sends a message of a handset |
/// | `again` | sends the last message of a handset again |
/// | `drop` | closes every connection |
///
/// What happens is told on standard output, see [Desk].
public final class CmppCenter {
    private static final String ACCOUNT = "account";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyMMddHHmm");

    private final Desk desk = new Desk();
    private String[] last = {"mo", "0", "0", ""};
    private MsgId lastId = new MsgId();

    private CmppCenter() {}

    /// Arguments: port on 127.0.0.1, version (2.0 or 3.0), SP_Id, secret.
    public static void main(String[] args) throws Exception {
        var center = new CmppCenter();
        center.open(Integer.parseInt(args[0]), args[1], args[2], args[3]);
        Desk.tell("ready");
        center.obey();
        System.exit(0);
    }

    private void open(int port, String version, String spId, String secret) throws Exception {
        var account = new CMPPServerChildEndpointEntity();
        account.setId(ACCOUNT);
        account.setUserName(spId);
        account.setPassword(secret);
        account.setVersion((short) (version.equals("2.0") ? 0x20 : 0x30));
        account.setMaxChannels((short) 16);
        // what is submitted shall be seen as it comes
        account.setSupportLongmsg(SupportLongMessage.NONE);
        account.setReSendFailMsg(false);
        account.setBusinessHandlerSet(List.of(desk));
        var server = new CMPPServerEndpointEntity();
        server.setId("server");
        server.setHost("127.0.0.1");
        server.setPort(port);
        server.setValid(true);
        server.addchild(account);
        EndpointManager.INS.addEndpointEntity(server);
        EndpointManager.INS.openAll();
    }

    private void obey() throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 5);
            switch (words[0]) {
                case "throttle" -> desk.throttle(Integer.parseInt(words[1]));
                case "mute" -> desk.mute(true);
                case "speak" -> desk.mute(false);
                case "receipt" -> send(receipt(words));
                case "mo" -> {
                    last = words;
                    lastId = new MsgId();
                    send(fromHandset(last, lastId));
                }
                case "again" -> send(fromHandset(last, lastId));
                case "drop" -> drop();
                default -> Desk.tell("what? " + line);
            }
        }
    }

    private static CmppDeliverRequestMessage receipt(String[] words) {
        var report = new CmppReportRequestMessage();
        report.setMsgId(msgId(words[1]));
        report.setStat(words[2]);
        String now = TIME.format(LocalDateTime.now(ZoneId.of("Asia/Shanghai")));
        report.setSubmitTime(now);
        report.setDoneTime(now);
        report.setDestterminalId(words[3]);
        var deliver = new CmppDeliverRequestMessage();
        deliver.setMsgId(new MsgId());
        deliver.setDestId(words[4]);
        deliver.setSrcterminalId(words[3]);
        deliver.setReportRequestMessage(report);
        return deliver;
    }

    private static CmppDeliverRequestMessage fromHandset(String[] words, MsgId id) {
        String text = words[3];
        var deliver = new CmppDeliverRequestMessage();
        deliver.setMsgId(id);
        deliver.setDestId(words[2]);
        deliver.setSrcterminalId(words[1]);
        deliver.setMsgContent(text);
        byte[] octets = text.getBytes(StandardCharsets.UTF_16BE);
        deliver.setMsgfmt(new com.chinamobile.cmos.sms.SmsDcs((byte) 8));
        deliver.setMsgContentBytes(octets);
        deliver.setMsgLength((short) octets.length);
        return deliver;
    }

    private static MsgId msgId(String hex) {
        return DefaultMsgIdUtil.bytes2MsgId(HexFormat.of().parseHex(hex));
    }

    private static EndpointConnector<?> connector() {
        return EndpointManager.INS.getEndpointConnector(ACCOUNT);
    }

    private static void send(CmppDeliverRequestMessage deliver) {
        if (connector().asynwriteUncheck(deliver) == null) {
            Desk.tell("nobody is connected");
        }
    }

    private static void drop() {
        for (Channel channel : connector().getallChannel()) {
            channel.close().syncUninterruptibly();
        }
        Desk.tell("dropped");
    }
}
