package org.fivegmc.fallback.channel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivegmc.fallback.spi.FileContents;
import org.fivegmc.fallback.spi.MmsMedium;
import org.fivegmc.fallback.spi.MmsPage;
import org.fivegmc.fallback.text.Octets;

/// What an MMS will say, before files are fetched and pictures are adapted.
///
/// @param subject empty for none
/// @param pieces in their order
record MmsDraft(String subject, List<Piece> pieces) {
    /// Octets of a picture that is fetched to be made smaller.
    static final int PICTURE_MAX = 4 * 1024 * 1024;

    /// Something to be shown.
    sealed interface Piece {
        record Words(String text) implements Piece {}

        record Medium(MmsMedium medium) implements Piece {}

        /// A picture that is kept as a file; the text tells where, so that it can be had in its
        /// full size, or at all.
        record Picture(String url, String contentType, String text) implements Piece {}
    }

    /// Octets that nothing makes fewer.
    long fixedOctets() {
        long octets = 0;
        for (Piece piece : pieces) {
            octets +=
                    switch (piece) {
                        case Piece.Words(var text) -> text.getBytes(StandardCharsets.UTF_8).length;
                        case Piece.Medium(var medium) ->
                                medium.isPicture() ? 0 : medium.octets().length();
                        case Piece.Picture(_, _, var text) ->
                                text.getBytes(StandardCharsets.UTF_8).length;
                    };
        }
        return octets;
    }

    /// One text and one medium each, in the order of the pieces. May block.
    List<MmsPage> pages(FileContents files) {
        var pages = new ArrayList<MmsPage>();
        for (Piece piece : pieces) {
            MmsPage last = pages.isEmpty() ? new MmsPage("", Optional.empty()) : pages.removeLast();
            switch (piece) {
                case Piece.Words(var text) when last.text().isEmpty() ->
                        pages.add(new MmsPage(text, last.medium()));
                case Piece.Words(var text) -> {
                    pages.add(last);
                    pages.add(new MmsPage(text, Optional.empty()));
                }
                case Piece.Medium(var medium) when last.medium().isEmpty() ->
                        pages.add(new MmsPage(last.text(), Optional.of(medium)));
                case Piece.Medium(var medium) -> {
                    pages.add(last);
                    pages.add(new MmsPage("", Optional.of(medium)));
                }
                case Piece.Picture picture -> {
                    if (!last.text().isEmpty() || last.medium().isPresent()) {
                        pages.add(last);
                    }
                    pages.add(new MmsPage(picture.text(), fetched(picture, files)));
                }
            }
        }
        return List.copyOf(pages);
    }

    private static Optional<MmsMedium> fetched(Piece.Picture picture, FileContents files) {
        Optional<Octets> octets = files.read(picture.url(), PICTURE_MAX);
        return octets.map(o ->
                new MmsMedium(
                        picture.contentType(), o, /* mayBeLeftOut= */ !picture.text().isEmpty()));
    }
}
