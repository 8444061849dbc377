package org.fivegmc.wire.geo;

import java.math.BigDecimal;
import java.util.Map;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.xml.SafeXml;
import org.fivegmc.wire.xml.XmlVisitor;

/// A place out of a body of type `application/vnd.gsma.rcspushlocation+xml`, in WGS 84.
///
/// @param label what its sender calls it; empty when it has no name
/// @param latitude degrees, -90 to 90, as plain digits
/// @param longitude degrees, -180 to 180, as plain digits
public record GeoLocation(String label, String latitude, String longitude) {
    /// Longest document that is read.
    public static final int MAX_OCTETS = 16 * 1024;

    private static final int MAX_DEPTH = 16;
    private static final BigDecimal QUARTER = BigDecimal.valueOf(90);
    private static final BigDecimal HALF = BigDecimal.valueOf(180);

    /// The first position of the document, be it a point or the middle of a circle. Local names
    /// count, wherever they stand.
    public static Parse<GeoLocation> read(ByteSlice document) {
        var fields = new Fields();
        String fault = SafeXml.read(document, MAX_OCTETS, MAX_DEPTH, fields);
        if (!fault.isEmpty()) {
            return new Parse.Malformed<>(0, fault);
        }
        String[] pair = fields.position.split("[\\s,]+", 3);
        if (pair.length != 2 || !isDegrees(pair[0], QUARTER) || !isDegrees(pair[1], HALF)) {
            return new Parse.Malformed<>(0, "no pos of latitude and longitude");
        }
        return new Parse.Parsed<>(new GeoLocation(fields.label, pair[0], pair[1]));
    }

    private static boolean isDegrees(String text, BigDecimal most) {
        return text.matches("-?\\d{1,3}(\\.\\d{1,15})?")
                && new BigDecimal(text).abs().compareTo(most) <= 0;
    }

    private static final class Fields implements XmlVisitor {
        private String label = "";
        private String position = "";

        @Override
        public String start(String name, Map<String, String> attributes) {
            if (label.isEmpty() && name.equals("rcspushlocation")) {
                label = attributes.getOrDefault("label", "").strip();
            }
            return "";
        }

        @Override
        public void end(String name, String text, boolean leaf) {
            if (position.isEmpty() && leaf && name.equals("pos")) {
                position = text.strip();
            }
        }
    }
}
