package org.fivegmc.wire.sdp;

/// What a stream says of the one file it carries (RFC 5547).
///
/// @param selector which file
/// @param transferId tells one transfer from its repetition; empty when not told
/// @param disposition `attachment`, `render`; empty when not told
public record FileOffer(FileSelector selector, String transferId, String disposition) {
    /// No transfer of a file.
    public static final FileOffer NONE = new FileOffer(FileSelector.NONE, "", "");
}
