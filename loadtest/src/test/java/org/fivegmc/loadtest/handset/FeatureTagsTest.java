package org.fivegmc.loadtest.handset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class FeatureTagsTest {
    private static final String ICSI = "urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.";
    private static final String IARI = "urn%3Aurn-7%3A3gpp-application.ims.iari.rcs.";

    @Test
    void allOfUp24() {
        assertThat(FeatureTags.of(Feature.up24()))
                .isEqualTo(
                        ";+g.3gpp.icsi-ref=\"%1$smsg,%1$slargemsg,%1$sdeferred,%1$ssession\""
                                        .formatted(ICSI)
                                + ";+g.3gpp.iari-ref=\"%1$sfthttp,%1$sgeopush,%1$schatbot.sa\""
                                        .formatted(IARI)
                                + ";+g.gsma.rcs.cpm.pager-large"
                                + ";+g.gsma.rcs.botversion=\"#=1,#=2\""
                                + ";+g.gsma.rcs.cpimext");
    }

    @Test
    void pagerModeAlone() {
        assertThat(FeatureTags.of(EnumSet.of(Feature.PAGER)))
                .isEqualTo(";+g.3gpp.icsi-ref=\"" + ICSI + "msg\";+g.gsma.rcs.cpimext");
    }
}
