package org.fivegmc.wire.geo;

import static org.assertj.core.api.Assertions.assertThat;

import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RCC07-3.2.6")
class GeoLocationTest {
    private static Parse<GeoLocation> read(String document) {
        return GeoLocation.read(ByteSlice.of(document));
    }

    private static String at(String position) {
        return "<rcsenvelope><rcspushlocation><pos>"
                + position
                + "</pos></rcspushlocation></rcsenvelope>";
    }

    @Test
    void readsTheMiddleOfACircle() {
        assertThat(
                        read(
                                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                        + "<rcsenvelope entity=\"tel:+8613800000001\">"
                                        + "<rcspushlocation id=\"a123\" label=\" meeting &amp; point \">"
                                        + "<rpid:place-type rpid:until=\"2026-11-22T21:00:00Z\"/>"
                                        + "<gp:geopriv><gp:location-info><gs:Circle><gml:pos>\n39.9087"
                                        + " 116.3975</gml:pos><gs:radius>10</gs:radius></gs:Circle>"
                                        + "</gp:location-info></gp:geopriv></rcspushlocation>"
                                        + "</rcsenvelope>"))
                .isEqualTo(
                        new Parse.Parsed<>(
                                new GeoLocation("meeting & point", "39.9087", "116.3975")));
    }

    @Test
    void readsAPointWithoutName() {
        assertThat(read(at("-33.85,151")))
                .isEqualTo(new Parse.Parsed<>(new GeoLocation("", "-33.85", "151")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "1", "1 2 3", "91 0", "0 180.1", "a b", "1e1 2", "1. 2", "1;2 3", "NaN 0"
            })
    void refusesWhatIsNoPlace(String position) {
        assertThat(read(at(position))).isInstanceOf(Parse.Malformed.class);
    }
}
