package org.fivegmc.fallback.mms;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.fivegmc.fallback.mms.PictureFitter.Fitted;
import org.fivegmc.fallback.spi.MmsMedium;
import org.fivegmc.fallback.spi.MmsPage;
import org.fivegmc.fallback.text.Octets;

/// Makes a multimedia message of its pages, within the limits of a center: what room texts, sound
/// and film leave is for the pictures, shared evenly. Blocks; few pictures are worked on at a time.
/// Thread-safe.
public final class MmsComposer {
    /// Octets of SMIL for a page, at most, and for its head.
    private static final int SMIL_OF_PAGE = 160;

    private static final int SMIL_HEAD = 400;

    /// Pictures worked on at a time, each with the memory of [PictureFitter].
    private static final int PICTURES = 2;

    private final MmsLimits limits;
    private final PictureFitter fitter;
    private final Semaphore pictures = new Semaphore(PICTURES);

    public MmsComposer(MmsLimits limits) {
        this.limits = limits;
        fitter = new PictureFitter(limits);
    }

    /// What became of the pages.
    public sealed interface Composed {
        record Done(MmsDocument document) implements Composed {}

        /// @param why for people
        record Refused(String why) implements Composed {}
    }

    public Composed compose(List<MmsPage> pages) throws InterruptedException {
        List<MmsPage> shown =
                pages.stream()
                        .filter(page -> !page.text().isEmpty() || page.medium().isPresent())
                        .toList();
        if (shown.isEmpty()) {
            return new Composed.Refused("nothing to be shown");
        }
        long room = limits.maxOctets() - SMIL_HEAD - (long) SMIL_OF_PAGE * shown.size();
        int left = 0;
        for (MmsPage page : shown) {
            room -= page.text().getBytes(StandardCharsets.UTF_8).length;
            boolean picture = page.medium().filter(MmsMedium::isPicture).isPresent();
            left += picture ? 1 : 0;
            room -= picture ? 0 : page.medium().map(m -> m.octets().length()).orElse(0);
        }
        if (room < 0) {
            return new Composed.Refused("more than " + limits.maxOctets() + " octets");
        }
        var parts = new ArrayList<MmsPart>();
        var layout = new ArrayList<List<Smil.Shown>>();
        for (int i = 0; i < shown.size(); i++) {
            MmsPage page = shown.get(i);
            Optional<MmsMedium> medium = page.medium();
            if (medium.filter(MmsMedium::isPicture).isPresent()) {
                Fitted fitted = fitted(medium.get().octets(), (int) room / left);
                left--;
                if (fitted instanceof Fitted.Refused(var why)) {
                    if (!medium.get().mayBeLeftOut()) {
                        return new Composed.Refused(why);
                    }
                    medium = Optional.empty();
                } else if (fitted instanceof Fitted.Fits(var type, var octets)) {
                    room -= octets.length();
                    medium = Optional.of(new MmsMedium(type, octets, true));
                }
            }
            layout.add(page(i + 1, page.text(), medium, parts));
        }
        parts.addFirst(
                new MmsPart("application/smil; charset=utf-8", "mms.smil", utf8(Smil.of(layout))));
        return new Composed.Done(new MmsDocument(List.copyOf(parts)));
    }

    private Fitted fitted(Octets picture, int maxOctets) throws InterruptedException {
        pictures.acquire();
        try {
            return fitter.fit(picture, maxOctets);
        } finally {
            pictures.release();
        }
    }

    private static List<Smil.Shown> page(
            int number, String text, Optional<MmsMedium> medium, List<MmsPart> parts) {
        var shown = new ArrayList<Smil.Shown>(2);
        if (medium.isPresent()) {
            String type = medium.get().contentType();
            String name = "medium" + number + extension(type);
            parts.add(new MmsPart(type, name, medium.get().octets()));
            element(type).ifPresent(element -> shown.add(new Smil.Shown(element, name)));
        }
        if (!text.isEmpty()) {
            String name = "text" + number + ".txt";
            parts.add(new MmsPart("text/plain; charset=utf-8", name, utf8(text)));
            shown.add(new Smil.Shown("text", name));
        }
        return shown;
    }

    /// Empty for an attachment that is not shown, such as a contact card.
    private static Optional<String> element(String type) {
        return switch (type.substring(0, Math.max(0, type.indexOf('/')))) {
            case "image" -> Optional.of("img");
            case "audio" -> Optional.of("audio");
            case "video" -> Optional.of("video");
            default -> Optional.empty();
        };
    }

    private static String extension(String type) {
        return switch (type) {
            case "image/jpeg" -> ".jpg";
            case "image/png" -> ".png";
            case "image/gif" -> ".gif";
            case "audio/amr" -> ".amr";
            case "audio/mpeg", "audio/mp3" -> ".mp3";
            case "audio/mp4", "audio/m4a", "audio/x-m4a" -> ".m4a";
            case "video/mp4" -> ".mp4";
            case "video/3gpp" -> ".3gp";
            case "text/vcard", "text/x-vcard" -> ".vcf";
            default -> ".bin";
        };
    }

    private static Octets utf8(String text) {
        return Octets.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
