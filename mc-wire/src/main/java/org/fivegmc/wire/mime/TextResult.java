package org.fivegmc.wire.mime;

/// Outcome of reading octets as text.
public sealed interface TextResult {
    record Text(String text) implements TextResult {}

    /// The octets are not of that charset.
    ///
    /// @param offset first octet that does not fit
    record NotInCharset(int offset, String charset) implements TextResult {}

    record UnknownCharset(String charset) implements TextResult {}
}
