package org.fivegmc.wire.rcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;
import static org.quicktheories.generators.SourceDSL.strings;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fivegmc.wire.Parameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureTagsTest {
    private static final String ICSI = "urn%3Aurn-7%3A3gpp-service.ims.icsi.";
    private static final String IARI = "urn%3Aurn-7%3A3gpp-application.ims.iari.";

    /// Contact of a UP 2.4 handset.
    private static final String CONTACT =
            "<sip:+8613800000001@10.20.30.40:5062;transport=tls>"
                    + ";+sip.instance=\"<urn:gsma:imei:35824005-944763-0>\""
                    + (";+g.3gpp.icsi-ref=\"" + ICSI + "oma.cpm.msg,")
                    + (ICSI + "oma.cpm.largemsg," + ICSI + "oma.cpm.deferred,")
                    + (ICSI + "oma.cpm.session\"")
                    + (";+g.3gpp.iari-ref=\"" + IARI + "rcs.fthttp,")
                    + (IARI + "rcs.geopush," + IARI + "rcs.chatbot.sa\"")
                    + ";+g.gsma.rcs.cpm.pager-large;+g.gsma.rcs.botversion=\"#=1,#=2\""
                    + ";+g.gsma.rcs.cpimext;expires=600000";

    private static Parameters contact() {
        return Parameters.parse(CONTACT.substring(CONTACT.indexOf('>') + 1));
    }

    @Tag("RFC3840-9")
    @Test
    void readsTheContactOfAHandset() {
        FeatureTags tags = FeatureTags.parse(contact());
        assertThat(tags.toSet())
                .containsExactlyInAnyOrder(
                        RcsService.STANDALONE_PAGER,
                        RcsService.STANDALONE_LARGE,
                        RcsService.DEFERRED,
                        RcsService.CHAT_SESSION,
                        RcsService.FT_HTTP,
                        RcsService.GEOPUSH,
                        RcsService.CHATBOT_SA,
                        RcsService.PAGER_LARGE,
                        RcsService.CPIM_EXT);
        assertThat(tags.botVersion()).isEqualTo("#=1,#=2");
        assertThat(tags.unknown()).isZero();
        assertThat(SipInstance.of(contact()).map(SipInstance::urn))
                .contains("urn:gsma:imei:35824005-944763-0");
    }

    @Test
    void repeatedParametersAreAList() {
        String twice =
                (";+g.3gpp.icsi-ref=\"" + ICSI + "oma.cpm.msg\"")
                        + (";+G.3GPP.ICSI-REF=\"" + ICSI + "oma.cpm.session\"");
        assertThat(FeatureTags.parse(twice))
                .isEqualTo(FeatureTags.of(RcsService.STANDALONE_PAGER, RcsService.CHAT_SESSION));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";+g.3gpp.iari-ref=\"urn%3aurn-7%3a3gpp-application.ims.iari.rcs.geosms\"",
                ";+g.3gpp.iari-ref=\"urn:urn-7:3gpp-application.ims.iari.rcs.geosms\"",
                ";+g.3gpp.iari-ref=urn%3Aurn-7%3A3gpp-application.ims.iari.rcs.geosms",
                ";+g.3gpp.iari-ref=\"urn%3Aurn-7%3A3gppapplication.ims.iari.rcs.geosm\"",
                ";+g.3gpp.iari-ref=\" URN%3AURN-7%3A3GPP-APPLICATION.IMS.IARI.RCS.GEOSMS\"",
                "*;+g.3gpp.iari-ref=\"urn%3Aurn-7%3A3gpp-application.ims.iari.rcs.geosms\";require"
            })
    void readsEverySpelling(String parameters) {
        assertThat(FeatureTags.parse(parameters)).isEqualTo(FeatureTags.of(RcsService.GEOSMS));
    }

    @Test
    void understandsVariantsAndCountsTheUnknown() {
        assertThat(FeatureTags.parse(";+g.gsma.rcs.cpmext;+g.oma.sip-im;automata").toSet())
                .containsExactlyInAnyOrder(
                        RcsService.CPIM_EXT, RcsService.SIMPLE_IM, RcsService.AUTOMATA);
        assertThat(FeatureTags.parse(";automata=\"FALSE\"")).isEqualTo(FeatureTags.NONE);
        assertThat(FeatureTags.parse(";+g.gsma.rcs.botversion=\"#=1\",\"#=2\"").botVersion())
                .isEqualTo("#=1,#=2");
        FeatureTags strange =
                FeatureTags.parse(
                        ";+g.new.tag;q=1;+g.3gpp.icsi-ref=\"urn%3Ax,," + ICSI + "mmtel\"");
        assertThat(strange).isEqualTo(new FeatureTags(0, "", 3));
    }

    @Test
    void boundsTheBotVersion() {
        String longest = "1".repeat(FeatureTags.MAX_BOT_VERSION);
        assertThat(botVersion(longest)).isEqualTo(longest);
        assertThat(botVersion(longest + "1")).isEmpty();
        assertThat(botVersion("#=1;x<y>")).isEmpty();
    }

    private static String botVersion(String value) {
        return FeatureTags.parse(";+g.gsma.rcs.botversion=\"" + value + "\"").botVersion();
    }

    @Test
    void whatIsWrittenIsRead() {
        FeatureTags handset = FeatureTags.parse(contact());
        assertThat(FeatureTags.parse(handset.text())).isEqualTo(handset);
        assertThat(handset.text()).contains("+g.gsma.rcs.botversion=\"#=1,#=2\"");
        qt().forAll(longs().between(0, (1L << RcsService.values().length) - 1))
                .checkAssert(bits -> {
                    FeatureTags tags = new FeatureTags(bits, "#=1", 0);
                    assertThat(FeatureTags.parse(tags.text())).isEqualTo(tags);
                });
    }

    @Test
    void everyServiceHasItsOwnBit() {
        long all = Stream.of(RcsService.values()).mapToLong(RcsService::bit).sum();
        assertThat(all).isEqualTo((1L << RcsService.values().length) - 1);
        var identifiers =
                Stream.of(RcsService.values())
                        .map(RcsService::identifier)
                        .collect(Collectors.toSet());
        assertThat(identifiers).hasSameSizeAs(RcsService.values());
    }

    @Test
    void joinsDevicesAndComparesWishes() {
        FeatureTags chat = FeatureTags.of(RcsService.CHAT_SESSION).withBotVersion("#=1");
        FeatureTags file = FeatureTags.of(RcsService.FT_HTTP);
        FeatureTags both = chat.union(file);
        assertThat(both).isEqualTo(chat.with(RcsService.FT_HTTP));
        assertThat(chat.isWithin(both)).isTrue();
        assertThat(both.isWithin(chat)).isFalse();
    }

    @Tag("RFC7254")
    @Test
    void readsInstances() {
        SipInstance uuid = new SipInstance("urn:uuid:F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6");
        for (String spelling :
                new String[] {
                    "\"<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>\"",
                    "<URN:UUID:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>",
                    "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
                }) {
            assertThat(SipInstance.of(Parameters.parse(";+SIP.instance=" + spelling)))
                    .contains(uuid);
        }
        assertThat(uuid.isUuid()).isTrue();
        assertThat(uuid.isImei()).isFalse();
        assertThat(SipInstance.of(Parameters.parse(uuid.text()))).contains(uuid);
        assertThat(SipInstance.parse("imei:1")).isEmpty();
        assertThat(SipInstance.parse("urn:x:\"><script>")).isEmpty();
        String longest = "urn:" + "a".repeat(SipInstance.MAX_LENGTH - 4);
        assertThat(SipInstance.parse(longest)).isPresent();
        assertThat(SipInstance.parse(longest + "a")).isEmpty();
    }

    @Test
    void noTextMakesItThrow() {
        qt().forAll(strings().allPossible().ofLengthBetween(0, 40))
                .checkAssert(text -> {
                    assertThat(FeatureTags.parse(text)).isNotNull();
                    assertThat(FeatureTags.parse("+g.3gpp.icsi-ref=\"" + text)).isNotNull();
                    assertThat(SipInstance.parse(text)).isNotNull();
                });
    }
}
