package org.fivegmc.server.wiring;

import java.time.Duration;
import java.util.Optional;
import org.fivegmc.core.channel.SmsChannel;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Message;
import org.fivegmc.fallback.channel.RichContent;
import org.fivegmc.fallback.spi.BotText;
import org.fivegmc.fallback.spi.ChatbotSms;
import org.fivegmc.maap.sms.CardText;
import org.fivegmc.maap.sms.SmsDesk;
import org.fivegmc.maap.tenant.TenantBook;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.mime.MediaType;

/// What the fallback asks of chatbots.
final class ChatbotTexts implements ChatbotSms {

    private final TenantBook book;
    private final SmsDesk desk;
    private final Duration kept;

    /// @param kept how long it is known what an SMS was about
    ChatbotTexts(TenantBook book, CardText cards, RichContent rich, Duration kept) {
        this.book = book;
        this.desk = new SmsDesk(cards, new Pieces(rich));
        this.kept = kept;
    }

    static BotText cards(CardText cards) {
        return (type, content, pieces) -> cards.text(type, content, new Pieces(pieces));
    }

    private record Pieces(BotText.Pieces of) implements CardText.Pieces {
        @Override
        public Optional<String> text(MediaType type, ByteSlice content) {
            return of.text(type, content);
        }

        @Override
        public String link(String url) {
            return of.link(url);
        }
    }

    @Override
    public Optional<String> code(ChatbotAddress chatbot) {
        return book.code(chatbot);
    }

    @Override
    public SmsChannel.Memory memory(Message message, String text) {
        return new SmsChannel.Memory(desk.memory(message, text), kept.toMillis());
    }
}
