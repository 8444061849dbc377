package org.fivegmc.sip.pager;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.sip.identity.HomeNumbers;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.HeaderBlock;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;
import org.fivegmc.wire.cpim.CpimWriter;
import org.fivegmc.wire.mime.TransferEncoding;
import org.fivegmc.wire.rcs.RcsMediaTypes;

/// Gives a stored body the form its reader understands: CPIM for RCS clients, bare text for plain
/// SIP clients. A body that already has the form goes out untouched.
public final class PagerBodies {

    /// Who sends when nobody shall know (RFC 3323 section 4.1.1.3).
    public static final String ANONYMOUS = "sip:anonymous@anonymous.invalid";

    private final HomeNumbers numbers;

    public PagerBodies(HomeNumbers numbers) {
        this.numbers = numbers;
    }

    /// Control characters in the type become blanks: it came from a peer and stands in a header.
    public record Body(String contentType, byte[] octets) {
        public Body {
            for (int i = 0; i < contentType.length(); i++) {
                if (isControl(contentType.charAt(i))) {
                    contentType = contentType.replaceAll("\\p{Cntrl}", " ");
                    break;
                }
            }
        }

        private static boolean isControl(char c) {
            return c < ' ' || c == 0x7f;
        }
    }

    public Body forRcs(Message message) {
        if (message.isMirror()) {
            return new Body(message.payload().contentType(), mirrored(message));
        }
        if (isCpim(message) || isSystem(message)) {
            return new Body(message.payload().contentType(), message.payload().body());
        }
        byte[] cpim =
                new CpimWriter()
                        .from(EdgeHeaders.hidesSender(message) ? ANONYMOUS : uri(message.sender()))
                        .to(uri(message.recipient()))
                        .dateTime(Instant.ofEpochMilli(message.acceptedAtMs()), ZoneOffset.UTC)
                        .imdn(message.imdnId().value())
                        .contentType(message.payload().contentType())
                        .content(ByteSlice.of(message.payload().body()));
        return new Body("message/cpim", cpim);
    }

    /// The report as its device wrote it, but that From and To, which clients leave anonymous, say
    /// who has read whose message.
    private byte[] mirrored(Message message) {
        byte[] report = message.payload().body();
        return CpimMessage.parse(report) instanceof CpimResult.Parsed(CpimMessage cpim)
                        && CpimMessage.parse(cpim.withFrom(tel(message.recipient())))
                                instanceof CpimResult.Parsed(CpimMessage ours)
                ? ours.withTo(tel(message.sender()))
                : report;
    }

    private String tel(UserAddress user) {
        return user instanceof Msisdn number ? numbers.tel(number) : user.toString();
    }

    /// Empty when the content is no text.
    Optional<Body> forPlainClient(Message message) {
        if (isSystem(message)) {
            return Optional.empty();
        }
        if (!isCpim(message)) {
            return Optional.of(new Body(message.payload().contentType(), message.payload().body()));
        }
        if (!(CpimMessage.parse(message.payload().body())
                        instanceof CpimResult.Parsed(CpimMessage cpim))
                || !cpim.contentType().startsWithIgnoreCase("text/plain")
                || !(TransferEncoding.decode(cpim.contentTransferEncoding().text(), cpim.content())
                        instanceof Parse.Parsed<ByteSlice>(ByteSlice text))) {
            return Optional.empty();
        }
        String type = HeaderBlock.unfolded(cpim.contentType());
        return Optional.of(new Body(type, text.toByteArray()));
    }

    /// Whether it is something that clients tell each other without showing it, which goes without
    /// a CPIM around it.
    public static boolean isSystem(Message message) {
        return message.payload().contentType().equals(RcsMediaTypes.REVOKE);
    }

    private static boolean isCpim(Message message) {
        return message.payload().contentType().equals("message/cpim");
    }

    private String uri(UserAddress user) {
        return user instanceof Msisdn number ? numbers.sip(number) : user.toString();
    }
}
