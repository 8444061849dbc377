package org.fivegmc.wire.mime;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.fivegmc.wire.ByteSlice;

/// Reads text strictly: octets that are not of the charset are told, never replaced.
public final class TextDecoding {
    private TextDecoding() {}

    /// In the charset the type names; UTF-8 when it names none.
    public static TextResult decode(MediaType type, ByteSlice content) {
        return decode(type.charset().orElse("UTF-8"), content);
    }

    public static TextResult decode(String charsetName, ByteSlice content) {
        Charset charset;
        try {
            charset = Charset.forName(charsetName.strip());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return new TextResult.UnknownCharset(charsetName);
        }
        // US-ASCII is what careless clients write over UTF-8 text
        if (charset.equals(StandardCharsets.US_ASCII)) {
            charset = StandardCharsets.UTF_8;
        }
        CharsetDecoder decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(content.array(), content.offset(), content.length());
        int room = (int) Math.ceil(content.length() * (double) decoder.maxCharsPerByte()) + 1;
        CharBuffer out = CharBuffer.allocate(room);
        CoderResult result = decoder.decode(in, out, true);
        if (!result.isError()) {
            result = decoder.flush(out);
        }
        return result.isError()
                ? new TextResult.NotInCharset(in.position() - content.offset(), charset.name())
                : new TextResult.Text(out.flip().toString());
    }
}
