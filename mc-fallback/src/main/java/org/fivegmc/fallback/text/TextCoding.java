package org.fivegmc.fallback.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// How the text of a received short message is written, whatever number its protocol has for that.
public enum TextCoding {
    /// One octet per septet.
    GSM7,
    /// Latin-1, of which ASCII is a part.
    LATIN1,
    /// UTF-16BE.
    UCS2,
    /// Chinese of the national standard, or UTF-8, which some gateways write under its number.
    GB,
    /// No text.
    NONE;

    private static final Charset GB18030 = Charset.forName("GB18030");

    /// Of `data_coding` (SMPP 3.4 clause 5.2.19). What is beyond its own numbers is the data coding
    /// scheme of the radio network (TS 23.038 clause 4).
    public static TextCoding ofSmpp(int dataCoding) {
        return switch (dataCoding) {
            case 0x00 -> GSM7;
            case 0x01, 0x03 -> LATIN1;
            case 0x08 -> UCS2;
            default -> dataCoding < 0x10 ? NONE : ofScheme(dataCoding);
        };
    }

    /// Of Msg_Fmt (CMPP 3.0 clause 8.4.3.1).
    public static TextCoding ofCmpp(int format) {
        return switch (format) {
            case 0 -> LATIN1;
            case 8 -> UCS2;
            case 15 -> GB;
            default -> format < 0x10 ? NONE : ofScheme(format);
        };
    }

    private static TextCoding ofScheme(int scheme) {
        if ((scheme & 0xc0) == 0) {
            return switch (scheme >> 2 & 3) {
                case 0 -> GSM7;
                case 2 -> UCS2;
                default -> NONE;
            };
        }
        return (scheme & 0xf4) == 0xf0 ? GSM7 : NONE;
    }

    /// The text of octets; empty for [#NONE]. Never fails, unreadable places become U+FFFD.
    public String decode(byte[] octets) {
        return switch (this) {
            case GSM7 -> Gsm7.decode(octets);
            case LATIN1 -> new String(octets, StandardCharsets.ISO_8859_1);
            case UCS2 -> new String(octets, StandardCharsets.UTF_16BE);
            case GB -> gb(octets);
            case NONE -> "";
        };
    }

    /// Chinese in GBK is hardly ever sound UTF-8, and then of two octets a character, which UTF-8
    /// has for no Chinese one.
    private static String gb(byte[] octets) {
        try {
            String utf8 =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
            if (utf8.chars().noneMatch(c -> c >= 0x80 && c < 0x800)) {
                return utf8;
            }
        } catch (CharacterCodingException _) {
            // the usual case
        }
        return new String(octets, GB18030);
    }
}
