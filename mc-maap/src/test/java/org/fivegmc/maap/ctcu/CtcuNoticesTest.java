package org.fivegmc.maap.ctcu;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Tenants;
import org.fivegmc.maap.webhook.Notice;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CtcuNoticesTest {
    private static final Chatbot CHATBOT = Tenants.chatbot(URI.create("http://127.0.0.1:1/hook"));

    private final CtcuNotices notices = new CtcuNotices(InstantSource.system());

    private static Message message(String id, Purpose purpose) {
        return new Message(
                new MessageId(1, 1),
                Msisdn.of("+8613900000001"),
                Tenants.BOT,
                new ImdnMessageId(id),
                purpose,
                Dispositions.NONE,
                FallbackOffer.NONE,
                Payload.of("text/plain", new byte[0]),
                0,
                Long.MAX_VALUE,
                Handling.USUAL);
    }

    private static Message report(String about, ReportKind kind) {
        return message("of-" + about, new Purpose.Report(new ImdnMessageId(about), kind));
    }

    private static JsonNode told(Optional<Notice> notice) {
        return JsonMapper.shared().readTree(notice.orElseThrow().body()).path("deliveryInfoList");
    }

    @Test
    void reportsAreToldInAListInTheirOrder() {
        List<Message> reports =
                List.of(
                        report("m-1", ReportKind.DELIVERED),
                        report("m-2", ReportKind.FAILED),
                        report("m-1", ReportKind.DISPLAYED));
        assertThat(reports).allMatch(notices::isShared);
        JsonNode list = told(notices.of(CHATBOT, reports));
        assertThat(list.valueStream().map(one -> one.path("messageId").asString()))
                .containsExactly("m-1", "m-2", "m-1");
        assertThat(list.valueStream().map(one -> one.path("status").asString()))
                .containsExactly("delivered", "failed", "displayed");
        assertThat(list.get(1).path("errorCode").asInt()).isPositive();
    }

    @Test
    void oneReportIsAListOfOne() {
        Message report = report("m-1", ReportKind.DELIVERED);
        assertThat(told(notices.of(CHATBOT, List.of(report)))).hasSize(1);
    }

    @Test
    void whatUsersWriteIsToldOneByOne() {
        assertThat(notices.isShared(message("m-1", Purpose.CONTENT))).isFalse();
    }
}
