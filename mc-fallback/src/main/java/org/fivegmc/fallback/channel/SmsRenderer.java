package org.fivegmc.fallback.channel;

import java.util.Optional;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Message;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.TransferEncoding;

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
        return switch (message.fallback()) {
            case FallbackOffer.None() -> Optional.empty();
            case FallbackOffer.Sms(var text) -> Optional.of(text);
            case FallbackOffer.Rendered() -> ownText(message);
        };
    }

    private Optional<String> ownText(Message message) {
        if (!message.payload().isComplete()) {
            // half a text says something else, and no SMS has room for all of it
            return Optional.empty();
        }
        MediaType type = MediaType.parse(message.payload().contentType());
        ByteSlice content = ByteSlice.of(message.payload().body());
        if (type.is("message/cpim")) {
            if (!(CpimMessage.parse(content) instanceof CpimResult.Parsed(CpimMessage cpim))) {
                return Optional.empty();
            }
            type = MediaType.parse(cpim.contentType().text());
            if (!(TransferEncoding.decode(cpim.contentTransferEncoding().text(), cpim.content())
                    instanceof Parse.Parsed<ByteSlice>(ByteSlice decoded))) {
                return Optional.empty();
            }
            content = decoded;
        }
        return rich.text(type, content);
    }
}
