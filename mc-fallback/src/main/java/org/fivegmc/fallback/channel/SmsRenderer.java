package org.fivegmc.fallback.channel;

import java.util.Optional;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Message;

/// The text a message has as an SMS (RCC.10): what its sender brought along, else its own text, or
/// what [RichContent] says of other content. Deterministic, since a message may be rendered again
/// for each part. Immutable.
final class SmsRenderer {
    private final RichContent rich;

    SmsRenderer(RichContent rich) {
        this.rich = rich;
    }

    /// Empty when the content has no form as text.
    Optional<String> render(Message message) {
        return switch (message.fallback().sms()) {
            case FallbackOffer.Sms(var text) -> Optional.of(text);
            case FallbackOffer.Rendered() ->
                    OwnContent.of(message).flatMap(own -> rich.text(own.type(), own.octets()));
            case FallbackOffer.None _, FallbackOffer.Mms _ -> Optional.empty();
        };
    }
}
