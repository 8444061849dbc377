package org.fivegmc.sip.pager;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;
import org.fivegmc.core.message.Message;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.rcs.FeatureTags;
import org.fivegmc.wire.rcs.RcsMediaTypes;
import org.fivegmc.wire.rcs.RcsService;

/// The application that a standalone message is of, by its content, which Accept-Contact names
/// besides the service (RCC.07 sections 3.2.5 and 3.2.6):
///
/// | content | identifier (IARI) |
/// |---|---|
/// | file, and so audio message and contact card | `rcs.fthttp` |
/// | place | `rcs.geopush` |
///
/// What the sender's request had does not travel with a message ([EdgeHeaders]). Without `require`,
/// which senders' devices write: a device that was chosen here gets the message even when it does
/// not list the application, as it does in a chat.
public final class ApplicationTags {
    private static final String FILE = "*" + FeatureTags.of(RcsService.FT_HTTP).text();
    private static final String PLACE = "*" + FeatureTags.of(RcsService.GEOPUSH).text();

    /// In the names of both types, and hardly ever in a text. Its first octet is there only once.
    private static final byte[] SIGN = "/vnd.gsma.rcs".getBytes(US_ASCII);

    private ApplicationTags() {}

    /// A value of Accept-Contact; empty for content of no application.
    public static Optional<String> acceptContact(Message message) {
        String type = message.payload().contentType();
        if (type.equals(RcsMediaTypes.CPIM)) {
            type = wrapped(message.payload().body());
        }
        MediaType content = MediaType.parse(type);
        if (content.is(RcsMediaTypes.FT_HTTP)) {
            return Optional.of(FILE);
        }
        return content.is(RcsMediaTypes.GEOLOCATION) ? Optional.of(PLACE) : Optional.empty();
    }

    /// Parsed only when it may be one of ours: most messages are texts.
    private static String wrapped(byte[] cpim) {
        return hasSign(cpim) && CpimMessage.parse(cpim) instanceof CpimResult.Parsed(var message)
                ? message.contentType().text()
                : RcsMediaTypes.TEXT;
    }

    private static boolean hasSign(byte[] octets) {
        int matched = 0;
        for (byte octet : octets) {
            // letters in lower case, which leaves the others of the sign as they are
            byte lower = (byte) (octet | 0x20);
            if (lower == SIGN[matched]) {
                matched++;
            } else {
                matched = lower == SIGN[0] ? 1 : 0;
            }
            if (matched == SIGN.length) {
                return true;
            }
        }
        return false;
    }
}
