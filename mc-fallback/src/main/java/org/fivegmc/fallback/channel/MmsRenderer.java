package org.fivegmc.fallback.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MmsContent;
import org.fivegmc.fallback.channel.MmsDraft.Piece;
import org.fivegmc.fallback.spi.MmsMedium;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.file.FileInfo;
import org.fivegmc.wire.file.FileXmlCodec;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.MimePart;
import org.fivegmc.wire.mime.Multipart;
import org.fivegmc.wire.mime.MultipartLimits;
import org.fivegmc.wire.mime.TextDecoding;
import org.fivegmc.wire.mime.TextResult;
import org.fivegmc.wire.mime.TransferEncoding;
import org.fivegmc.wire.rcs.RcsMediaTypes;

/// What a message has as an MMS: what its sender brought along, without a layout of its own, else
/// what it says itself, where pictures that this center keeps are shown. Deterministic, no I/O.
/// Immutable.
final class MmsRenderer {
    private static final String SMIL = "application/smil";

    private final RichContent rich;

    MmsRenderer(RichContent rich) {
        this.rich = rich;
    }

    /// Empty when there is nothing to be shown.
    Optional<MmsDraft> draft(Message message) {
        Optional<MmsContent> offer = message.fallback().mms();
        if (offer.isEmpty()) {
            return Optional.empty();
        }
        MmsContent content = offer.get();
        List<Piece> pieces =
                content.isRendered()
                        ? OwnContent.of(message)
                                .map(own -> own(own.type(), own.octets()))
                                .orElseGet(List::of)
                        : brought(
                                MediaType.parse(content.contentType()),
                                ByteSlice.of(content.body()));
        return pieces.isEmpty()
                ? Optional.empty()
                : Optional.of(new MmsDraft(content.subject(), pieces));
    }

    private List<Piece> own(MediaType type, ByteSlice octets) {
        var pieces = new ArrayList<Piece>();
        if (type.isMultipart()) {
            for (MimePart part : leaves(type, octets)) {
                decoded(part).ifPresent(o -> own(part.contentType(), o, pieces));
            }
        } else {
            own(type, octets, pieces);
        }
        return List.copyOf(pieces);
    }

    private void own(MediaType type, ByteSlice octets, List<Piece> pieces) {
        String text = rich.text(type, octets).orElse("");
        Optional<FileInfo> file =
                type.is(RcsMediaTypes.FT_HTTP)
                        ? FileXmlCodec.read(octets).toOptional()
                        : Optional.empty();
        String shown = file.map(f -> MediaType.parse(f.file().contentType()).name()).orElse("");
        if (file.isPresent() && shown.startsWith("image/")) {
            pieces.add(new Piece.Picture(file.get().file().url(), shown, text));
        } else if (!text.isEmpty()) {
            pieces.add(new Piece.Words(text));
        }
    }

    private static List<Piece> brought(MediaType type, ByteSlice octets) {
        if (!type.isMultipart()) {
            return words(type, octets).map(List::<Piece>of).orElseGet(List::of);
        }
        var pieces = new ArrayList<Piece>();
        for (MimePart part : leaves(type, octets)) {
            String name = part.contentType().name();
            Optional<ByteSlice> content = decoded(part).filter(o -> !o.isEmpty());
            if (content.isEmpty() || name.equals(SMIL)) {
                continue; // pages are laid out anew
            }
            if (name.equals(RcsMediaTypes.TEXT)) {
                words(part.contentType(), content.get()).ifPresent(pieces::add);
            } else {
                pieces.add(
                        new Piece.Medium(
                                new MmsMedium(
                                        name,
                                        Octets.of(content.get().toByteArray()),
                                        /* mayBeLeftOut= */ false)));
            }
        }
        return List.copyOf(pieces);
    }

    private static Optional<Piece> words(MediaType type, ByteSlice octets) {
        return TextDecoding.decode(type, octets) instanceof TextResult.Text(String text)
                        && !text.isEmpty()
                ? Optional.of(new Piece.Words(text))
                : Optional.empty();
    }

    private static List<MimePart> leaves(MediaType type, ByteSlice octets) {
        return Multipart.leaves(type, octets, MultipartLimits.DEFAULT)
                .toOptional()
                .orElseGet(List::of);
    }

    private static Optional<ByteSlice> decoded(MimePart part) {
        String encoding = part.headers().first("Content-Transfer-Encoding").text();
        return TransferEncoding.decode(encoding, part.content())
                        instanceof Parse.Parsed<ByteSlice>(ByteSlice octets)
                ? Optional.of(octets)
                : Optional.empty();
    }
}
