package org.fivegmc.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
    @Tag("RFC3339-5.6")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-22T20:38:00.123+08:00|2026-11-22T12:38:00.123Z",
                "2026-11-22T12:38:00Z|2026-11-22T12:38:00Z",
                "2026-11-22t12:38:00z|2026-11-22T12:38:00Z",
                "2026-11-22 12:38:00|2026-11-22T12:38:00Z",
                "2026-11-22T20:38:00+0800|2026-11-22T12:38:00Z",
                "2026-11-22T20:38:00+08|2026-11-22T12:38:00Z",
                "2026-11-22T08:08:00.5-04:30|2026-11-22T12:38:00.500Z",
                "2026-11-22T12:38:00,123456789Z|2026-11-22T12:38:00.123Z",
                "2016-12-31T23:59:60Z|2017-01-01T00:00:00Z"
            })
    void readsTheSpellingsThatOccur(String text, Instant expected) {
        assertThat(Rfc3339.parseMillis(ByteSlice.of(text))).isEqualTo(expected.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "2026-13-01T00:00:00Z",
                "2026-02-30T00:00:00Z",
                "2026-01-01T24:00:00Z",
                "2026-01-01T00:00:00.Z",
                "2026-01-01T00:00:00Zx",
                "2026-01-01T00:00:00+25:00",
                "yesterday"
            })
    void anythingElseIsAbsent(String text) {
        assertThat(Rfc3339.parseMillis(ByteSlice.of(text))).isEqualTo(Rfc3339.ABSENT);
    }

    @Test
    void whatIsWrittenIsRead() {
        qt().forAll(
                        longs().between(-62_000_000_000_000L, 253_000_000_000_000L),
                        integers().between(-18 * 60, 18 * 60))
                .checkAssert((millis, minutes) -> {
                    var offset = ZoneOffset.ofTotalSeconds(minutes * 60);
                    var text = Rfc3339.format(Instant.ofEpochMilli(millis), offset);
                    assertThat(Rfc3339.parseMillis(ByteSlice.of(text))).isEqualTo(millis);
                });
    }
}
