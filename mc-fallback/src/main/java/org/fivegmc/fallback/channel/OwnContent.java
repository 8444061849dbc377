package org.fivegmc.fallback.channel;

import java.util.Optional;
import org.fivegmc.core.message.Message;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.TransferEncoding;

/// What a message says, out of its envelope.
record OwnContent(MediaType type, ByteSlice octets) {
    /// Empty for what can't be read, and for a message of which only the beginning is here: half of
    /// it says something else, and nothing that leaves has room for all of it.
    static Optional<OwnContent> of(Message message) {
        if (!message.payload().isComplete()) {
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
        return Optional.of(new OwnContent(type, content));
    }
}
