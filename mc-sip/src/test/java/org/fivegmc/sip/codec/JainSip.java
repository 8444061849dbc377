package org.fivegmc.sip.codec;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;

/// Another stack's strict parser, as the judge of what is written here.
public final class JainSip {
    private JainSip() {}

    /// The message as the other stack reads it; fails when it finds anything wrong in any header.
    public static SIPMessage parse(byte[] bytes) {
        try {
            return new StringMsgParser()
                    .parseSIPMessage(
                            bytes,
                            true,
                            true,
                            (_, _, _, _, _) -> {
                                throw new ParseException("oracle", 0);
                            });
        } catch (ParseException e) {
            throw new AssertionError(new String(bytes, StandardCharsets.UTF_8), e);
        }
    }
}
