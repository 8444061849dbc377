package org.fivegmc.maap.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.maap.sms.CardTextTest.REPLY;
import static org.fivegmc.maap.sms.CardTextTest.chips;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.cpim.CpimWriter;
import org.fivegmc.wire.rcs.KeptFields;
import org.fivegmc.wire.rcs.RcsMediaTypes;
import org.junit.jupiter.api.Test;

class SmsMemoryTest {

    private static final String CHIPS =
            chips(REPLY.formatted("确认", "ok-1"), REPLY.formatted("Cancel", "no-1"));

    private final CardText cards = new CardText(3);

    private static Message message(String type, String content) {
        byte[] cpim =
                new CpimWriter()
                        .from("sip:106500@botplatform.rcs.local")
                        .to("tel:+8613800000001")
                        .imdn("m1")
                        .contentType(type)
                        .content(ByteSlice.of(content));
        return new Message(
                new MessageId(1, 1),
                new ChatbotAddress("sip:106500@botplatform.rcs.local"),
                Msisdn.of("+8613800000001"),
                new ImdnMessageId("m1"),
                Purpose.CONTENT,
                Dispositions.NONE,
                FallbackOffer.RENDERED,
                new Payload(
                        "message/cpim",
                        cpim,
                        new KeptFields()
                                .with(KeptFields.CONVERSATION_ID, "conv-1")
                                .with(KeptFields.CONTRIBUTION_ID, "contr-1")
                                .octets()),
                1,
                2,
                Handling.USUAL);
    }

    /// As it is read from what was kept.
    private SmsMemory kept(String type, String content, String text) {
        byte[] octets =
                SmsMemory.of(message(type, content), text, cards, CardTextTest.PIECES).octets();
        assertThat(octets.length).isLessThanOrEqualTo(SmsMemory.OCTETS_MAX);
        return SmsMemory.read(octets);
    }

    private static String response(SmsMemory memory, String answer) {
        return memory.match(answer).map(Choice::response).orElse("none");
    }

    @Test
    void anAnswerIsTheNumberOrTheLabelOfASuggestion() {
        String ok =
                "{\"response\":{\"reply\":{\"displayText\":\"确认\",\"postback\":{\"data\":\"ok-1\"}}}}";
        SmsMemory memory = kept(RcsMediaTypes.BOT_SUGGESTION, CHIPS, "【签名】\n1 确认\n2 Cancel");
        assertThat(memory.conversation().conversationId()).isEqualTo("conv-1");
        assertThat(memory.conversation().contributionId()).isEqualTo("contr-1");
        for (String answer : List.of("1", " 1\n", "１", "确认", "确认 ")) {
            assertThat(response(memory, answer)).isEqualTo(ok);
        }
        for (String answer : List.of("2", "cancel", "ＣＡＮＣＥＬ")) {
            assertThat(response(memory, answer)).contains("no-1");
        }
        for (String answer : List.of("0", "3", "11", "1 确认", "确", "", "please cancel")) {
            assertThat(response(memory, answer)).isEqualTo("none");
        }
    }

    /// The chatbot brought its own text: its numbers may mean something else.
    @Test
    void aNumberThatNobodyHasReadMeansNothing() {
        SmsMemory memory = kept(RcsMediaTypes.BOT_SUGGESTION, CHIPS, "回复 1 取消");
        assertThat(response(memory, "1")).isEqualTo("none");
        assertThat(response(memory, "确认")).contains("ok-1");
    }

    @Test
    void aTextAloneHasAConversation() {
        SmsMemory memory = kept("text/plain;charset=UTF-8", "您好", "您好");
        assertThat(memory.choices()).isEmpty();
        assertThat(memory.conversation().conversationId()).isEqualTo("conv-1");
    }

    @Test
    void whatHasNoRoomIsNotKept() {
        var many = new ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            many.add(REPLY.formatted("label" + i, "d".repeat(700)));
        }
        SmsMemory memory =
                kept(RcsMediaTypes.BOT_SUGGESTION, chips(many.toArray(String[]::new)), "x");
        assertThat(memory.choices()).hasSizeBetween(2, 5);
        assertThat(response(memory, "label0")).contains("ddd");
        assertThat(response(memory, "label11")).isEqualTo("none");
    }

    @Test
    void whatCanNotBeReadIsNothing() {
        assertThat(SmsMemory.read(new byte[] {1, 2})).isEqualTo(SmsMemory.NONE);
        assertThat(SmsMemory.read("[]".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(SmsMemory.NONE);
    }
}
