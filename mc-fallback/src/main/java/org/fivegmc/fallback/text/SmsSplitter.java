package org.fivegmc.fallback.text;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a text into short messages.
///
/// The default alphabet is used if it has every character, else UCS-2. A cut is made, by
/// preference, between what a reader sees as characters (Unicode UAX #29 extended grapheme
/// clusters), at the least between code points: never between ESC and its character, never inside a
/// surrogate pair. Joining the texts of all parts gives the text back; only unpaired surrogates,
/// which no alphabet can carry, have become U+FFFD before.
///
/// Immutable; any thread. Time and memory grow linearly with the text.
public final class SmsSplitter {
    private static final Pattern LINK = Pattern.compile("(?i)https?://[\\x21-\\x7e]++");

    private final SplitRules rules;

    /// A splitter for one gateway's rules.
    public SmsSplitter(SplitRules rules) {
        this.rules = rules;
    }

    /// Cuts the text.
    ///
    /// @param reference joins the parts; the low 8 or 16 bits are used. Should differ between
    ///   messages to one destination that are under way together
    public SplitText split(String text, int reference) {
        String sound = pairedSurrogates(text);
        SmsCoding coding = fitsGsm(sound) ? SmsCoding.GSM7 : SmsCoding.UCS2;
        if (weight(sound, coding) <= coding.singleCapacity()) {
            return new SplitText.Fits(List.of(part(sound, coding, PartNumber.only(), 1)));
        }
        List<String> texts = cut(sound, coding, rules.keepLinks());
        if (texts.size() > rules.maxParts() && rules.keepLinks()) {
            texts = cut(sound, coding, false);
        }
        if (texts.size() > rules.maxParts()) {
            return new SplitText.TooLong(texts.size(), rules.maxParts());
        }
        if (rules.concatenation() == Concatenation.PAYLOAD) {
            return new SplitText.Fits(
                    List.of(part(sound, coding, PartNumber.only(), texts.size())));
        }
        int mask = rules.concatenation() == Concatenation.UDH16 ? 0xffff : 0xff;
        var parts = new ArrayList<SmsPart>(texts.size());
        for (String one : texts) {
            var number = new PartNumber(reference & mask, parts.size() + 1, texts.size());
            parts.add(part(one, coding, number, 1));
        }
        return new SplitText.Fits(parts);
    }

    private boolean fitsGsm(String text) {
        return Gsm7.canEncode(text) && (!rules.asciiOnly() || text.chars().allMatch(c -> c < 0x80));
    }

    private static SmsPart part(String text, SmsCoding coding, PartNumber number, int segments) {
        return new SmsPart(coding, Octets.of(coding.encode(text)), number, segments);
    }

    private List<String> cut(String text, SmsCoding coding, boolean keepLinks) {
        int capacity = coding.partCapacity(rules.concatenation());
        BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
        clusters.setText(text);
        Matcher links = LINK.matcher(text);
        boolean linkAhead = keepLinks && links.find();
        var parts = new ArrayList<String>();
        int start = 0;
        while (start < text.length()) {
            int end = furthest(text, coding, start, capacity);
            if (end < text.length()) {
                end = soundCut(text, clusters, start, end);
                while (linkAhead && links.end() <= end) {
                    linkAhead = links.find();
                }
                // a link longer than a part is cut wherever it is put: then it may as well begin
                // here
                if (linkAhead
                        && links.start() > start
                        && links.start() < end
                        && weight(links.group(), coding) <= capacity) {
                    end = links.start();
                }
            }
            parts.add(text.substring(start, end));
            start = end;
        }
        return parts;
    }

    private static int furthest(String text, SmsCoding coding, int start, int capacity) {
        int used = 0;
        int end = start;
        while (end < text.length()) {
            used += coding.weight(text.charAt(end));
            if (used > capacity) {
                break;
            }
            end++;
        }
        return end;
    }

    private static int soundCut(String text, BreakIterator clusters, int start, int end) {
        int cluster = clusters.isBoundary(end) ? end : clusters.preceding(end);
        if (cluster > start) {
            return cluster;
        }
        return Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end)) ? end - 1 : end;
    }

    private static int weight(String text, SmsCoding coding) {
        int weight = 0;
        for (int i = 0; i < text.length(); i++) {
            weight += coding.weight(text.charAt(i));
        }
        return weight;
    }

    private static String pairedSurrogates(String text) {
        StringBuilder mended = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                i++;
                continue;
            }
            if (mended == null) {
                mended = new StringBuilder(text);
            }
            mended.setCharAt(i, '\ufffd');
        }
        return mended == null ? text : mended.toString();
    }
}
